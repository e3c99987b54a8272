"""The page of an idea: form, topics with a way out, filters, pages, errors."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.apps import apps
from django.test import Client

from matching.models import CurrentRun, Exposure
from matching.ordering import GROUPS
from regions.models import Profile
from tests.matching.factories import (
    make_cluster,
    make_priority,
    make_run,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db
URL = "/search/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def register():
    """Three clusters about hydrogen, three about textiles, and a current run."""
    make_run()
    make_topic("20", label_en="Chemicals")
    make_topic("13", label_en="Textiles")
    make_topic("35", label_en="Energy")
    for number, region in enumerate(("DE21", "FR10", "PL91")):
        make_cluster(
            region, ("20", "35"), title=f"Gas {number}", keywords=["hydrogen", "cells"]
        )
        make_cluster(
            region, ("13",), title=f"Cloth {number}", keywords=["textiles", "fibres"]
        )


def text_of(answer) -> str:
    return unescape(answer.content.decode())


def titles(answer) -> list[str]:
    return re.findall(
        r'<h3 id="match-\d+"><a href="[^"]+">([^<]+)</a>', text_of(answer)
    )


def chips(answer) -> list[tuple[str, str]]:
    """Topics in force with the address that leaves each out."""
    found = re.findall(
        r'<a class="tag" href="([^"]+)"><span class="visually-hidden">Remove the topic '
        r"</span><span>([^<]+)</span>",
        answer.content.decode(),
    )
    return [(label, unescape(url)) for url, label in found]


def test_idea_shows_partners_with_reasons(client, register):
    answer = client.get(URL, {"idea": "We want hydrogen"})
    text = text_of(answer)
    assert answer.status_code == 200
    assert titles(answer) == ["Gas 0", "Gas 1", "Gas 2"]
    assert "3 of 3 partners" in text
    assert "Both speak of hydrogen" in text
    assert "Read from your text" in text
    assert [label for label, _url in chips(answer)] == ["Chemicals", "Energy"]
    assert answer["Cache-Control"] == "private, no-store"


def test_words_are_still_searched_in_the_register(client, register):
    text = text_of(client.get(URL, {"q": "hydrogen"}))
    assert "Search everything" in text
    assert 'href="/search/?idea="' in text


@pytest.mark.parametrize("query", ["?idea=", "?idea=%20%20"])
def test_empty_idea_teaches_with_examples_in_three_languages(client, register, query):
    answer = client.get(URL + query)
    text = text_of(answer)
    assert answer.status_code == 200
    for language in ("English", "German", "French"):
        assert f"Example in {language}" in text
    assert re.findall(r'<p lang="(\w\w)">', text) == ["en", "de", "fr"]
    assert titles(answer) == []
    assert "form-errors" not in text


def test_topic_can_be_taken_out_and_read_again(client, register):
    first = client.get(URL, {"idea": "hydrogen"})
    label, url = chips(first)[0]
    assert label == "Chemicals"
    assert parse_qs(urlsplit(url).query) == {"idea": ["hydrogen"], "topic": ["35"]}
    second = client.get(url)
    assert "Topics you chose" in text_of(second)
    ((label, url),) = chips(second)
    assert label == "Energy"
    assert parse_qs(urlsplit(url).query) == {"idea": ["hydrogen"], "topics": ["none"]}
    third = client.get(url)
    assert chips(third) == []
    assert titles(third) == ["Gas 0", "Gas 1", "Gas 2"]
    again = re.search(r'href="([^"]+)">Read the topics from the text', text_of(third))
    assert [label for label, _url in chips(client.get(again[1]))] == [
        "Chemicals",
        "Energy",
    ]


def test_topic_can_be_added(client, register):
    answer = client.get(URL, {"idea": "hydrogen", "topic": ["20", "13"]})
    assert [label for label, _url in chips(answer)] == ["Chemicals", "Textiles"]
    ticked = re.findall(r'name="topic" value="(\w+)" checked', text_of(answer))
    assert sorted(ticked) == ["13", "20"]


def test_filters_show_counts_and_keep_the_idea(client, register):
    answer = client.get(URL, {"idea": "hydrogen", "country": "FR", "topic": "20"})
    text = text_of(answer)
    assert titles(answer) == ["Gas 1"]
    assert "1 of 3 partners" in text
    assert '<input type="hidden" name="idea" value="hydrogen">' in text
    assert '<input type="hidden" name="topic" value="20">' in text
    assert 'name="country" value="FR" checked' in text
    assert re.search(r'class="tag" href="\?idea=hydrogen&topic=20"', text)


def test_filters_and_order_of_a_match_list_are_in_the_address(client, register):
    make_topic("71", label_en="Engineering")
    make_cluster(
        "ES51",
        ("20", "71"),
        title="Rig",
        keywords=["hydrogen"],
        stage_bits=0b00100,
        confidence="confirmed",
    )
    asked = {
        "idea": "hydrogen",
        "partner_topic": "71",
        "partner_stage": "pilot",
        "confidence": "confirmed",
        "sort": "reach",
        "reach": "3",
    }
    answer = client.get(URL, asked)
    text = text_of(answer)
    assert titles(answer) == ["Rig"]
    assert "1 of 4 partners" in text
    for name in ("partner_topic", "partner_stage", "confidence"):
        assert f'name="{name}" value="{asked[name]}" checked' in text
    assert re.search(r'<option value="reach" selected>', text)
    assert "Scored by what matters to you: Reach: more." in text
    links = re.findall(r'class="tag" href="\?(idea=[^"]+)"', text)
    left_out = [set(asked) - set(parse_qs(link)) for link in links]
    assert left_out == [{"confidence"}, {"partner_stage"}, {"partner_topic"}]
    clear = re.search(r'href="([^"]+)">Clear all filters', text)[1]
    assert clear == "/search/?idea=hydrogen&sort=reach&reach=3"
    assert len(titles(client.get(clear))) == 4
    back = re.search(r'href="([^"]+)">Back to the portal', text)[1]
    assert sorted(parse_qs(urlsplit(back).query)) == sorted(
        {"idea", "partner_topic", "partner_stage", "confidence"}
    )


def test_partners_stand_in_the_fair_order_and_say_so(client, register):
    run = CurrentRun.objects.get().run
    run.exposure = {"margin": 1.0}
    run.save()
    last = Profile.objects.get(title="Gas 2")
    Exposure.objects.create(
        run=run, profile_id=last.pk, top10=0, top20=0, bonus=100, why=1
    )
    answer = client.get(URL, {"idea": "hydrogen"})
    assert titles(answer) == ["Gas 2", "Gas 0", "Gas 1"]
    text = text_of(answer)
    assert "2 places up: seldom shown so far" in text
    assert "Fair order: within 1 point of score" in text
    link = re.search(r'href="([^"]+)">Order by score alone', text)[1]
    assert titles(client.get(link)) == ["Gas 0", "Gas 1", "Gas 2"]


def test_order_of_a_long_text_is_sent_with_it(client, register):
    asked = {"idea": "hydrogen", "long": "1", "sort": "score", "reach": "0"}
    answer = client.post(URL, asked)
    text = text_of(answer)
    assert titles(answer) == ["Gas 0", "Gas 1", "Gas 2"]
    assert "Scored by what matters to you: Reach: not at all." in text
    assert "Back to the portal" not in text
    assert '<input type="hidden" name="long" value="1">' in text
    assert '<input type="hidden" name="reach"' not in text
    # No address holds a long text, so none may lead away from it.
    text = text_of(client.post(URL, asked | {"country": "FR"}))
    assert "1 of 3 partners" in text
    assert "Clear all filters" not in text


def test_fragment_holds_results_and_filters_and_no_frame(client, register):
    answer = client.get(URL, {"idea": "hydrogen", "country": "FR"}, headers=HTMX)
    text = text_of(answer)
    assert "<html" not in text
    assert (text.count('id="results"'), text.count('id="facets"')) == (1, 1)
    assert titles(answer) == ["Gas 1"]


def test_offers_needs_stages_and_region_are_kept_in_the_form(client, register):
    asked = {
        "idea": "hydrogen",
        "offer_1": "test rig",
        "offer_1_kind": "facility",
        "need_1": "membranes",
        "stage": "pilot",
        "region": "DE21",
    }
    answer = client.get(URL, asked)
    text = text_of(answer)
    assert 'name="offer_1" value="test rig"' in text
    assert re.search(r'<option value="facility" selected>', text)
    assert re.search(r'name="stage" value="pilot" checked', text)
    assert re.search(r'<option value="DE21" selected>', text)
    # Its own region is no partner.
    assert titles(answer)[:2] == ["Gas 1", "Gas 2"]
    assert "Gas 0" not in titles(answer)


def test_ends_of_lines_count_once(client, register):
    answer = client.get(URL, {"idea": "hydrogen\r\n" * 200 + "hydrogen " * 22})
    assert titles(answer) == ["Gas 0", "Gas 1", "Gas 2"]


def test_idea_that_says_nothing_leads_on(client, register):
    answer = client.get(URL, {"idea": "pink elephants"})
    text = text_of(answer)
    assert answer.status_code == 200
    assert "The register knows nothing of what this text says" in text
    assert 'href="/search/?q=pink%20elephants"' in text
    assert titles(answer) == []


def test_idea_asked_of_an_empty_register_is_told_so(client, db):
    text = text_of(client.get(URL, {"idea": "hydrogen"}))
    assert "Nothing is registered here yet" in text
    assert "The register knows nothing" not in text


WRONG = [
    ({"idea": "!? 😀"}, "There is no word in this text."),
    ({"idea": "gas " * 501}, "an address holds 2000"),
    ({"idea": "a\x00b"}, "Null characters are not allowed."),
    ({"idea": "gas", "topic": "ZZ"}, "There is no “ZZ” in this list."),
    ({"idea": "gas", "topics": "all"}, "There is no “all” in this list."),
    ({"idea": "gas", "topics": "none", "topic": "20"}, "Name topics, or none"),
    ({"idea": "gas", "region": "XX"}, "There is no “XX” in this list."),
    ({"idea": "gas", "stage": "sale"}, "There is no “sale” in this list."),
    ({"idea": "gas", "kind": "alien"}, "There is no “alien” in this list."),
    ({"idea": "gas", "country": "XX"}, "There is no “XX” in this list."),
    ({"idea": "gas", "partner_topic": "ZZ"}, "There is no “ZZ” in this list."),
    ({"idea": "gas", "partner_stage": "x"}, "There is no “x” in this list."),
    ({"idea": "gas", "confidence": "x"}, "There is no “x” in this list."),
    ({"idea": "gas", "sort": "size"}, "There is no “size” in this list."),
    ({"idea": "gas", "reach": "9"}, "There is no “9” in this list."),
    ({"idea": "gas", **dict.fromkeys(GROUPS, "0")}, "Let at least one of the five"),
    ({"idea": "gas", "offer_1": "x", "offer_1_kind": "y"}, "There is no “y”"),
    ({"idea": "gas", "page": "0"}, "Write a whole number from 1 up."),
    ({"idea": "gas", "page": "9" * 5000}, "Write a whole number from 1 up."),
    ({"idea": "", "colour": "red"}, "There is no filter “colour”."),
    ({"idea": "", "offer_1": "x"}, "Write what you want to do."),
    ({"idea": "gas", "colour": "red"}, "There is no filter “colour”."),
]


@pytest.mark.parametrize(("query", "sentence"), WRONG)
def test_wrong_parameter_is_named(client, register, query, sentence):
    answer = client.get(URL, query)
    assert answer.status_code == 400
    assert sentence in text_of(answer)
    assert titles(answer) == []


def test_wrong_filter_is_told_where_the_partners_were(client, register):
    asked = {"idea": "hydrogen", "stage": "pilot"} | dict.fromkeys(GROUPS, "0")
    answer = client.get(URL, asked, headers=HTMX)
    text = text_of(answer)
    assert answer.status_code == 400
    said = "Let at least one of the five things count."
    assert f"<strong>Likeness</strong>: {said}" in text
    assert f'data-announce="{said}"' in text
    assert (text.count('id="results"'), text.count('id="facets"')) == (1, 1)
    assert titles(answer) == []
    link = re.search(r'href="([^"]+)">Show all partners', text)[1]
    assert link == "/search/?idea=hydrogen&stage=pilot"
    assert titles(client.get(link)) == ["Gas 0", "Gas 1", "Gas 2"]


def test_page_after_the_last_says_so(client, register):
    answer = client.get(URL, {"idea": "hydrogen", "page": "2"})
    assert answer.status_code == 404
    assert "There is no page 2: there is only one." in text_of(answer)


@pytest.mark.parametrize("number", ["1", "2"])
def test_ranks_go_on_over_the_pages(client, register, number):
    for extra in range(30):
        make_cluster("ES51", ("20",), title=f"More {extra}", keywords=["hydrogen"])
    answer = client.get(URL, {"idea": "hydrogen", "page": number})
    ranks = [int(one) for one in re.findall(r">Rank (\d+)<", text_of(answer))]
    assert ranks == (list(range(1, 26)) if number == "1" else list(range(26, 34)))


def test_what_was_written_is_shown_as_text(client, register):
    answer = client.get(URL, {"idea": "<script>alert(1)</script> hydrogen"})
    raw = answer.content.decode()
    assert "<script>alert" not in raw
    assert "&lt;script&gt;alert(1)&lt;/script&gt; hydrogen" in raw
    assert titles(answer) == ["Gas 0", "Gas 1", "Gas 2"]


def test_long_text_is_sent_and_answered_with_its_token_only(register):
    client = Client(enforce_csrf_checks=True)
    form = client.get(URL, {"idea": "", "long": "1"})
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text_of(form))[1]
    idea = {"idea": "hydrogen " * 800, "long": "1"}
    assert client.post(URL, idea).status_code == 403
    answer = client.post(URL, idea | {"csrfmiddlewaretoken": token})
    assert answer.status_code == 200
    assert titles(answer) == ["Gas 0", "Gas 1", "Gas 2"]
    chosen = client.post(
        URL, idea | {"csrfmiddlewaretoken": token, "country": "FR", "topic": "20"}
    )
    assert titles(chosen) == ["Gas 1"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("gas " * 1001, "This text has 1001 words; at most 1000 can be read."),
        ("hydrogen " * 10_000, "at most 10000 fit."),
        ("", "Write what you want to do."),
    ],
)
def test_text_beyond_the_limit_is_refused_in_a_sentence(
    client, register, text, sentence
):
    answer = client.post(URL, {"idea": text, "long": "1"})
    assert answer.status_code == 400
    assert sentence in text_of(answer)


def test_nothing_is_stored(client, register):
    client.force_login(make_user("officer@example.org", "ES51"))
    rows = {model: model.objects.count() for model in apps.get_models()}
    client.get(URL, {"idea": "hydrogen"})
    client.post(URL, {"idea": "hydrogen", "long": "1"})
    assert {model: model.objects.count() for model in apps.get_models()} == rows


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_hidden_profiles_leave_no_trace(client, register, status):
    make_priority("ES51", ("20",), title="Hidden", keywords=["hydrogen"], status=status)
    client.force_login(make_user("owner@example.org", "ES51"))
    answer = client.get(URL, {"idea": "hydrogen"})
    assert titles(answer) == ["Gas 0", "Gas 1", "Gas 2"]
    assert "Hidden" not in text_of(answer)
    assert 'name="country" value="ES"' not in text_of(answer)


QUERIES = 16


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_the_same_queries_for_any_number(
    client, register, django_assert_num_queries, number
):
    countries = ["DE", "FR", "PL"][:number]
    client.get(URL, {"idea": "hydrogen"})
    with django_assert_num_queries(QUERIES):
        answer = client.get(URL, {"idea": "hydrogen", "country": countries})
    assert len(titles(answer)) == number
