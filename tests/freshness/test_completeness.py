"""The page that says how fresh and complete the register is."""

import csv

import pytest
from django.utils import timezone

from portal.accounts.models import Mandate
from regions.editing.services import confirm_records
from regions.models import Profile
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_broker")]
PAGE = "/data/freshness/"


def words(response) -> str:
    return " ".join(response.content.decode().split())


def table(client, query: str = "") -> dict[str, dict[str, str]]:
    """The rows of the file by region: the same figures as on the page."""
    response = client.get(f"{PAGE}?format=csv{query}")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = csv.DictReader(response.content.decode().splitlines())
    return {row["region"]: row for row in rows}


@pytest.fixture
def register(at, officer, priorities):
    """ES51: 3 confirmed in January 2025. FI1C: 2 never confirmed, one of them full."""
    full = factories.make_cluster("FI1C", ["20"], summary="What it does", stage_bits=3)
    factories.make_item(full, "offer")
    factories.make_item(full, "need")
    bare = factories.make_cluster("FI1C")
    factories.make_item(bare, "offer", derivation="region_strong")
    factories.make_item(bare, "need", is_confidential=True)
    factories.make_cluster("PL91", title="Hidden", status="draft")
    factories.make_region("FI1C", name="Etelä-Suomi")
    factories.renew()
    return full


def test_figures_by_region(client, at, register):
    at(2026, 1, 10)
    shown = table(client)
    of_profiles = {
        code: {name: row[name] for name in list(row)[:16]}
        for code, row in shown.items()
    }
    assert of_profiles == {
        "ES51": {
            **{"region": "ES51", "name": "Region ES51", "country": "ES"},
            **{"profiles": "3", "confirmed": "3", "this_year": "3"},
            **{"due": "3", "untold": "0", "lapsed": "0", "topics": "3"},
            **{"offers": "0", "needs": "0", "stages": "0", "summary": "0"},
            **{"last_confirmed_on": "2025-01-15", "somebody_acts_for_it": "yes"},
        },
        "FI1C": {
            **{"region": "FI1C", "name": "Etelä-Suomi", "country": "FI"},
            **{"profiles": "2", "confirmed": "0", "this_year": "0"},
            **{"due": "2", "untold": "2", "lapsed": "0", "topics": "1"},
            **{"offers": "1", "needs": "1", "stages": "1", "summary": "1"},
            **{"last_confirmed_on": "", "somebody_acts_for_it": "no"},
        },
    }


def test_file_has_strategies_and_facilities_as_the_page_has(client, at, register):
    factories.make_region("PL91")
    factories.make_facility("PL91", slug="oven")
    at(2026, 1, 10)
    row = table(client)["PL91"]
    assert (row["profiles"], row["facilities_number"]) == ("0", "1")
    assert (row["facilities_confirmed"], row["strategies_number"]) == ("0", "0")
    assert row["facilities_last_confirmed_on"] == ""
    assert row["facilities_oldest_state_on"] != ""
    assert table(client)["ES51"]["strategies_number"] == "1"


def test_a_year_later_the_share_of_this_year_falls(client, at, register):
    at(2026, 1, 15)
    assert table(client)["ES51"]["this_year"] == "0"
    assert table(client)["ES51"]["confirmed"] == "3"


def test_page_lists_countries_then_regions(client, at, register):
    at(2026, 1, 10)
    page = words(client.get(PAGE))
    assert "Country ES" not in page  # countries are named by their region of level 0
    assert "1 of 1 regions" in page
    assert "2 profiles are due to be confirmed, and nobody acts" in page
    assert "Etelä-Suomi" not in page
    page = words(client.get(f"{PAGE}?country=FI"))
    assert "Etelä-Suomi" in page
    assert "Region ES51" not in page


def test_drafts_are_not_counted_and_not_named(client, register):
    page = words(client.get(f"{PAGE}?country=PL"))
    assert "No profile is published here yet" in page
    assert "Hidden" not in page
    assert "PL91" not in table(client)


@pytest.mark.parametrize(
    ("sort", "first"),
    [("name", "ES"), ("-name", "FI"), ("-due", "ES"), ("due", "FI"), ("last", "FI")],
)
def test_table_is_sorted_as_asked(client, register, at, sort, first):
    at(2026, 1, 10)
    page = words(client.get(f"{PAGE}?sort={sort}"))
    places = {"ES": page.index('?country=ES">'), "FI": page.index('?country=FI">')}
    assert min(places, key=places.get) == first
    order = "descending" if sort[0] == "-" else "ascending"
    assert page.count(f'aria-sort="{order}"') == 1


@pytest.mark.parametrize("query", ["?sort=nothing", "?country=XX", "?country=ES51"])
def test_unknown_choice_is_no_page(client, register, query):
    assert client.get(PAGE + query).status_code == 404


def test_people_whose_mandate_ended_do_not_act(client, at, register, officer):
    Mandate.objects.filter(user=officer).update(ends_on="2025-06-30")
    at(2025, 6, 30)
    assert table(client)["ES51"]["somebody_acts_for_it"] == "yes"
    at(2025, 7, 1)
    assert table(client)["ES51"]["somebody_acts_for_it"] == "no"


def test_lapsed_profiles_are_counted(client, at, register):
    Profile.objects.filter(pk=register.pk).update(lapsed_at="2027-01-15T09:00Z")
    factories.renew()
    assert table(client)["FI1C"]["lapsed"] == "1"
    assert table(client)["FI1C"]["profiles"] == "2"


def records(client, query: str = "") -> dict[str, list[tuple]]:
    """Strategies and facilities by place: number, confirmed, due, last, oldest."""
    rows = client.get(f"{PAGE}?{query}").context["records"]
    return {row["code"]: [_figures(counts) for counts in row["kinds"]] for row in rows}


def _figures(counts) -> tuple:
    days = [day and timezone.localdate(day) for day in (counts.last, counts.oldest)]
    said = [str(day) if day else "" for day in days]
    return counts.records, counts.confirmed, counts.due, *said


NONE = (0, 0, 0, "", "")


@pytest.fixture
def halls(at, register):
    """Two facilities in ES51, one of them confirmed, one in FI1C; two not public."""
    confirmed, _never = (factories.make_facility("ES51") for _ in range(2))
    at(2025, 3, 1)
    factories.make_facility("FI1C", name="Hall of wood")
    factories.make_facility("FI1C", status="draft")
    factories.make_strategy("PL91", status="withdrawn")
    confirm_records(records=[confirmed], by=factories.make_person("hall", "ES51"))
    factories.renew()


def test_strategies_and_facilities_have_dates_by_region(client, at, halls):
    at(2025, 12, 1)
    assert records(client, "country=ES") == {
        "ES51": [
            (1, 1, 1, "2025-01-15", "2025-01-15"),
            (2, 1, 1, "2025-03-01", "2025-01-15"),
        ]
    }
    assert records(client, "country=FI") == {
        "FI1C": [NONE, (1, 0, 0, "", "2025-03-01")]
    }
    assert records(client, "country=PL") == {}


def test_strategies_and_facilities_are_added_up_by_country(client, at, halls):
    at(2025, 2, 1)
    factories.make_facility("ES52")
    at(2025, 12, 1)
    factories.renew()
    found = records(client)
    assert list(found) == ["ES", "FI"]
    assert found["ES"] == [
        (1, 1, 1, "2025-01-15", "2025-01-15"),
        (3, 1, 2, "2025-03-01", "2025-01-15"),
    ]


def test_page_shows_the_dates_of_strategies_and_facilities(client, at, halls):
    at(2025, 12, 1)
    page = words(client.get(f"{PAGE}?country=ES"))
    table = page.partition('id="records"')[2].partition("</table>")[0]
    assert table.count("2025-01-15") == 3
    assert table.count("2025-03-01") == 1
    assert "Hall of wood" not in page


@pytest.mark.parametrize("number", [1, 3])
def test_page_takes_few_queries(client, db, number, django_assert_num_queries):
    for code in ("ES51", "FI1C", "PL91")[:number]:
        factories.make_priority(code)
        factories.make_facility(code)
    factories.renew()
    client.force_login(factories.make_person("reader"))
    client.get(PAGE)
    with django_assert_num_queries(8):
        client.get(PAGE)
