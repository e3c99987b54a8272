"""How long notices are kept, and that they go with the person."""

import datetime
import io
import json
import zipfile

import pytest
from django.utils import timezone

from portal.accounts.services import delete_account
from portal.notices import services
from portal.notices.models import Digest, Notice, NoticeChoice
from portal.notices.tasks import forget_notices
from tests.notices.conftest import make_notice

pytestmark = pytest.mark.django_db


def make_digest(user, days: int) -> Digest:
    day = timezone.localdate() - datetime.timedelta(days=days)
    return Digest.objects.create(user=user, pace="daily", day=day)


def test_notices_and_digests_are_kept_for_twelve_months(reader, monkeypatch):
    monkeypatch.setattr(services, "SLICE", 2)
    for days in (366, 400, 500):
        make_notice(reader, days=days)
        make_digest(reader, days)
    kept = make_notice(reader, days=364)
    digest = make_digest(reader, 364)
    assert forget_notices() == "3 notices, 3 digests"
    assert list(Notice.objects.all()) == [kept]
    assert list(Digest.objects.all()) == [digest]
    assert forget_notices() == "0 notices, 0 digests"


def test_all_goes_with_the_person_and_nothing_of_others(reader, other):
    for person in (reader, other):
        make_notice(person)
        make_digest(person, 1)
        NoticeChoice.objects.create(user=person, group="talks", pace="never")
    delete_account(user=reader)
    for model in (Notice, Digest, NoticeChoice):
        assert [row.user for row in model.objects.all()] == [other]


def test_export_holds_one_s_own_in_full(as_reader, reader, other):
    mine = make_notice(reader)
    make_notice(other)
    make_digest(reader, 1)
    NoticeChoice.objects.create(user=reader, group="talks", pace="never")
    content = as_reader.get("/accounts/data/export/").content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        [notice] = json.loads(archive.read("notices.json"))
        [choice] = json.loads(archive.read("choices-of-a-pace.json"))
        [digest] = json.loads(archive.read("digests-of-notices.json"))
    assert (notice["key"], notice["facts"]) == (mine.key, mine.facts)
    assert (choice["group"], choice["pace"]) == ("talks", "never")
    assert digest["pace"] == "daily"
