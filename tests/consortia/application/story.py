"""A consortium that drafts: its lead, two agreed members, one that is only invited."""

import datetime
import uuid

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from matching.consortia.application import services
from matching.consortia.models import Consortium
from matching.consortia.models_application import Task
from matching.introductions.talk.files import Attachment
from portal.notices.models import Notice
from tests import factories
from tests.consortia.story import agree, invite, start
from tests.introductions.story import make_member

PDF = Attachment("signed.pdf", "application/pdf", b"%PDF-1.4 signed")


def in_days(number: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=number)


def make_drafting(story):
    """Adds to the story: `one` drafts with the Finnish and the Polish side agreed and a
    Portuguese one invited; the call closes in 60 days."""
    story.call.closes = in_days(60)
    story.call.save(update_fields=["closes"])
    story.porto = factories.make_cluster("PT18", ["20"], title="Cork", slug="cork")
    story.invited = make_member("invited", "owner", cluster=story.porto)
    story.finn_reader = make_member("finnreader", "reader", cluster=story.finnish)
    factories.renew()
    story.one = start(story)
    story.finnish_member = agree(story, story.one, story.finnish, story.finn)
    story.polish_member = agree(story, story.one, story.polish, story.pole)
    story.porto_member = invite(story, story.one, story.porto)
    story.one.refresh_from_db()
    Notice.objects.all().delete()
    services.move_stage(by=story.editor, consortium=story.one, to="drafting")
    story.one.refresh_from_db()
    return story


def add(story, **fields) -> Task:
    values = {"by": story.editor, "consortium": story.one, "title": "Budget table"}
    given = {"token": uuid.uuid4()}
    return services.add_task(**values | given | fields)


def submit(story, **fields) -> Consortium:
    values = {"by": story.editor, "consortium": story.one, "on": in_days(0)}
    found = services.submit_application(**values | fields)
    story.one.refresh_from_db()
    return found


def signed_file(name: str = "signed.pdf", content: bytes = PDF.content):
    return SimpleUploadedFile(name, content, "application/pdf")
