"""Public pages of calls: the list, one of them, files, and who sees drafts."""

import csv
import io

import pytest
from icalendar import Calendar

from matching.calls.models import Call, Status
from tests.calls.story import in_days, make_call, make_case, make_rule, page_of
from tests.factories import make_person, make_topic, renew

pytestmark = pytest.mark.django_db
SECRET = "Quiet call"


def titles(response) -> list[str]:
    return [one.title for one in response.context["page"]]


DAYS = [None, -30, -1, 0, 1, 30]


def test_status_in_python_and_in_the_database_say_the_same():
    for opens in DAYS:
        for closes in DAYS:
            if opens is None or closes is None or opens <= closes:
                make_call(
                    opens=None if opens is None else in_days(opens),
                    closes=None if closes is None else in_days(closes),
                )
    for status in Status:
        rows = set(Call.objects.with_status([status]))
        assert rows == {one for one in Call.objects.all() if one.status == status}
        assert rows


def test_running_calls_come_first_by_closing_day_and_closed_ones_last(client):
    make_call(title="Gone long ago", closes=in_days(-90), opens=None)
    make_call(title="Gone", closes=in_days(-2), opens=None)
    make_call(title="No days", closes=None, opens=None)
    make_call(title="Later", closes=in_days(50))
    make_call(title="Soon", closes=in_days(5))
    make_call(title="Running", closes=None)
    order = ["Soon", "Later", "Running", "No days", "Gone", "Gone long ago"]
    assert titles(client.get("/calls/")) == order


def test_filters_of_page_csv_and_api_are_the_same(client):
    make_topic("20.1", "20")
    make_call(["20.1"], title="Cells", min_trl=6, programme="I3", summary="Batteries")
    make_call(title="Learning", closes=in_days(-1), programme="Interreg")
    renew()
    for query, found in {
        "status=open": ["Cells"],
        "status=closed&status=open": ["Cells", "Learning"],
        "programme=Interreg": ["Learning"],
        "topic=20": ["Cells"],
        "trl=5": ["Learning"],
        "trl=6": ["Cells", "Learning"],
        "q=batter CELL": ["Cells"],
        "q=nothing": [],
    }.items():
        assert titles(client.get(f"/calls/?{query}")) == found
        table = csv.DictReader(
            io.StringIO(page_of(client.get(f"/calls/?{query}&format=csv")))
        )
        assert [row["title"] for row in table] == found
        rows = client.get(f"/api/v1/calls/?{query}").json()["results"]
        assert [row["title"] for row in rows] == found


@pytest.mark.parametrize("query", ["status=old", "topic=zz", "trl=10", "colour=blue"])
def test_a_wrong_parameter_is_an_error_and_no_list(client, query):
    make_call()
    answer = client.get(f"/calls/?{query}")
    assert (answer.status_code, titles(answer)) == (400, [])
    assert client.get(f"/api/v1/calls/?{query}").status_code == 400


def leaks(client, call) -> list[str]:
    paths = {
        "list": "/calls/",
        "csv": "/calls/?format=csv",
        "page": call.get_absolute_url(),
        "api": "/api/v1/calls/",
        "api page": f"/api/v1/calls/{call.slug}/",
        "feed": "/calls/calendar.ics",
        "file": f"/calls/{call.slug}/calendar.ics",
        "radar": "/calls/radar/",
    }
    return [name for name, path in paths.items() if SECRET in page_of(client.get(path))]


def test_drafts_are_the_curators_only(client, sign_in, curator):
    draft = make_call(title=SECRET, is_published=False)
    make_call()
    person = make_person("officer", region="ES51")
    assert leaks(client, draft) == []
    assert leaks(sign_in(person), draft) == []
    sees = ["list", "csv", "page", "api", "api page", "file"]
    assert leaks(sign_in(curator), draft) == sees


def test_page_of_a_call_says_its_rules_and_how_cases_come_out(client):
    call = make_call(budget_eur=28_200_000, min_trl=6)
    rule = make_rule(call, note="To be checked.", verification="carried")
    make_case(call, rule, name="All three")
    make_case(call, rule, name="One too few", partners=[], expected="met")
    page = page_of(client.get(call.get_absolute_url()))
    for text in (
        "40 days left",
        "28,200,000 euros",
        "Indicative: the call text decides.",
        "At least 3 partners",
        "carried over from an earlier call, to be checked",
        "1 test case fails",
        "found “not met”",
        "You have 0 of 3 partners.",
    ):
        assert text in page


def test_calendar_keeps_its_uids_and_tells_brussels_time(client):
    call = make_call(closing_time="17:00", closes="2099-07-01", opens=None)
    make_call(title="Whole day", closes="2099-08-01", opens=None, slug="whole")
    make_call(title="Over", closes=in_days(-1), opens=None)
    make_call(closes=None)
    events = Calendar.from_ical(client.get("/calls/calendar.ics").content).events
    found = {str(one["uid"]): one["dtstart"].dt.isoformat() for one in events}
    uid = f"call-{call.slug}@smart-regions"
    assert found == {
        uid: "2099-07-01T15:00:00+00:00",
        "call-whole@smart-regions": "2099-08-01",
    }
    one = client.get(f"/calls/{call.slug}/calendar.ics")
    assert [str(e["uid"]) for e in Calendar.from_ical(one.content).events] == [uid]


def test_a_call_without_a_day_has_no_calendar_file(client):
    call = make_call(closes=None)
    assert client.get(f"/calls/{call.slug}/calendar.ics").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_the_database_a_fixed_number_of_times(
    client, django_assert_num_queries, number
):
    for _one in range(number):
        call = make_call(["20"])
        for _two in range(number):
            make_case(call, make_rule(call))
    renew()
    client.get("/calls/")
    with django_assert_num_queries(8):
        client.get("/calls/")
    with django_assert_num_queries(9):
        client.get("/api/v1/calls/")
    with django_assert_num_queries(6):
        client.get(call.get_absolute_url())


def test_api_gives_rules_with_cases_and_verification(client):
    call = make_call()
    rule = make_rule(call, verification="secondary")
    make_case(call, rule, name="All three")
    make_case(call, None, name="Together")
    found = client.get(f"/api/v1/calls/{call.slug}/").json()
    [row] = found["rules"]
    assert (row["kind"], row["params"]) == ("min_partners", {"n": 3})
    assert row["sentence"] == "At least 3 partners"
    assert row["verification"] == "secondary"
    assert [one["name"] for one in row["cases"]] == ["All three"]
    assert [one["name"] for one in found["cases"]] == ["Together"]
    assert found["note"] == "Indicative: the call text decides."
