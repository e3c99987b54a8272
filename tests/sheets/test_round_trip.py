"""What is exported is what is imported: the same documents, in both formats."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regions.editing.many import normal_document
from regions.models import ItemKind, Scheme, Stage, Topic
from regions.models.cluster_words import LANGUAGES, ClusterService
from regions.queries.vocabulary import Place, Vocabulary
from regions.sheets.cells import (
    from_xml,
    guarded,
    join_list,
    split_list,
    to_xml,
    unguarded,
)
from regions.sheets.exporting import grid_of
from regions.sheets.parsing import parse_file
from regions.sheets.reading import read_file
from regions.sheets.rows import document_from, item_rows, record_row
from regions.sheets.tables import OFFERS_NEEDS, TABLE_OF
from regions.sheets.writing import write_workbook, write_zip

# All that a database keeps: everything but NUL and halves of signs.
SIGNS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
NASTY = st.sampled_from(
    [
        *("=1+1", "+cmd|' /C calc'!A0", "-1", "@SUM(A1)", "\ttab", "\rreturn"),
        *("'=x", "''-1", "'s-Hertogenbosch", "_x0041_", "_x005F_", "a_x0041\x01"),
        *('"', '";"', "a;b", "a,b", " around ", "\r\n", "\ufeffmark", "\ufffe"),
        *("0", "05", "1e5", "TRUE", "2021-05-01", "10.0", "é", "𝔘", "sep=;"),
        *("\x0b\x7f", "_\x01", "\nline", "a\u2028b", "x005F_"),
    ]
)
TEXT = NASTY | st.text(SIGNS, max_size=30) | st.tuples(NASTY, NASTY).map("".join)
WORDS = Vocabulary(
    version="1",
    places={code: Place(code, 2, "", {"name": code}) for code in ("ES51", "FI1C")},
    topics={
        code: Topic(code=code, scheme=scheme)
        for scheme, codes in (
            (Scheme.ECONOMIC, ("05", "10", "C")),
            (Scheme.SCIENTIFIC, ("NABS.6.1", "NABS.6.10")),
            (Scheme.POLICY, ("PO.A", "PO.A.02")),
        )
        for code in codes
    },
)


def some(values) -> st.SearchStrategy:
    return st.lists(st.sampled_from(list(values)), unique=True, max_size=3)


def item() -> st.SearchStrategy:
    return st.fixed_dictionaries(
        {
            "kind": st.sampled_from(ItemKind.values),
            "text": TEXT.filter(bool),
            "topics": some(WORDS.topics),
            "trl_min": st.none() | st.integers(1, 9),
            "trl_max": st.none() | st.integers(1, 9),
            "stage": st.sampled_from(["", *Stage.values]),
            "is_confidential": st.booleans(),
            "facility": st.sampled_from(["", "a-pilot-line"]),
            "derivation": st.just(""),
        }
    ) | st.fixed_dictionaries(
        {
            "kind": st.sampled_from(ItemKind.values),
            "text": st.just(""),
            "topics": some(WORDS.topics),
            "derivation": st.sampled_from(["region_strong", "region_weak"]),
        }
    )


PROFILE = {
    "title": TEXT,
    "summary": TEXT,
    "keywords": st.lists(TEXT, max_size=4),
    "topics": some(WORDS.topics),
    "stages": some(Stage.values),
    "offers": st.lists(item(), max_size=3),
    "needs": st.lists(item(), max_size=3),
}
NUMBER = st.none() | st.integers(0, 10**6)
DOCUMENTS = {
    "strategy": {
        **{name: TEXT for name in ("title", "period", "document_url", "mailbox")},
        "responsible_body": TEXT,
        "visibility": st.dictionaries(
            st.sampled_from(["responsible_body"]), st.sampled_from(["partners"])
        ),
    },
    "priority": PROFILE | {"title_original": TEXT},
    "cluster": PROFILE
    | {
        name: TEXT
        for name in (
            *("legal_name", "acronym", "city", "website", "label", "mailbox"),
            *("phone", "contact_person"),
        )
    }
    | {name: NUMBER for name in ("founded", "members_total", "public_members")}
    | {
        "region": st.sampled_from(["ES51", "FI1C"]),
        "services": some(ClusterService.values),
        "languages": some(LANGUAGES),
        "target_regions": some(WORDS.places),
        "visibility": st.dictionaries(
            st.sampled_from(["team_size", "services"]),
            st.sampled_from(["public", "registered", "partners"]),
        ),
    },
}


def through_a_file(kind: str, documents: list[dict], format: str) -> list[dict]:
    """The documents as they come out of a file that was written of them."""
    table = TABLE_OF[kind]
    keys = [f"record-{number}" for number in range(len(documents))]
    pairs = list(zip(keys, documents, strict=True))
    rows = [record_row(kind, key, document, WORDS) for key, document in pairs]
    items = [row for key, document in pairs for row in item_rows(key, document)]
    grids = [grid_of(table, table.columns, rows)]
    if kind != "strategy":
        grids.append(grid_of(OFFERS_NEEDS, OFFERS_NEEDS.columns, items))
    data = write_zip(grids) if format == "zip" else write_workbook(grids)
    parsed = parse_file(read_file(f"file.{format}", data), WORDS)
    assert parsed.faults == []
    assert [entry.key for entry in parsed.entries] == keys
    return [
        normal_document(
            kind, document_from(kind, one.values, None, WORDS) | (one.items or {})
        )
        for one in parsed.entries
    ]


@pytest.fixture(autouse=True)
def _no_lists_to_choose_from(monkeypatch):
    """Lists are read from the register, of which there is none here."""
    monkeypatch.setattr("regions.sheets.exporting.choices_for", lambda table: {})


@pytest.mark.parametrize("format", ["xlsx", "zip"])
@pytest.mark.parametrize("kind", DOCUMENTS)
def test_documents_come_back_as_they_were(kind, format):
    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.fixed_dictionaries(DOCUMENTS[kind]), max_size=4))
    def check(documents):
        wanted = [normal_document(kind, one) for one in documents]
        if documents:
            assert through_a_file(kind, wanted, format) == wanted

    check()


@given(TEXT)
def test_no_csv_cell_begins_with_what_a_spreadsheet_runs(text):
    for cell in re.split(r"[;\n] *", guarded(text)):
        assert not cell.startswith(tuple("=+-@\t\r＝＋－＠"))
    assert unguarded(guarded(text)) == text


@given(TEXT)
def test_what_xml_cannot_hold_comes_back(text):
    assert from_xml(to_xml(text)) == text


@given(st.lists(TEXT, max_size=5))
def test_lists_in_one_cell_come_back(values):
    assert split_list(join_list(values)) == values


def test_apostrophe_of_a_name_is_left_alone():
    assert unguarded(guarded("'s-Hertogenbosch")) == "'s-Hertogenbosch"
    assert guarded("'s-Hertogenbosch") == "'s-Hertogenbosch"
