"""The API of one pair: what the page says, as numbers."""

import pytest

from matching.features import component_names
from regions.models import Profile
from tests.matching.factories import make_cluster, make_match, make_user
from tests.matching.test_pages_whynot import make_register

pytestmark = pytest.mark.django_db
KEYS = [
    "rank",
    "of",
    "in_list",
    "score",
    "contributions",
    "list",
    "lost_by",
    "changes",
    "limits",
    "reasons",
    "unknown",
    "never",
]


@pytest.fixture
def missing(settings):
    settings.MATCHES_PER_PROFILE = 1
    return make_register(1)


def pair(client, profile, partner, status: int = 200) -> dict:
    answer = client.get(f"/api/v1/profiles/{profile.slug}/matches/{partner.slug}/")
    assert answer.status_code == status
    return answer.json()


def test_missing_partner_has_place_parts_and_changes(client, missing):
    found = pair(client, *missing)
    assert list(found) == KEYS
    assert (found["rank"], found["of"], found["in_list"]) == (2, 6, False)
    assert sum(found["contributions"].values()) == pytest.approx(found["score"])
    assert list(found["list"]["average"]) == list(component_names())
    assert found["list"]["last_score"] > found["score"]
    assert found["lost_by"] == "focus"
    assert found["never"] == ""
    sides = {(one["side"], one["code"]) for one in found["changes"]}
    assert {("you", "add_topic"), ("you", "add_need"), ("they", "add_topic")} <= sides
    assert all(one["score"] > found["score"] for one in found["changes"])
    limits = {one["component"]: one for one in found["limits"]}
    assert limits["receive"]["code"] == "no_needs"
    assert limits["receive"]["side"] == "you"


def test_listed_partner_has_the_figures_of_its_list(client, missing):
    mine, _ = missing
    found = pair(client, mine, Profile.objects.get(title="Chemie"))
    assert (found["rank"], found["in_list"]) == (1, True)
    assert found["score"] == 34.99
    listed = client.get(f"/api/v1/profiles/{mine.slug}/matches/").json()["results"][0]
    assert listed["contributions"] == found["contributions"]
    assert listed["reasons"] == found["reasons"]


def test_neighbour_gets_a_sentence_instead_of_figures(client, missing):
    found = pair(client, missing[0], make_cluster("ES511"))
    assert "It can never be in this list" in found["never"]
    assert (found["rank"], found["score"], found["changes"]) == (None, None, [])


def test_profile_has_no_pair_with_itself(client, missing):
    pair(client, missing[0], missing[0], 404)


@pytest.mark.parametrize(
    ("person", "status"),
    [("visitor", 404), ("stranger", 404), ("owner", 200), ("colleague", 200)],
)
@pytest.mark.parametrize("is_partner", [True, False])
def test_hidden_profile_has_no_pair_for_others(
    client, missing, person, status, is_partner
):
    mine, other = missing
    make_match(mine.matches.first().run, mine, other, 2)
    Profile.objects.filter(pk=other.pk).update(status="draft")
    mandate = {"cluster": other} if status == 200 else {"region": "SE11"}
    if person != "visitor":
        client.force_login(make_user(f"{person}@example.org", **mandate))
    sides = (mine, other) if is_partner else (other, mine)
    found = pair(client, *sides, status)
    assert ("reasons" in found) is (status == 200)


# As the page, less the items and topics that it shows side by side.
PAIR_QUERIES = 45


@pytest.mark.parametrize("number", [1, 3])
def test_pair_asks_the_same_queries_for_any_number(
    client, settings, django_assert_num_queries, number
):
    settings.MATCHES_PER_PROFILE = 1
    mine, other = make_register(number)
    with django_assert_num_queries(PAIR_QUERIES):
        pair(client, mine, other)
