"""The page of a match list: what it shows, what it says when there is nothing."""

import re

import pytest

from matching.models import Kind, MatchRun
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


def address(profile, query: str = "") -> str:
    return f"/matches/{profile.slug}/{query}"


def titles(answer) -> list[str]:
    """Titles of the cards, in their order."""
    return re.findall(
        r'<h3 id="match-\d+"><a href="[^"]+">([^<]+)</a>', answer.content.decode()
    )


def ranks(answer) -> list[int]:
    return [int(one) for one in re.findall(r">Rank (\d+)<", answer.content.decode())]


def test_list_shows_partners_best_first_with_score_kind_and_place(client):
    run, profile = make_run(), make_priority(title="Green chemistry")
    second = make_cluster("FR10", title="Chimie")
    first = make_cluster("DE21", title="Chemie")
    make_match(run, profile, second, 2)
    make_match(run, profile, first, 1, focus=4061, kind=Kind.BRIDGE)
    answer = client.get(address(profile))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert titles(answer) == ["Chemie", "Chimie"]
    assert re.findall(r'score__number">(\d+)<', text) == ["56", "35"]
    assert re.findall(r"tag--(alike|bridge|complementary)", text) == ["bridge", "alike"]
    assert "Country DE" in text
    assert "2 of 2 partners" in text


def test_list_says_which_run_and_weights_it_comes_from(client):
    profile = make_list(1)
    text = client.get(address(profile)).content.decode()
    run = MatchRun.objects.get()
    assert "Scored today" in text
    assert f"in run {run.pk} with the weights of version test-1" in text
    assert "The best 100 partners of each profile are kept." in text


def test_fragment_holds_results_and_filters_and_no_frame(client):
    profile = make_list(3)
    text = client.get(address(profile, "?country=FR"), headers=HTMX).content.decode()
    assert "<html" not in text
    assert text.count('id="results"') == 1
    assert text.count('id="facets"') == 1
    assert 'data-announce="1 of 3 partners"' in text


def test_page_and_fragment_show_the_same_partners(client):
    profile = make_list(3)
    page = client.get(address(profile, "?country=FR&country=PL"))
    part = client.get(address(profile, "?country=FR&country=PL"), headers=HTMX)
    assert titles(page) == titles(part)
    assert len(titles(page)) == 2


# 1 version of matches, 2 version of the register, 3 profile and region, 4 run,
# 5 version for the words, 6 places, 7 topics, 8 figures and facts of all rows, 9 their
# bonuses, 10 rows of this page,
# 11-14 profiles, topics, items and their topics for the reasons, 15-16 versions of the
# engine's spaces, 17-24 the spaces, 25 items, 26 topics of items, 27 joint projects
# (none here, so not asked), 27 topics for the facets.
LIST_QUERIES = 31


@pytest.mark.parametrize("number", [1, 3, 60])
def test_list_asks_the_same_queries_for_any_number(
    client, django_assert_num_queries, number
):
    profile = make_list(number)
    with django_assert_num_queries(LIST_QUERIES):
        answer = client.get(address(profile, "?page_size=100"))
    assert len(titles(answer)) == number


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2014-2020", ["2014-2020, past period"]),
        ("2021-2999", ["2021-2999"]),
        ("", []),
    ],
)
def test_card_of_a_priority_names_the_period_of_its_strategy(client, period, said):
    run, profile = make_run(), make_priority()
    partner = make_priority("DE21")
    partner.strategy.period = period
    partner.strategy.save()
    make_match(run, profile, partner, 1)
    make_match(run, profile, make_cluster("FR10"), 2)
    text = client.get(address(profile)).content.decode()
    assert re.findall(r'<span class="tag[^"]*">(\d{4}-[^<]+)</span>', text) == said


def test_card_shows_few_reasons_and_keeps_the_others_folded(client):
    text = client.get(address(make_list(1))).content.decode()
    card = text[text.index('<article class="match-card"') : text.index("</article>")]
    shown, folded = card.split("<details")
    assert shown.count("What you share") == 1
    phrases = re.findall(r"<li><a [^>]+>([^<]+)</a></li>", card)
    assert len(phrases) == len(set(phrases))
    count = int(re.search(r"(\d+) more reasons?", folded)[1])
    assert folded.count("<li><a ") == count
    assert shown[shown.index("What you share") :].count("<li><a ") == 1


def test_pages_of_a_list_hold_25_and_keep_the_rank(client):
    profile = make_list(60)
    first = client.get(address(profile))
    last = client.get(address(profile, "?page=3"))
    assert ranks(first) == list(range(1, 26))
    assert ranks(last) == list(range(51, 61))


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("?country=XX", "Country"),
        ("?colour=red", "colour"),
        ("?sort=price", "Order"),
        ("?page=zero", "page"),
        ("?country=FR&kind=same", "Kind of match"),
    ],
)
def test_wrong_parameter_is_an_error_with_its_name_and_no_row(client, query, named):
    profile = make_list(3)
    answer = client.get(address(profile, query))
    assert answer.status_code == 400
    assert f"<strong>{named}</strong>:" in answer.content.decode()
    assert titles(answer) == []


def test_order_by_complement_changes_the_order_and_keeps_the_ranks(client):
    run, profile = make_run(), make_priority()
    likeness = make_match(run, profile, make_cluster(), 1)
    exchange = make_match(run, profile, make_cluster(), 2, receive=500, give=100)
    chain = make_match(run, profile, make_cluster(), 3, chain=650)
    answer = client.get(address(profile, "?sort=complement"))
    assert ranks(answer) == [chain.rank, exchange.rank, likeness.rank]


@pytest.mark.parametrize("name", ["focus", "strength", "track_record", "reach"])
def test_order_by_a_component_puts_its_largest_first(client, name):
    run, profile = make_run(), make_priority()
    for rank, points in enumerate((100, 900, 500), start=1):
        make_match(run, profile, make_cluster(), rank, **{name: points})
    answer = client.get(address(profile, f"?sort={name}"))
    assert ranks(answer) == [2, 3, 1]


def test_list_without_topics_teaches_what_to_add(client):
    make_run()
    profile = make_priority(topics=())
    text = client.get(address(profile)).content.decode()
    assert "This profile names no topics yet" in text
    assert f'href="/priorities/{profile.slug}/#topics"' in text


def test_list_before_the_first_run_says_that_it_is_being_scored(client):
    profile = make_priority()
    make_match(make_run(current=False), profile, make_cluster())
    answer = client.get(address(profile))
    assert "The partners are being worked out" in answer.content.decode()
    assert titles(answer) == []


def test_list_of_a_profile_newer_than_the_run_says_that_it_is_being_scored(client):
    make_run()
    text = client.get(address(make_priority())).content.decode()
    assert "The partners are being worked out" in text


def test_list_that_nobody_fits_says_what_would_help(client):
    profile = make_priority()
    make_run()
    text = client.get(address(profile)).content.decode()
    assert "No partner has anything in common with this profile" in text


def test_list_of_a_draft_tells_its_owner_to_publish(client):
    make_run()
    profile = make_priority("ES51", status="draft")
    client.force_login(make_user("owner@example.org", "ES51"))
    text = client.get(address(profile)).content.decode()
    assert "This profile is not published" in text


def test_filters_that_nobody_passes_are_cleared_by_one_link(client):
    profile = make_list(3)
    answer = client.get(address(profile, "?country=FR&kind=bridge"))
    text = answer.content.decode()
    assert "No partner passes all these filters" in text
    assert f'href="{address(profile)}">Clear all filters' in text
    assert titles(answer) == []


def test_every_filter_in_force_has_a_link_that_takes_it_away(client):
    profile = make_list(3)
    answer = client.get(address(profile, "?country=FR&country=PL&kind=alike"))
    links = re.findall(r'class="tag" href="([^"]+)"', answer.content.decode())
    assert [link.replace("&amp;", "&") for link in links] == [
        "?country=PL&kind=alike",
        "?country=FR&kind=alike",
        "?country=FR&country=PL",
    ]


def test_top_shows_the_best_five_and_leads_to_all(client):
    profile = make_list(7)
    answer = client.get(f"/matches/{profile.slug}/top/", headers=HTMX)
    text = answer.content.decode()
    assert "<html" not in text
    assert text.count("<li class=") == 5
    assert f'href="/matches/{profile.slug}/">See all 7 partners with reasons' in text


def test_top_by_itself_is_the_list(client):
    profile = make_list(1)
    answer = client.get(f"/matches/{profile.slug}/top/")
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"/matches/{profile.slug}/",
    )


def test_list_of_an_unknown_profile_is_not_found(client):
    make_run()
    for path in ("/matches/nobody/", "/matches/nobody/top/"):
        assert client.get(path).status_code == 404


def test_visitor_gets_304_until_another_run_is_switched_in(client):
    profile = make_list(1)
    etag = client.get(address(profile))["ETag"]
    same = client.get(address(profile), headers={"If-None-Match": etag})
    assert same.status_code == 304
    make_run()
    other = client.get(address(profile), headers={"If-None-Match": etag})
    assert other.status_code == 200
    assert titles(other) == []
