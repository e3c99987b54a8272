"""Where paths and newcomers are shown: cards, pairs, asking, the page of a list."""

import pytest

from matching.introductions.models import Introduction
from tests import factories
from tests.introductions.story import make_member
from tests.matching.factories import make_match, make_run
from tests.warm.test_joint import project

pytestmark = pytest.mark.django_db
LIST, PAIR = "/matches/here/", "/matches/here/there/"
ASK = "/introductions/ask/here/there/"
GUIDES = "Experienced partners who could take you along"
NEWCOMERS = "Newcomers who would gain from you"
TAG = "Newcomer: fewer than three joint projects known"


def page_of(answer) -> str:
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.fixture
def run(sides):
    found = make_run()
    make_match(found, sides.profile, sides.partner, 1)
    factories.renew()
    return found


# --- who has worked with whom ----------------------------------------------------


def test_card_says_it_in_one_line_and_pair_and_asking_in_full(sign_in, sides, run):
    made = project(
        ("ES51", "ACCIÓ"),
        ("FI1C", "Wood hub"),
        year=2019,
        name="Joint forests",
        source_url="https://example.org/forests",
    )
    factories.renew()
    client = sign_in(sides.asker)
    page = page_of(client.get(LIST))
    assert page.count("You both worked in Joint forests (2019)") == 1
    assert "https://example.org/forests" not in page
    for path in (PAIR, ASK):
        page = page_of(client.get(path))
        assert "You both worked in" in page
        assert page.count(f'href="/cooperation/{made.slug}/"') >= 1
        assert 'href="https://example.org/forests" rel="external"' in page


def test_more_projects_are_counted_with_their_years(sign_in, sides, run):
    for year in (2016, 2021):
        project(("ES51", "ACCIÓ"), ("FI1C", "Else"), year=year, name=f"Of {year}")
    factories.renew()
    page = page_of(sign_in(sides.asker).get(LIST))
    said = "Organisations of both regions worked in Of 2021; 2 joint projects are known"
    assert f"{said} (2016–2021)" in page


def test_where_nothing_is_known_nothing_is_said(sign_in, sides, run):
    client = sign_in(sides.asker)
    for path in (LIST, PAIR, ASK):
        page = page_of(client.get(path))
        assert ("worked in" in page, "Who knows whom" in page) == (False, False)


# --- newcomers -------------------------------------------------------------------


def make_experienced(region: str) -> None:
    for _ in range(3):
        project((region, "Somebody"), ("PT11", "Norte"))


def test_newcomers_have_a_tag_and_a_filter_and_keep_their_rank(client, sides, run):
    known = factories.make_cluster("SE11", ["20"], slug="known", title="Known")
    make_match(run, sides.profile, known, 2)
    make_experienced("SE11")
    factories.renew()
    answer = client.get(LIST)
    cards = [
        (one["profile"]["slug"], one["is_newcomer"]) for one in answer.context["cards"]
    ]
    assert cards == [("there", True), ("known", False)]
    assert page_of(answer).count(TAG) == 1
    for value, slugs in (("newcomer", ["there"]), ("experienced", ["known"])):
        answer = client.get(LIST, {"experience": value})
        cards = answer.context["cards"]
        assert [one["profile"]["slug"] for one in cards] == slugs
    assert cards[0]["rank"] == 2
    assert client.get(LIST, {"experience": "old"}).status_code == 400


def test_third_known_project_ends_being_a_newcomer(client, sides, run):
    for number in (1, 2, 3):
        project(("FI1C", "Somebody"), ("PT11", "Norte"))
        factories.renew()
        [card] = client.get(LIST).context["cards"]
        assert card["is_newcomer"] == (number < 3)


def pairing_of(answer):
    found = [
        one for one in answer.context["sections"] if one["shown"].name == "newcomers"
    ]
    return found[0]["part"] if found else None


def test_newcomer_is_led_to_the_five_most_experienced_of_its_list(sign_in, sides, run):
    """Six are experienced; the one with the least track record is left out."""
    for number in range(6):
        region = f"SE{number:02}"
        make_experienced(region)
        other = factories.make_cluster(region, ["20"], slug=f"e{number}")
        make_match(run, sides.profile, other, number + 2, track_record=100 * number)
    factories.renew()
    answer = sign_in(sides.asker).get(LIST)
    part = pairing_of(answer)
    assert part["is_newcomer"] is True
    assert [one.slug for one in part["partners"]] == ["e5", "e4", "e3", "e2", "e1"]
    page = page_of(answer)
    assert (GUIDES in page, NEWCOMERS in page) == (True, False)
    assert "/introductions/ask/here/e5/?kind=experience" in page


def test_experienced_is_led_to_newcomers_who_would_gain_most(sign_in, sides, run):
    make_experienced("ES51")
    make_experienced("DK01")
    for number, region in enumerate(("SE11", "DK01", "PL91")):
        other = factories.make_cluster(region, ["20"], slug=f"n{number}")
        make_match(run, sides.profile, other, number + 2, give=100 * (number + 1))
    factories.renew()
    answer = sign_in(sides.asker).get(LIST)
    part = pairing_of(answer)
    assert part["is_newcomer"] is False
    assert [one.slug for one in part["partners"]][:2] == ["n2", "n0"]
    assert {one.slug for one in part["partners"]} == {"n2", "n0", "there"}
    assert NEWCOMERS in page_of(answer)


def test_who_cannot_ask_for_the_profile_is_led_to_nobody(client, sign_in, sides, run):
    make_experienced("FI1C")
    factories.renew()
    assert pairing_of(sign_in(sides.asker).get(LIST))
    client.logout()
    assert pairing_of(client.get(LIST)) is None
    for person in (
        make_member("reader", "reader", "ES51"),
        make_member("stranger", "owner", "PL91"),
        factories.make_person("curator", is_staff=True),
    ):
        assert pairing_of(sign_in(person).get(LIST)) is None


def test_partner_that_this_person_may_not_see_is_not_among_them(sign_in, sides, run):
    secret = factories.make_cluster("SE11", ["20"], slug="secret", status="draft")
    make_match(run, sides.profile, secret, 2)
    make_experienced("SE11")
    make_experienced("FI1C")
    factories.renew()
    part = pairing_of(sign_in(sides.asker).get(LIST))
    assert [one.slug for one in part["partners"]] == ["there"]


def test_link_chooses_the_kind_of_cooperation_and_no_other_word_does(
    sign_in, sides, run
):
    client = sign_in(sides.asker)
    for kind, initial in (("experience", "experience"), ("bribe", None), ("", None)):
        form = client.get(ASK, {"kind": kind}).context["form"]
        assert form.initial.get("cooperation") == initial
    assert Introduction.objects.count() == 0
