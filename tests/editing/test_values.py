"""What was typed becomes a document, is shown again, and is moved about by buttons."""

import pytest
from django.http import QueryDict
from django.utils.translation import override

from portal.web.errors import PortalError
from regions.editing.completeness import RULES, completeness
from regions.editing.documents import document_of, empty_document
from regions.editing.forms import FORMS, PriorityForm, StrategyForm
from regions.editing.topics import find_topics, topic_choice
from regions.editing.values import (
    act_on_rows,
    read_keywords,
    read_values,
    rows_of,
    values_of,
)
from regions.models import RecordKind
from regions.queries.vocabulary import vocabulary
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def priority():
    made = factories.make_priority(
        "ES51", ["10", "20"], title="Food", keywords=["grain", "mills"], stage_bits=3
    )
    factories.make_item(made, text="A mill", topics=["10"], trl_min=3, stage="pilot")
    factories.make_item(made, derivation="region_strong", topics=["20"])
    factories.make_item(made, "need", text="Grain", is_confidential=True, position=0)
    factories.renew()
    return made


def read(text: str):
    return read_values(QueryDict(text))


def texts(values, side="offers") -> list[str]:
    return ["".join(row.get("text", [])) for row in rows_of(values, side)]


def test_form_of_a_record_says_what_the_record_says(priority):
    document = document_of(priority)
    form = PriorityForm(values_of(document), is_bound=True)
    assert form.is_valid(), form.errors
    assert form.document() == document


@pytest.mark.parametrize("kind", [RecordKind.STRATEGY, RecordKind.PRIORITY])
def test_empty_form_shows_and_says_what_it_lacks(kind):
    form = FORMS[kind](values_of(empty_document(kind)), is_bound=True)
    lacking = {"strategy": "period", "priority": "title"}[kind]
    assert list(form.errors) == [lacking]
    assert form.error_lines()[0]["target"] == f"id_{lacking}"


def test_names_of_the_form_itself_are_not_values():
    values = read("title=Food&_do=save&_base_version=3&csrfmiddlewaretoken=x")
    assert values == {"title": ["Food"]}


def test_rows_are_numbered_anew_and_blank_ones_are_not_saved():
    values = read(
        "title=Food&offers-7-text=Mill&offers-7-kind=skill&offers-2-text="
        "&offers-2-kind=skill&offers-9-text=Silo&offers-9-kind=facility"
    )
    assert texts(values) == ["", "Mill", "Silo"]
    form = PriorityForm(values, is_bound=True)
    assert form.is_valid(), form.errors
    assert [item["text"] for item in form.document()["offers"]] == ["Mill", "Silo"]


def test_fault_of_a_row_is_named_and_leads_to_it():
    values = read(
        "title=Food&needs-0-kind=skill&needs-0-trl_min=7&needs-0-trl_max=2&needs-0-text=x"
        "&needs-1-kind=skill&needs-1-topics=nonsense&needs-1-text=y"
    )
    form = PriorityForm(values, is_bound=True)
    assert not form.is_valid()
    assert [(line["label"], line["target"]) for line in form.error_lines()] == [
        ("Need 1, TRL to", "id_needs-0-trl_max"),
        ("Need 2, Topics", "field-needs-1-topics"),
    ]


def test_what_is_not_valid_is_shown_again_as_it_was_typed():
    values = read("period=someday&document_url=nowhere&mailbox=not an address")
    form = StrategyForm(values)
    shown = [form[name].value() for name in ("period", "document_url", "mailbox")]
    assert shown == ["someday", "nowhere", "not an address"]
    assert form.errors == {}


def test_strategy_keeps_a_period_that_is_no_longer_offered():
    form = StrategyForm(read("period=2007-2013"), is_bound=True)
    assert form.is_valid(), form.errors
    assert form.document()["period"] == "2007-2013"


def test_only_what_is_not_public_is_said_about_visibility():
    form = StrategyForm(
        read("period=2021-2027&visibility-responsible_body=public"), is_bound=True
    )
    assert form.is_valid()
    assert form.document()["visibility"] == {}
    form = StrategyForm(
        read("period=2021-2027&visibility-responsible_body=registered"), is_bound=True
    )
    assert form.is_valid()
    assert form.document()["visibility"] == {"responsible_body": "registered"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("grain, mills", ["grain", "mills"]),
        ("grain\nmills; flour ,,\n", ["grain", "mills", "flour"]),
        ("grain, grain", ["grain"]),
        ("  ", []),
    ],
)
def test_keywords_are_parted_by_commas_and_lines(text, words):
    assert read_keywords(text) == words


# --- buttons that work without script ---------------------------------------------

ROWS = "offers-0-text=a&offers-1-text=b&offers-2-text=c"


@pytest.mark.parametrize(
    ("act", "target", "after"),
    [
        ("add", "offers", ["a", "b", "c", ""]),
        ("remove", "offers-1", ["a", "c"]),
        ("up", "offers-1", ["b", "a", "c"]),
        ("up", "offers-0", ["a", "b", "c"]),
        ("down", "offers-0", ["b", "a", "c"]),
        ("down", "offers-2", ["a", "b", "c"]),
        ("remove", "offers-9", ["a", "b", "c"]),
        ("remove", "nonsense", ["a", "b", "c"]),
    ],
)
def test_buttons_add_move_and_remove_rows(act, target, after):
    assert texts(act_on_rows(read(ROWS), act, target)) == after


def test_adopted_suggestion_is_a_row_of_its_own_words():
    values = read("needs-0-derivation=region_weak&needs-0-topics=10&needs-0-kind=skill")
    (row,) = rows_of(act_on_rows(values, "adopt", "needs-0", "Food"), "needs")
    assert row == {
        "derivation": [""],
        "topics": ["10"],
        "kind": ["skill"],
        "text": ["Food"],
    }


def test_a_side_has_an_end():
    values = read("&".join(f"offers-{n}-text=x" for n in range(20)))
    with pytest.raises(PortalError, match="At most 20"):
        act_on_rows(values, "add", "offers")


def test_too_much_text_is_refused_with_a_sentence():
    with pytest.raises(PortalError, match="more text"):
        read("summary=" + "x" * 200_001)


# --- topics ---------------------------------------------


@pytest.fixture
def topics():
    factories.make_topic("C", label_en="Manufacturing", label_de="Herstellung")
    factories.make_topic("10", "C", label_en="Food products", label_de="Nahrung")
    factories.make_topic("16", "C", label_en="Wood, except furniture")
    factories.make_topic("NABS.6.3", label_en="Food, beverages and tobacco")
    factories.renew()


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("food", ["NABS.6.3", "10"]),
        ("10", ["10"]),
        ("foo prod", ["10"]),
        ("manuf", ["C", "10", "16"]),
        ("nothing of this kind", []),
        ("", ["C", "NABS.6.3"]),
    ],
)
def test_topics_are_found_by_words_codes_and_what_they_are_part_of(
    topics, query, codes
):
    assert [one.code for one in find_topics(query, vocabulary())] == codes


def test_topics_are_found_in_the_readers_language_and_in_english(topics):

    with override("de"):
        found = find_topics("nahr", vocabulary()) + find_topics("food", vocabulary())
    assert [(one.code, one.label) for one in found] == [
        ("10", "Nahrung"),
        ("NABS.6.3", "Food, beverages and tobacco"),
        ("10", "Nahrung"),
    ]


def test_topic_tells_where_it_stands(topics):
    (found,) = find_topics("10", vocabulary())
    assert found.path == "Economic activity › Manufacturing"


def test_chosen_topics_are_no_matches_and_unknown_ones_are_told(topics):
    choice = topic_choice("topics", ["10", "gone"], vocabulary(), "food")
    assert [one.code for one in choice.chosen] == ["10"]
    assert [one.code for one in choice.matches] == ["NABS.6.3"]
    assert choice.unknown == ("gone",)


# --- completeness ---------------------------------------------


@pytest.mark.parametrize("kind", RecordKind.values)
def test_weights_add_up_to_a_hundred(kind):
    assert sum(rule[2] for rule in RULES[kind]) == 100


def test_completeness_tells_what_is_there_and_what_is_missing(priority):
    found = completeness("priority", document_of(priority))
    assert found.percent == 70
    assert [part.field for part in found.missing] == ["summary", "keywords"]


def test_what_the_portal_derived_does_not_count():
    derived = {"text": "", "derivation": "region_strong"}
    own = {"text": "A mill", "derivation": ""}
    assert completeness("priority", {"offers": [derived]}).percent == 0
    assert completeness("priority", {"offers": [derived, own]}).percent == 15
