"""The order of a list on the page and for programs: fair order, reader's weights."""

import re

import pytest

from matching.models import Exposure
from tests.matching.factories import (
    make_cluster,
    make_list,
    make_match,
    make_priority,
    make_run,
    make_user,
)

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
SECRET = "Hydrogen valley plan"
FAIR = {"margin": 1.0}
MINE = "?likeness=0&reach=3"


def make_exposure(run, profile, bonus: int, why: int) -> Exposure:
    return Exposure.objects.create(
        run=run, profile_id=profile.pk, top10=0, top20=0, bonus=bonus, why=why
    )


@pytest.fixture
def shown():
    """Four partners: the third and the fourth get all of the margin."""
    run = make_run(exposure=FAIR)
    profile = make_priority()
    names = ("First", "Second", "Third", "Fourth")
    partners = [make_cluster("DE21", title=name) for name in names]
    for rank, (partner, points) in enumerate(
        zip(partners, (3000, 2950, 2940, 1000), strict=True), start=1
    ):
        make_match(
            run, profile, partner, rank, focus=points, words=0, strength=0, reach=400
        )
    make_exposure(run, partners[2], 100, 0b0111)
    make_exposure(run, partners[3], 75, 0b1001)
    return profile


def page(client, profile, query: str = "", **options) -> str:
    return client.get(f"/matches/{profile.slug}/{query}", **options).content.decode()


def api(client, profile, query: str = "") -> list[dict]:
    path = f"/api/v1/profiles/{profile.slug}/matches/{query}"
    return client.get(path).json()["results"]


def titles(text: str) -> list[str]:
    return re.findall(r'<h3 id="match-\d+"><a href="[^"]+">([^<]+)</a>', text)


def notes(text: str) -> list[str]:
    """What the cards say of where they stand."""
    found = re.findall(r"match-card__standing[^>]+>(.*?)</p>", text)
    return [re.sub(r"<[^>]+>", "|", one).strip("|") for one in found]


def test_list_puts_the_seldom_shown_first_within_the_margin_and_says_so(client, shown):
    text = page(client, shown)
    assert titles(text) == ["Third", "First", "Second", "Fourth"]
    assert re.findall(r">Rank (\d+)<", text) == ["1", "2", "3", "4"]
    assert notes(text) == [
        "2 places up: seldom shown so far, newcomer, less developed region",
        "1 place down: others within 1 point come first",
        "1 place down: others within 1 point come first",
    ]
    assert "Fair order: within 1 point of score" in text


def test_order_by_score_alone_leaves_no_trace_of_the_fair_order(client, shown):
    text = page(client, shown)
    link = re.search(r'href="([^"]+)">Order by score alone', text)[1]
    alone = client.get(link).content.decode()
    assert titles(alone) == ["First", "Second", "Third", "Fourth"]
    assert notes(alone) == []
    assert "Fair order" not in alone


def test_programs_get_both_ranks_and_the_reason(client, shown):
    rows = api(client, shown)
    said = [(row["rank"], row["rank_by_score"], row["fairness"]) for row in rows]
    down = "1 place down: others within 1 point come first"
    still = {"bonus": 0.0, "moved": -1, "why": [], "text": down}
    assert said == [
        (
            1,
            3,
            {
                "bonus": 1.0,
                "moved": 2,
                "why": ["seldom_shown", "newcomer", "less_developed"],
                "text": "2 places up: seldom shown so far, newcomer,"
                " less developed region",
            },
        ),
        (2, 1, still),
        (3, 2, still),
        (
            4,
            4,
            {
                "bonus": 0.75,
                "moved": 0,
                "why": ["seldom_shown", "outermost"],
                "text": "",
            },
        ),
    ]
    assert rows[0]["score"] == 33.4
    assert rows[0]["portal"] == {"score": 33.4, "rank": 1}


def test_programs_that_ask_for_score_alone_get_no_bonus(client, shown):
    for row in api(client, shown, "?sort=score"):
        assert row["rank"] == row["rank_by_score"]
        assert row["fairness"] == {"bonus": 0.0, "moved": 0, "why": [], "text": ""}


def test_filter_keeps_the_ranks_of_the_whole_list(client, shown):
    run = shown.matches.first().run
    last = make_cluster("FR10", title="Last")
    make_match(run, shown, last, 5, focus=0, words=0, reach=1)
    everybody = api(client, shown)
    assert api(client, shown, "?country=DE") == everybody[:4]
    assert api(client, shown, "?country=FR") == everybody[4:]
    assert everybody[4]["rank"] == 5


def test_top_and_pair_tell_the_rank_of_the_list_as_shown(client, shown):
    top = page(client, shown, "top/", headers=HTMX)
    assert re.findall(r"\d places? (?:up|down)", top) == [
        "2 places up",
        "1 place down",
        "1 place down",
    ]
    assert re.findall(r'<a href="[^"]+">(\w+)</a></h3>', top) == [
        "Third",
        "First",
        "Second",
        "Fourth",
    ]
    for place, row in enumerate(api(client, shown), start=1):
        text = client.get(row_url(shown, row)).content.decode()
        assert f"Rank {place} in the list of {shown.title}" in text
        moved = re.findall(r"\d places? (?:up|down)[^<]*", text)
        assert moved == ([row["fairness"]["text"]] if row["fairness"]["moved"] else [])


def row_url(profile, row) -> str:
    return f"/matches/{profile.slug}/{row['profile']['slug']}/"


def test_rows_of_a_run_without_exposures_show_by_score(client):
    profile = make_list(3)
    rows = api(client, profile)
    assert [row["rank"] for row in rows] == [1, 2, 3]
    assert {row["fairness"]["moved"] for row in rows} == {0}
    assert notes(page(client, profile)) == []


def test_bonus_of_another_run_does_not_count(client, shown):
    run = make_run(current=False)
    first = shown.matches.get(rank=4).partner
    make_exposure(run, first, 5000, 1)
    assert titles(page(client, shown))[0] == "Third"


@pytest.fixture
def mine():
    """Two partners: the first is more alike, the second reaches further."""
    run, profile = make_run(), make_priority(title="Green chemistry")
    alike = make_cluster("DE21", title="Alike")
    apart = make_cluster("FR10", title="Apart")
    parts = {"strength": 0, "known": 0b11111111}
    make_match(run, profile, alike, 1, focus=2800, words=0, reach=0, **parts)
    make_match(run, profile, apart, 2, focus=1400, words=0, reach=400, **parts)
    return profile


def test_weights_of_the_reader_reorder_the_list_and_keep_the_portal_s_score(
    client, mine
):
    text = page(client, mine, MINE)
    assert titles(text) == ["Apart", "Alike"]
    assert notes(text) == [
        "The portal's own score is 18, rank 2",
        "The portal's own score is 28, rank 1",
    ]
    said = "Scored by what matters to you: Likeness: not at all, Reach: more."
    assert said in text
    assert "Only the 100 candidates" in text
    link = re.search(r'href="([^"]+)">Back to the portal', text)
    assert link[1] == f"/matches/{mine.slug}/"


def test_programs_get_the_points_of_the_reader_s_weights(client, mine):
    # All known, so the divisor stays 1. Reach counts 0.16 of 0.60, instead of 0.08.
    rows = api(client, mine, MINE)
    assert [(row["rank"], row["score"]) for row in rows] == [(1, 13.33), (2, 0.0)]
    assert rows[0]["contributions"]["reach"] == 13.33
    assert rows[0]["contributions"]["focus"] == 0.0
    assert [row["portal"] for row in rows] == [
        {"score": 18.0, "rank": 2},
        {"score": 28.0, "rank": 1},
    ]


def test_normal_weights_in_the_address_are_the_portal_s_own(client, mine):
    normal = "?likeness=2&complement=2&strength=2&track_record=2&reach=2"
    assert api(client, mine, normal) == api(client, mine)
    assert "Scored by what matters to you" not in page(client, mine, normal)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("&country=DE", ["Alike"]),
        ("&sort=focus", ["Apart", "Alike"]),
        ("&sort=reach&page_size=1&page=2", ["Alike"]),
        ("&sort=score", ["Apart", "Alike"]),
    ],
)
def test_weights_go_together_with_filters_orders_and_pages(
    client, mine, query, expected
):
    assert titles(page(client, mine, MINE + query)) == expected
    found = [row["profile"]["title"] for row in api(client, mine, MINE + query)]
    assert found == expected


def test_links_and_controls_of_the_page_keep_the_choice(client, mine):
    text = page(client, mine, f"{MINE}&country=DE&country=FR&page_size=1")
    assert re.findall(r'rel="next" href="([^"]+)"', text) == [
        "?likeness=0&amp;reach=3&amp;country=DE&amp;country=FR&amp;page_size=1"
        "&amp;page=2"
    ]
    clear = re.search(r'href="([^"]+)">Clear all filters', text)
    assert clear[1] == f"/matches/{mine.slug}/?likeness=0&amp;reach=3"
    back = re.search(r'href="([^"]+)">Back to the portal', text)
    assert back[1].endswith("/?country=DE&amp;country=FR&amp;page_size=1")
    chosen = {
        name: re.search(rf'name="{name}">.*?value="(\d)" selected', text, re.DOTALL)[1]
        for name in ("likeness", "complement", "reach")
    }
    assert chosen == {"likeness": "0", "complement": "2", "reach": "3"}


@pytest.mark.parametrize(
    ("query", "name", "label"),
    [
        ("?reach=4", "reach", "Reach"),
        ("?track_record=much", "track_record", "Track record"),
        ("?likeness=-1", "likeness", "Likeness"),
    ],
)
def test_wrong_weight_is_named(client, mine, query, name, label):
    answer = client.get(f"/matches/{mine.slug}/{query}")
    assert answer.status_code == 400
    assert f"<strong>{label}</strong>:" in answer.content.decode()
    answer = client.get(f"/api/v1/profiles/{mine.slug}/matches/{query}")
    assert (answer.status_code, list(answer.json())) == (400, [name])


def test_order_by_nothing_is_refused_in_a_sentence(client, mine):
    query = "?likeness=0&complement=0&strength=0&track_record=0&reach=0"
    said = "Let at least one of the five things count."
    answer = client.get(f"/matches/{mine.slug}/{query}", headers=HTMX)
    text = answer.content.decode()
    assert answer.status_code == 400
    assert f"<strong>Likeness</strong>: {said}" in text
    assert f'data-announce="{said}"' in text
    assert titles(text) == []
    answer = client.get(f"/api/v1/profiles/{mine.slug}/matches/{query}")
    assert (answer.status_code, answer.json()) == (400, {"likeness": [said]})


PEOPLE = ("visitor", "stranger", "owner", "colleague", "curator")
MAY_SEE = ("owner", "colleague", "curator")


@pytest.fixture
def sign_in(client):
    make_priority("PL91")
    users = {
        "stranger": make_user("stranger@example.org", "PL91"),
        "owner": make_user("owner@example.org", "ES51"),
        "colleague": make_user("colleague@example.org", "ES51"),
        "curator": make_user("curator@example.org", is_staff=True),
    }

    def enter(name: str):
        client.logout()
        if name in users:
            client.force_login(users[name])
        return client

    return enter


@pytest.fixture
def hidden():
    """A draft of ES51 that a bonus puts before two others of a French list."""
    run = make_run(exposure=FAIR)
    source = make_priority("FR10")
    first = make_cluster("PL91", title="First")
    second = make_cluster("PL91", title="Second")
    secret = make_priority("ES51", title=SECRET, slug="secret", status="draft")
    for rank, partner in enumerate((first, second, secret), start=1):
        make_match(run, source, partner, rank)
    make_exposure(run, secret, 100, 1)
    return source


@pytest.mark.parametrize(
    "query", ["", "?sort=score", "?reach=3", "?reach=3&sort=reach"]
)
@pytest.mark.parametrize("person", PEOPLE)
def test_hidden_partner_moves_nobody_for_those_who_may_not_see_it(
    sign_in, hidden, person, query
):
    client = sign_in(person)
    rows = api(client, hidden, query)
    text = page(client, hidden, query)
    names = [row["profile"]["title"] for row in rows]
    moved = [row["fairness"]["moved"] for row in rows]
    if person not in MAY_SEE:
        assert names == titles(text) == ["First", "Second"]
        assert [row["rank"] for row in rows] == [1, 2]
        assert [row["rank_by_score"] for row in rows] == [1, 2]
        assert moved == [0, 0]
        assert "come first" not in text.replace("regions come first", "")
        assert "Fair order" not in text
    elif "sort" in query:
        assert (names[2], moved) == (SECRET, [0, 0, 0])
    else:
        assert (names[0], moved) == (SECRET, [2, -1, -1])


@pytest.mark.parametrize("query", ["", MINE, "?country=FR"])
@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_same_queries_in_any_order(
    client, django_assert_num_queries, number, query
):
    profile = make_list(3 * number)
    with django_assert_num_queries(31):
        text = page(client, profile, query)
    assert len(titles(text)) == (number if "country" in query else 3 * number)
