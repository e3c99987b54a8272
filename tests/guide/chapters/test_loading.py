"""Texts are read once, with what they hold; faults name file, line and field."""

import pytest

from portal.guide.chapters import chapter, texts_of
from portal.guide.chapters.fields import TextFault
from portal.guide.chapters.loading import read_chapter, read_texts
from portal.guide.chapters.parts import Part, parts, register_part
from tests.guide.chapters.samples import FIRST, ITEMS, SECOND, cards_text, chapter_text


def read(tmp_path, text: str):
    path = tmp_path / "en" / f"{FIRST}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return read_chapter(path, "en")


def test_chapter_has_its_facts_and_its_text(texts):
    found = chapter("en", FIRST)
    assert (found.title, found.number, found.language) == ("What clusters are", 1, "en")
    assert [item.id for item in found.checklist] == list(ITEMS)
    assert [(one.id, one.year, one.confidence) for one in found.sources] == [
        ("porter", 1998, "read")
    ]
    assert [(one.id, one.title, one.level) for one in found.sections] == [
        ("", "", 1),
        ("near-and-linked", "Near and linked", 2),
        ("what-it-is-not", "What it is not", 2),
    ]
    assert found.sections[0].prose == (
        "A cluster is near and linked. We know 12 of them. Read on about money or see"
        " all clusters.",
    )
    assert found.minutes == 1


def test_texts_are_in_order_and_read_once(texts):
    found = texts_of("de")
    assert [one.slug for one in found.chapters] == [FIRST, SECOND]
    assert [one.title for one in found.cards] == ["Erst fragen", "Copy nobody"]
    assert texts_of("de") is found


def test_what_is_not_there_is_none(texts):
    assert chapter("en", "financing") is None
    assert chapter("it", FIRST) is None
    assert texts_of("it").chapters == ()


def test_words_of_headings_tables_and_text_are_counted(tmp_path):
    one = read(tmp_path, chapter_text("en", end="More words here."))
    other = read(tmp_path, chapter_text("en"))
    assert one.words - other.words == 3


@pytest.mark.parametrize(
    ("old", "new", "line", "field"),
    [
        ("title: What", "titel: What", 2, "titel"),
        ("title: What clusters are\n", "", 2, "title"),
        ("id: ask", "id: Ask!", 7, "checklist 2: id"),
        ("id: ask", "id: map", 7, "checklist 2: id"),
        ("confidence: read\n", "confidence: sure\n", 21, "sources 1: confidence"),
        ("    read_on: 2026-11-26\n", "", 16, "sources 1: read_on"),
        ("    url: https://example.org/porter\n", "", 16, "sources 1: url"),
        ("year: 1998", "year: long ago", 19, "sources 1: year"),
        ("summary: Firms", "summary: [Firms", 4, ""),
        ("[^porter]", "[^nobody]", 24, ""),
        ("(term:cluster)", "(cluster)", 24, ""),
        ("(term:cluster)", "(javascript:x)", 0, ""),
        ("## Near", "# Near", 26, ""),
        ("A cluster is no", "<b>A</b> cluster is no", 32, ""),
        ("A cluster is no", "![A](https://x.example) is no", 32, ""),
    ],
)
def test_fault_names_file_line_and_field(tmp_path, old, new, line, field):
    text = chapter_text("en").replace(old, new, 1)
    if not line:
        # Markdown itself takes such a link for plain words.
        assert "javascript" in read(tmp_path, text).sections[0].prose[0]
        return
    with pytest.raises(TextFault) as raised:
        read(tmp_path, text)
    fault = raised.value
    assert (fault.file, fault.line, fault.field) == (f"en/{FIRST}.md", line, field)
    assert str(fault).startswith(f"en/{FIRST}.md: line {line}")


def test_file_without_facts_is_a_fault(tmp_path):
    with pytest.raises(TextFault, match="front matter"):
        read(tmp_path, "## Only text\n")


def test_card_that_names_no_source_is_a_fault(tmp_path):
    (tmp_path / "en").mkdir()
    path = tmp_path / "en" / "cards.yaml"
    path.write_text(cards_text().replace("sources: [porter]", "sources: [x]", 1))
    with pytest.raises(TextFault, match="cards 1: sources"):
        read_texts(tmp_path, "en")


def test_headings_of_the_same_words_have_different_anchors(tmp_path):
    found = read(tmp_path, chapter_text("en", end="## Near and linked\n\nAgain."))
    assert [one.id for one in found.sections][1:] == [
        "near-and-linked",
        "what-it-is-not",
        "near-and-linked-2",
    ]


def test_parts_stand_in_their_order_and_place(monkeypatch):
    monkeypatch.setattr("portal.guide.chapters.parts._parts", {})
    register_part(Part("later", "b.html", 60))
    register_part(Part("sooner", "a.html", 10))
    register_part(Part("saving", "c.html", place="checklist"))
    assert [one.name for one in parts()] == ["sooner", "later"]
    assert [one.name for one in parts("checklist")] == ["saving"]
    with pytest.raises(ValueError, match="sooner"):
        register_part(Part("sooner", "d.html"))
