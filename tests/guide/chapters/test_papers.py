"""Papers: tagged, in the language of the text, with its links."""

import json

import pytest
import typst
from django.utils import translation

from portal.guide.chapters import chapter, papers, texts_of
from portal.web.typesetting import inputs_of, source_of
from tests.guide.chapters.samples import FIRST

pytestmark = pytest.mark.django_db


def links(data: dict) -> list[str]:
    """Where the links of a paper lead, those inside of it left out."""
    found = json.loads(
        typst.query(
            **source_of(papers.TEMPLATE), selector="link", sys_inputs=inputs_of(data)
        )
    )
    return [one["dest"] for one in found if isinstance(one["dest"], str)]


def is_tagged(content: bytes, language: str) -> bool:
    marks = (b"%PDF-", b"/StructTreeRoot", b"pdfuaid:part")
    return all(mark in content for mark in marks) and (
        f"/Lang({language}".encode() in content
    )


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_papers_are_tagged_in_their_language(client, texts, language):
    for path in (f"{FIRST}.pdf", "guide.pdf"):
        response = client.get(f"/guide/{language}/{path}")
        assert response["Content-Type"] == "application/pdf"
        assert is_tagged(response.content, language)
        assert response["Content-Disposition"].endswith(f'-{language}.pdf"')


def test_links_lead_to_the_portal_from_anywhere(texts, settings):
    settings.BASE_URL = "https://regions.example"
    found = links(papers.chapter_data(chapter("en", FIRST)))
    base = "https://regions.example"
    assert f"{base}/guide/en/financing/" in found
    assert f"{base}/clusters/" in found
    assert "https://example.org/porter" in found


def test_address_longer_than_a_word_is_left_whole(texts):
    path = texts / "en" / f"{FIRST}.md"
    long = "https://example.org/" + "x" * 80
    path.write_text(path.read_text().replace("https://example.org/porter", long))
    content = papers.chapter_pdf(chapter("en", FIRST))
    assert long.encode() in content


def test_signs_of_markup_in_a_text_are_letters(texts):
    path = texts / "en" / f"{FIRST}.md"
    path.write_text(path.read_text().replace("wombats", '#eval("1") $x$ @y'))
    data = papers.chapter_data(chapter("en", FIRST))
    assert '#eval("1") $x$ @y' in json.dumps(data).replace('\\"', '"')
    assert papers.chapter_pdf(chapter("en", FIRST)).startswith(b"%PDF")


def test_whole_guide_holds_all_chapters_and_cards(texts):
    with translation.override("fr"):
        data = papers.whole_data(texts_of("fr"))
    assert [one["title"][:2] for one in data["chapters"]] == ["1.", "2."]
    assert [len(group["rows"]) for group in data["cards"]] == [1, 1]
