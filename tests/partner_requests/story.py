"""A profile that seeks, one that fits, and requests between them, for tests."""

import datetime
from types import SimpleNamespace

from django.utils import timezone

from matching.partner_requests import services
from matching.partner_requests.models import PartnerRequest
from matching.partner_requests.services import Said
from tests import factories
from tests.introductions.story import make_member


def in_days(number: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=number)


def said(**fields) -> Said:
    values = {
        "title": "Recycler of battery cells",
        "text": "We build a pilot line and look for somebody who recycles cells.",
        "deadline": in_days(20),
        "topics": ["20"],
        "kinds": ["technology"],
        "stages": ["pilot"],
        "roles": ["partner", "pilot_site"],
        "call": "I3 spring call",
        "call_url": "https://example.org/call",
    }
    return Said(**values | fields)


def make_story() -> SimpleNamespace:
    """A priority of ES51 with an editor seeks; a cluster of FI1C with an owner fits."""
    profile = factories.make_priority("ES51", ["20"], title="Batteries", slug="here")
    partner = factories.make_cluster("FI1C", ["20"], title="Cell hub", slug="there")
    factories.make_item(partner, "offer", text="cell recycling", topics=["20"])
    factories.make_topic("10")
    factories.renew()
    return SimpleNamespace(
        profile=profile,
        partner=partner,
        seeker=make_member("seeker", "editor", "ES51"),
        finder=make_member("finder", "owner", cluster=partner),
    )


def publish(story, **fields) -> PartnerRequest:
    values = {"by": story.seeker, "profile": story.profile}
    given = {name: fields.pop(name) for name in list(fields) if name in values}
    return services.publish_request(**values | given, said=said(**fields))


ANSWERS = {
    "cooperation": "joint_project",
    "brings": "A recycling plant",
    "seeks": "Cells to recycle",
}


def answer(story, request: PartnerRequest, **fields):
    values = {"by": story.finder, "request": request, "profile": story.partner}
    return services.answer_request(**values | ANSWERS | fields)


def page_of(response) -> str:
    return response.content.decode()
