"""Shown and opened: noted for people who act for the profile, and for nobody else."""

import sqlite3

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from matching.outcomes.models import MatchEvent
from tests.matching.factories import make_user
from tests.outcomes.conftest import noted

pytestmark = pytest.mark.django_db
LIST, PAIR = "/matches/food/", "/matches/food/fish/"


@pytest.fixture
def as_owner(client, owner):
    client.force_login(owner)
    return client


def test_list_notes_its_cards_once(as_owner, lists, profile, partner, third):
    for _ in range(2):
        assert as_owner.get(LIST).status_code == 200
    assert noted() == [
        ("shown", profile.pk, partner.pk, 1),
        ("shown", profile.pk, third.pk, 2),
    ]


def test_only_the_cards_of_the_page_are_noted(as_owner, lists, profile, third):
    as_owner.get(f"{LIST}?country=DE")
    assert noted() == [("shown", profile.pk, third.pk, 2)]


def test_best_five_on_another_page_count_as_shown(as_owner, lists):
    as_owner.get(f"{LIST}top/", headers={"HX-Request": "true"})
    assert MatchEvent.objects.count() == 2


def test_pair_notes_that_it_was_opened(as_owner, lists, profile, partner):
    for _ in range(2):
        assert as_owner.get(PAIR).status_code == 200
    assert noted() == [("opened", profile.pk, partner.pk, 1)]


def test_reader_counts(client, reader, lists):
    client.force_login(reader)
    client.get(LIST)
    assert MatchEvent.objects.count() == 2


@pytest.mark.parametrize("who", ["visitor", "curator", "colleague"])
def test_others_leave_no_trace(client, lists, who, request):
    if who != "visitor":
        client.force_login(request.getfixturevalue(who))
    assert client.get(LIST).status_code == 200
    assert client.get(PAIR).status_code == 200
    assert noted() == []


def test_api_is_not_counted(as_owner, lists):
    assert as_owner.get("/api/v1/profiles/food/matches/").status_code == 200
    assert noted() == []


def queries(client, path: str) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as found:
        client.get(path)
    return [one["sql"] for one in found if "outcomes_matchevent" in one["sql"]]


def test_one_query_where_nothing_is_new_and_one_insert_where_all_is(
    client, lists, profile
):
    client.force_login(make_user("seen@example.org", "ES51"))
    first = queries(client, LIST)
    assert [sql.split()[0] for sql in first] == ["SELECT", "INSERT"]
    again = queries(client, LIST)
    assert [sql.split()[0] for sql in again] == ["SELECT"]


def test_log_that_cannot_be_written_breaks_no_page(
    as_owner, lists, monkeypatch, caplog
):
    def broken(*args, **kwargs):
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO no_such_table VALUES (1)")

    monkeypatch.setattr(MatchEvent.objects, "bulk_create", broken)
    for path in (LIST, PAIR):
        answer = as_owner.get(path)
        assert answer.status_code == 200
        assert "Fish" in answer.content.decode()
    assert noted() == []
    told = [one.getMessage() for one in caplog.records if one.name.endswith("services")]
    assert told == ["The log of outcomes could not be written."] * 2


@pytest.mark.django_db(transaction=True)
def test_page_waits_only_briefly_for_another_writer(as_owner, lists):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has one lock for all")
    as_owner.get("/dashboard/")
    name = connection.settings_dict["NAME"]
    other = sqlite3.connect(
        name, isolation_level=None, uri=str(name).startswith("file:")
    )
    try:
        other.execute("BEGIN IMMEDIATE")
        assert as_owner.get(LIST).status_code == 200
    except OperationalError:
        pytest.fail("the page broke on the lock")
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert noted() == []
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA busy_timeout").fetchone()[0] == 20_000
    as_owner.get(LIST)
    assert MatchEvent.objects.count() == 2
