"""Notices over the API: one's own only, in pages, in words, and to mark as read."""

import pytest
from django.utils import timezone

from portal.notices.models import Notice
from tests.notices.conftest import make_notice, title_of

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/notices/"


def test_own_notices_newest_first_in_words(as_reader, reader, other):
    make_notice(other)
    make_notice(reader, kind="gone")
    old = make_notice(reader, days=1, read_at=timezone.now())
    new = make_notice(
        reader, kind="asked", facts={"number": 5, "text": "More."}, path="/data/"
    )
    answer = as_reader.get(ADDRESS)
    assert "no-store" in answer["Cache-Control"]
    found = answer.json()
    assert found["count"] == 2
    created = timezone.localtime(new.created_at).isoformat()
    assert found["results"][0] == {
        "id": new.pk,
        "kind": "asked",
        "group": "talks",
        "title": "Regions 5",
        "text": "More.",
        "url": "/data/",
        "created_at": created,
        "read_at": None,
    }
    assert found["results"][1]["title"] == title_of(old)
    assert found["results"][1]["read_at"] is not None


def test_pages_and_filters_are_those_of_the_page(as_reader, reader):
    for number in range(3):
        make_notice(reader, days=number)
    talk = make_notice(reader, kind="asked", days=9)
    first = as_reader.get(f"{ADDRESS}?page_size=3").json()
    assert (first["count"], len(first["results"])) == (4, 3)
    second = as_reader.get(first["next"]).json()
    assert [row["id"] for row in second["results"]] == [talk.pk]
    talks = as_reader.get(f"{ADDRESS}?group=talks&state=unread").json()
    assert [row["id"] for row in talks["results"]] == [talk.pk]
    assert as_reader.get(f"{ADDRESS}?colour=red").status_code == 400
    assert as_reader.get(f"{ADDRESS}?group=unheard").status_code == 400


def test_reading_is_marked_once(as_reader, reader):
    notice = make_notice(reader)
    answer = as_reader.post(f"{ADDRESS}{notice.pk}/read/")
    assert answer.status_code == 200
    first = Notice.objects.get().read_at
    assert answer.json()["read_at"] == timezone.localtime(first).isoformat()
    as_reader.post(f"{ADDRESS}{notice.pk}/read/")
    assert Notice.objects.get().read_at == first


def test_notices_of_others_and_of_unknown_kinds_are_not_there(as_reader, reader, other):
    for notice in (make_notice(other), make_notice(reader, kind="gone")):
        assert as_reader.post(f"{ADDRESS}{notice.pk}/read/").status_code == 404
    assert Notice.objects.exclude(read_at=None).count() == 0


def test_visitors_have_none(client, reader):
    notice = make_notice(reader)
    assert client.get(ADDRESS).status_code == 403
    assert client.post(f"{ADDRESS}{notice.pk}/read/").status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_list_takes_as_many_queries_for_any_number(
    as_reader, reader, number, django_assert_num_queries
):
    for _each in range(number):
        make_notice(reader)
    as_reader.get(ADDRESS)
    # Session, person, count, rows.
    with django_assert_num_queries(4):
        as_reader.get(ADDRESS)
