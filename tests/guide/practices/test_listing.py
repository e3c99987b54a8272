"""The list, its filters, the export and the API: one filter for all three."""

import csv
import datetime
import io

import pytest

from portal.guide.practices.models import Practice
from tests.guide.practices.story import make_seed, page_of, publish

pytestmark = pytest.mark.django_db
LIST, API = "/guide/practices/", "/api/v1/practices/"


@pytest.fixture
def three(story):
    """A published one of ES51, and two from public sources."""
    publish(story, title="Vouchers")
    make_seed(
        slug="label",
        title="Label",
        region=story.partner.region,
        topics=["10"],
        chapters=["instruments", "financing"],
        cost="over-20m",
        stage="evaluating",
    )
    make_seed(slug="lab", title="Laboratory", result_state="not-yet")


def titles(response) -> list[str]:
    return sorted(one.title for one in response.context["page"])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Label", "Laboratory", "Vouchers"]),
        ("q=batteries", ["Vouchers"]),
        ("q=BATTERIES+voucher", ["Vouchers"]),
        ("q=batteries+met", []),
        ("topic=10", ["Label"]),
        ("topic=10&topic=20", ["Label", "Laboratory", "Vouchers"]),
        ("country=FI", ["Label"]),
        ("region=ES5", ["Laboratory", "Vouchers"]),
        ("stage=evaluating", ["Label"]),
        ("stage=running&instrument=label", ["Laboratory"]),
        ("cost=over-20m", ["Label"]),
        ("cost=not-known", ["Laboratory"]),
        ("result=not-yet", ["Laboratory"]),
        ("chapter=financing", ["Label"]),
        ("chapter=financing&chapter=instruments", ["Label", "Laboratory", "Vouchers"]),
        ("confidence=confirmed", ["Vouchers"]),
    ],
)
def test_page_export_and_api_find_the_same(client, three, query, found):
    assert titles(client.get(f"{LIST}?{query}")) == found
    rows = client.get(f"{API}?{query}").json()["results"]
    assert sorted(row["title"] for row in rows) == found
    table = page_of(client.get(f"{LIST}?{query}&format=csv"))
    lines = csv.DictReader(io.StringIO(table))
    assert sorted(line["title"] for line in lines) == found


def test_table_has_the_days_of_the_portals_place(client, story):
    publish(story)
    night = datetime.datetime(2026, 3, 1, 23, 30, tzinfo=datetime.UTC)
    Practice.objects.update(published_at=night, confirmed_at=night)
    table = page_of(client.get(f"{LIST}?format=csv"))
    (line,) = csv.DictReader(io.StringIO(table))
    assert (line["published_on"], line["confirmed_on"]) == ("2026-03-02", "2026-03-02")


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("stage=nothing", "stage"),
        ("topic=99", "topic"),
        ("region=XX", "region"),
        ("chapter=none", "chapter"),
        ("other=1", "other"),
        ("page=0", "page"),
    ],
)
def test_a_wrong_choice_is_named_and_shows_no_row(client, three, query, name):
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 400
    assert [line["name"] for line in answer.context["errors"]] == [name]
    assert titles(answer) == []
    if name != "page":
        told = client.get(f"{API}?{query}")
        assert (told.status_code, list(told.json())) == (400, [name])


def test_counts_beside_the_choices_are_what_they_would_show(client, three):
    facets = client.get(f"{LIST}?stage=running").context["facets"]
    counts = {
        group["name"]: {one["value"]: one["count"] for one in group["options"]}
        for group in facets
        if group["name"] in ("stage", "instrument", "chapter", "country")
    }
    assert counts == {
        "stage": {"running": 2, "evaluating": 1},
        "instrument": {"label": 1, "vouchers": 1},
        "chapter": {"instruments": 2},
        "country": {"ES": 2},
    }


def test_words_count_in_the_facets_too(client, three):
    facets = client.get(f"{LIST}?q=batteries").context["facets"]
    countries = next(group for group in facets if group["name"] == "country")
    assert [(one["value"], one["count"]) for one in countries["options"]] == [("ES", 1)]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_as_many_queries_for_three_as_for_one(
    client, three, django_assert_num_queries, number
):
    if number == 1:
        Practice.objects.exclude(title="Label").update(status="draft")
    client.get(f"{LIST}?sort=title")
    with django_assert_num_queries(11):
        answer = client.get(f"{LIST}?sort=new")
    assert len(answer.context["page"].object_list) == number


@pytest.mark.parametrize("number", [1, 3])
def test_the_api_takes_as_many_queries_for_three_as_for_one(
    client, three, django_assert_num_queries, number
):
    if number == 1:
        Practice.objects.exclude(title="Label").update(status="draft")
    client.get(API)
    with django_assert_num_queries(5):
        answer = client.get(API)
    assert answer.json()["count"] == number


def test_the_api_says_all_but_persons(client, story):
    one = publish(story)
    row = client.get(f"{API}{one.slug}/").json()
    assert row["submitted_by"] == "region:ES51"
    assert (row["topics"], row["chapters"]) == (["20"], ["instruments"])
    assert (row["cost"], row["stage"]) == ("250k-1m", "running")
    assert "editor" not in str(row)
    assert client.post(API, {}).status_code in (401, 403, 405)


def test_nothing_there_teaches_the_next_step(client, story):
    page = page_of(client.get(LIST))
    assert "No practice is published yet" in page
    assert "curators publish it" in page
