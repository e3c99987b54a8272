"""Matches over the API: the contract, and the same rows as on the page."""

import re

import pytest

from matching.features import component_names
from matching.models import Kind
from tests.matching.factories import (
    make_cluster,
    make_item,
    make_list,
    make_match,
    make_priority,
    make_run,
)

pytestmark = pytest.mark.django_db


def api(client, profile, query: str = ""):
    return client.get(f"/api/v1/profiles/{profile.slug}/matches/{query}")


def test_match_is_what_the_contract_says(client):
    profile = make_priority("ES51", title="Green chemistry")
    partner = make_cluster("DE21", slug="chemie", title="Chemie")
    need = make_item(profile, "need", text="solvent recovery")
    offer = make_item(partner, "offer", text="membranes")
    make_match(make_run(), profile, partner, receive=1234, kind=Kind.COMPLEMENTARY)
    row = api(client, profile).json()["results"][0]
    assert row["rank"] == 1
    assert row["score"] == 47.33
    assert row["kind"] == "complementary"
    assert row["contributions"] == {
        "focus": 20.0,
        "words": 8.0,
        "receive": 12.34,
        "give": 0.0,
        "chain": 0.0,
        "strength": 3.0,
        "track_record": 0.0,
        "reach": 3.99,
    }
    assert row["profile"] == {
        "slug": "chemie",
        "type": "cluster",
        "title": "Chemie",
        "period": "",
        "url": "/clusters/chemie/",
        "region": {"code": "DE21", "name": "Region DE21", "country": "DE"},
    }
    assert row["reasons"][0] == {
        "code": "offer_meets_need",
        "text": f"They offer “{offer.text}”. You need “{need.text}”",
        "field": "offers",
        "component": "receive",
        "side": "they",
        "url": f"/clusters/chemie/#item-{offer.pk}",
    }
    assert "your offers" in row["unknown"]


def test_contributions_of_every_row_sum_to_the_score(client):
    profile = make_list(60, receive=1, give=99, chain=333)
    rows = api(client, profile, "?page_size=100").json()["results"]
    assert len(rows) == 60
    for row in rows:
        assert list(row["contributions"]) == list(component_names())
        assert round(sum(row["contributions"].values()), 2) == row["score"]


QUERIES = (
    "",
    "?page=2",
    "?country=FR",
    "?country=FR&country=PL&sort=strength",
    "?sort=complement&page_size=7",
    "?type=priority",
    "?topic=26&kind=alike",
)
WRONG = ("?country=XX", "?sort=price", "?colour=red")


@pytest.mark.parametrize("query", QUERIES + WRONG)
def test_page_and_both_addresses_of_the_api_show_the_same_rows(client, query):
    profile = make_list(30)
    page = client.get(f"/matches/{profile.slug}/{query}")
    first = api(client, profile, query)
    named = f"{query}&" if query else "?"
    second = client.get(f"/api/v1/matches/{named}profile={profile.slug}")
    shown = re.findall(r'<h3 id="match-\d+"><a href="[^"]+/([\w-]+)/"', text_of(page))
    codes = {page.status_code, first.status_code, second.status_code}
    assert codes == (
        {400} if "XX" in query or "price" in query or "red" in query else {200}
    )
    rows = first.json().get("results", [])
    assert rows == second.json().get("results", [])
    assert shown == [row["profile"]["slug"] for row in rows]


def text_of(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize(
    ("query", "name"),
    [("?country=XX", "country"), ("?colour=red", "colour"), ("?sort=price", "sort")],
)
def test_wrong_parameter_is_named(client, query, name):
    profile = make_list(1)
    assert list(api(client, profile, query).json()) == [name]


def test_matches_ask_for_the_profile(client):
    make_list(1)
    answer = client.get("/api/v1/matches/")
    assert (answer.status_code, list(answer.json())) == (400, ["profile"])


# As the page, less the topics of its facets.
API_QUERIES = 30


@pytest.mark.parametrize("number", [1, 3, 60])
def test_matches_ask_the_same_queries_for_any_number(
    client, django_assert_num_queries, number
):
    profile = make_list(number)
    with django_assert_num_queries(API_QUERIES):
        rows = api(client, profile, "?page_size=100").json()["results"]
    assert len(rows) == number


def test_matches_are_read_only(client):
    profile = make_list(1)
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(client, method)(f"/api/v1/profiles/{profile.slug}/matches/")
        assert answer.status_code in (403, 405)
