"""What `guide_texts` tells, and what it writes."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal.guide.chapters import checking
from portal.guide.chapters.checking import text_problems
from tests.guide.chapters.samples import FIRST, chapter_text


@pytest.fixture(autouse=True)
def _known_terms(monkeypatch):
    monkeypatch.setattr(checking, "known_terms", lambda: {"cluster", "sme"})


@pytest.fixture
def problems(texts):
    """Ask again after a change of one file: what is told of it, and of no other."""

    def ask(file: str, *changes: tuple[str, str]) -> list[str]:
        path = texts / file
        text = path.read_text()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path.write_text(text)
        found = [one for one in text_problems(texts) if one.words != "It is missing."]
        return [one.words for one in found if one.file == file]

    return ask


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("guide_texts", *arguments, stdout=out)
    return out.getvalue()


def test_texts_that_fit_have_no_problem_but_what_is_missing(texts):
    found = text_problems(texts)
    kinds = {one.words for one in found if not one.file.endswith("cards.yaml")}
    assert kinds == {"It is missing."}
    assert len([one for one in found if one.words == "It is missing."]) == 30


def test_each_file_that_is_missing_is_named(texts):
    (texts / "fr" / f"{FIRST}.md").unlink()
    (texts / "de" / "cards.yaml").unlink()
    found = {one.file for one in text_problems(texts) if "missing" in one.words}
    assert {f"fr/{FIRST}.md", "de/cards.yaml"} <= found
    assert f"de/{FIRST}.md" not in found


def test_translation_of_an_older_text_is_told(problems):
    problems(f"en/{FIRST}.md", ("near and linked", "near and well linked"))
    assert problems(f"de/{FIRST}.md") == [
        "The English text has changed since it was translated."
    ]


def test_what_differs_between_languages_is_told(problems):
    changes = (
        ("id: ask", "id: fragen"),
        ("id: porter", "id: michael"),
        ("[^porter]", "[^michael]"),
        ("## Was es", "### Was es"),
        ("(chapter:financing)", "(chapter:cooperation)"),
    )
    assert problems(f"de/{FIRST}.md", *changes) == [
        "checklist: Not the ids of the English file: ask, fragen.",
        "sources: Not the ids of the English file: michael, porter.",
        "It has 2 headings, English 2, or of other levels.",
        "[^michael] is only here.",
        "[^porter] is only in English.",
        "chapter:cooperation is only here.",
        "chapter:financing is only in English.",
    ]


def test_what_points_to_nothing_is_told(problems):
    changes = (
        ("term:cluster", "term:clutter"),
        ("chapter:financing", "chapter:finance"),
        ("page:regions:cluster-list", "page:regions:cluster"),
        ("figure:clusters", "figure:clutters"),
        ("[^porter]", ""),
    )
    assert problems(f"en/{FIRST}.md", *changes) == [
        "near line 24: The glossary has no term 'clutter'.",
        "near line 24: There is no figure 'clutters'.",
        "near line 24: There is no chapter 'finance'.",
        "near line 24: There is no page 'regions:cluster' that takes no more than a"
        " language.",
        "sources: No statement rests on 'porter'.",
    ]


def test_too_few_points_and_hard_words_are_told(problems, texts):
    hard = "Internationalisation necessitates institutional interdisciplinarity. " * 9
    (texts / "en" / f"{FIRST}.md").write_text(
        chapter_text("en", end=hard).replace(
            "  - id: map\n    text: We do it, map.\n", ""
        )
    )
    found = problems(f"en/{FIRST}.md")
    assert found[0] == "checklist: It has no 5 to 8 points."
    assert found[1].startswith("Its reading ease is ")


def test_faulty_file_is_told_beside_the_others(problems, texts):
    assert problems(f"en/{FIRST}.md", ("title: What", "titel: What"))[0].startswith(
        "line 2, titel"
    )
    found = problems("de/cards.yaml", ("calls:list", "calls:nowhere"))
    assert "ask: There is no page 'calls:nowhere'." in found


def test_check_lists_problems_and_fails(texts):
    with pytest.raises(CommandError, match="things to mend"):
        said("--check")


def test_table_shows_each_language_and_what_is_missing(texts):
    lines = said().splitlines()
    first = next(line for line in lines if line.startswith(FIRST))
    last = next(line for line in lines if line.startswith("using-this-portal"))
    assert len(first.split()) == 10
    assert last.split()[1:] == ["–"] * 9


def test_mark_writes_the_digest_of_the_english_text_once(texts, problems):
    path = texts / "de" / f"{FIRST}.md"
    path.write_text(chapter_text("de"))
    assert problems(f"de/{FIRST}.md") == [
        "source_digest is missing; write it with `guide_texts --mark`."
    ]
    assert said("--mark").splitlines() == [f"de/{FIRST}.md", "1 files marked."]
    assert problems(f"de/{FIRST}.md") == []
    assert said("--mark").splitlines() == ["0 files marked."]
