"""The finder of a list, and what the page of a pair says of somebody who is missing."""

import re
from html import unescape

import pytest

from matching.features import current
from matching.queries_find import MOST_FOUND
from portal.web.versioned import forget_all
from regions.models import Profile
from regions.services import rebuild_search
from tests.matching.factories import (
    make_cluster,
    make_item,
    make_match,
    make_priority,
    make_run,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db


def make_register(number: int):
    """A priority whose list keeps one partner, and so many others that it lacks."""
    for code in ("20", "26", "72", "99"):
        make_topic(code, label_en=f"Topic {code}")
    mine = make_priority("ES51", ("20",), title="Green chemistry", confidence="read")
    best = make_cluster("DE21", ("20",), title="Chemie")
    for place in range(number):
        other = make_cluster("SE11", ("26", "72"), title=f"Nordic {place}")
        make_item(other, "offer", ("26",))
        make_item(other, "need", ("20",))
    for place in range(4):
        make_cluster(f"IT{place}", ("99",), title="Elsewhere")
    make_match(make_run(), mine, best, 1)
    rebuild_search()
    return mine, Profile.objects.filter(title__startswith="Nordic").first()


@pytest.fixture
def missing(settings):
    settings.MATCHES_PER_PROFILE = 1
    return make_register(1)


def text_of(client, profile, partner) -> str:
    answer = client.get(f"/matches/{profile.slug}/{partner.slug}/")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def plain(text: str) -> str:
    part = text[text.index('id="why-not"') :]
    return " ".join(re.sub("<[^>]+>", " ", part[: part.index("</section>")]).split())


def test_missing_partner_is_told_its_place_and_what_it_lost_by(client, missing):
    said = plain(text_of(client, *missing))
    assert "Why Nordic 0 is not in the list of Green chemistry" in said
    assert "It stands at rank 2 of 6 candidates, and a list keeps the best 1." in said
    assert "It loses most in Shared focus : " in said
    assert "points fewer than the first partner of the list." in said


def test_missing_partner_is_told_what_either_side_could_do(client, missing):
    mine, _ = missing
    text = text_of(client, *missing)
    said = plain(text)
    yours, theirs = said.split("On your side")[1].split("On their side")
    assert "If you stated the topic “Topic 26”" in yours
    assert "If you stated a need: technology in “Topic 26”, which they offer" in yours
    assert "If you stated an offer: technology in “Topic 20”, which they need" in yours
    assert "If they stated the topic “Topic 20”" in theirs
    assert f'href="/matches/{mine.slug}/whatif/?add_topic=26"' in text


def test_missing_partner_is_told_what_is_not_known(client, missing):
    said = plain(text_of(client, *missing)).split("What is not known")[1]
    assert "Value chain (value-chain stages" not in said
    assert "Value chain (your value-chain stages, their value-chain stages)" in said


def test_points_of_the_table_add_up(client, missing):
    text = text_of(client, *missing)
    table = text[text.index('id="why-not"') :]
    table = table[table.index("<tbody>") : table.index("</table>")]
    for row in table.split("<tr>")[1:]:
        cells = re.findall(r'"number">([^<]+)<', row)
        own, first, more = (float(one.replace("−", "-")) for one in cells)
        assert own - first == pytest.approx(more)


def test_partner_in_the_list_is_not_told_why_it_is_missing(client, missing):
    mine, _ = missing
    text = text_of(client, mine, Profile.objects.get(title="Chemie"))
    assert 'id="why-not"' not in text
    assert "Rank 1 in the list of Green chemistry" in text


def test_partner_that_only_a_new_scoring_lists_is_told_so(client, missing, settings):
    settings.MATCHES_PER_PROFILE = 3
    said = plain(text_of(client, *missing))
    assert "With the present data it would stand at rank 2 of 6 candidates." in said


def test_neighbour_is_told_that_it_can_never_be_listed(client, missing):
    said = plain(text_of(client, missing[0], make_cluster("ES511")))
    assert "It can never be in this list" in said
    assert "What would change it" not in said


def test_owner_of_a_draft_is_told_to_publish(client, missing):
    draft = make_cluster("ES21", ("20",), status="draft")
    client.force_login(make_user("owner@example.org", cluster=draft))
    said = plain(text_of(client, missing[0], draft))
    assert "Only published profiles are matched." in said


def test_large_register_without_an_index_gives_a_sentence_that_nobody_keeps(
    client, missing, monkeypatch
):
    monkeypatch.setattr(current, "ASKED_PAIRS_UP_TO", 2)
    said = plain(text_of(client, *missing))
    assert "The exact rank cannot be worked out yet." in said
    url = f"/api/v1/profiles/{missing[0].slug}/matches/{missing[1].slug}/"
    answer = client.get(url)
    assert answer.json()["never"] in said
    assert "no-store" in answer["Cache-Control"]
    # The index comes without a change of the data, and must be noticed.
    monkeypatch.setattr(current, "ASKED_PAIRS_UP_TO", 100)
    assert "It stands at rank" in plain(text_of(client, *missing))
    assert client.get(url).json()["never"] == ""


# Cold: 20 of them read the whole register for the index and the spaces, once a version,
# and 6 the run, its statistics and its edits: the score and the answer each ask whether
# there are new ones. 3 read the fair places in both lists.
PAIR_QUERIES = 54


@pytest.mark.parametrize("number", [1, 3])
def test_pair_asks_the_same_queries_for_any_number(
    client, settings, django_assert_num_queries, number
):
    settings.MATCHES_PER_PROFILE = 1
    mine, other = make_register(number)
    with django_assert_num_queries(PAIR_QUERIES):
        text_of(client, mine, other)


def found_by(client, profile, q: str) -> list[str]:
    answer = client.get(f"/matches/{profile.slug}/find/", {"q": q})
    assert answer.status_code == 200
    return re.findall(r'row-card__title"><a href="([^"]+)">', answer.content.decode())


def test_finder_leads_to_the_pair_and_says_who_is_listed(client, missing):
    mine, other = missing
    assert found_by(client, mine, "nord") == [f"/matches/{mine.slug}/{other.slug}/"]
    page = client.get(f"/matches/{mine.slug}/find/?q=chemie").content.decode()
    assert "rank 1 in the list" in page
    page = client.get(f"/matches/{mine.slug}/find/?q=nordic").content.decode()
    assert "not in the list: see why" in page


def test_finder_finds_nobody_without_a_name_and_never_the_profile_itself(
    client, missing
):
    mine, _ = missing
    assert found_by(client, mine, "") == []
    assert found_by(client, mine, "green chemistry") == []
    page = client.get(f"/matches/{mine.slug}/find/?q=xyzzy").content.decode()
    assert "No profile holds these words" in page


def test_finder_says_that_there_are_more_than_it_shows(client, missing):
    mine = missing[0]
    for place in range(MOST_FOUND - 1):
        make_cluster(f"FR{place:02}", ("26",), title=f"Nordic more {place}")
    rebuild_search()
    assert len(found_by(client, mine, "nordic")) == MOST_FOUND
    all_of_them = f"{MOST_FOUND} profiles of this name"
    page = client.get(f"/matches/{mine.slug}/find/?q=nordic").content.decode()
    assert f">{all_of_them}<" in page
    make_cluster("PL91", ("26",), title="Nordic and one more")
    rebuild_search()
    forget_all()
    page = client.get(f"/matches/{mine.slug}/find/?q=nordic").content.decode()
    assert f">The first {all_of_them}<" in page
    assert "Write more of the name to find the others." in page
    assert len(found_by(client, mine, "nordic")) == MOST_FOUND


def test_finder_refuses_what_it_does_not_know(client, missing):
    answer = client.get(f"/matches/{missing[0].slug}/find/?name=nordic")
    assert answer.status_code == 400
    assert "There is no parameter of this name." in answer.content.decode()


# The last two are the list and its bonuses: hits have the places that readers see.
FIND_QUERIES = 11


@pytest.mark.parametrize("number", [1, 3])
def test_finder_asks_the_same_queries_for_any_number(
    client, django_assert_num_queries, number
):
    mine, _ = make_register(number)
    with django_assert_num_queries(FIND_QUERIES):
        assert len(found_by(client, mine, "nordic")) == number


PEOPLE = {"visitor": False, "stranger": False, "owner": True, "colleague": True}


@pytest.mark.parametrize("person", PEOPLE)
def test_withdrawn_profile_shows_to_its_people_only(client, missing, person):
    mine, other = missing
    rebuild_search()
    Profile.objects.filter(pk=other.pk).update(status="withdrawn")
    forget_all()
    mandate = {"cluster": other} if PEOPLE[person] else {"region": "SE11"}
    if person != "visitor":
        client.force_login(make_user(f"{person}@example.org", **mandate))
    assert bool(found_by(client, mine, "nordic")) is PEOPLE[person]
    page = client.get(f"/matches/{mine.slug}/{other.slug}/")
    assert page.status_code == (200 if PEOPLE[person] else 404)
    assert ("Nordic" in page.content.decode()) is PEOPLE[person]


def test_list_leads_to_the_finder_and_to_the_trial(client, missing):
    mine, _ = missing
    page = client.get(f"/matches/{mine.slug}/").content.decode()
    assert f'action="/matches/{mine.slug}/find/"' in page
    assert f'href="/matches/{mine.slug}/whatif/"' in page
