"""The guide's pages: their language, their text, their links, and who may keep them."""

import re

import pytest
from django.utils import translation

from portal.guide.chapters.parts import Part, register_part
from tests import factories
from tests.guide.chapters.samples import FIRST, ITEMS, SECOND

pytestmark = pytest.mark.django_db
CHAPTER = f"/guide/en/{FIRST}/"


def text_of(response) -> str:
    return response.content.decode()


def main_of(response) -> str:
    return re.search(r"<main.*</main>", text_of(response), re.DOTALL)[0]


@pytest.fixture(autouse=True)
def _texts(texts):
    factories.make_cluster("ES51", title="Ships")
    factories.make_cluster("FI1C", title="Boats")
    factories.make_cluster("FI1C", title="Hidden", status="draft")
    factories.renew()


def test_guide_leads_to_the_readers_language(client):
    assert client.get("/guide/")["Location"] == "/guide/en/"
    response = client.get("/guide/?a=1", headers={"accept-language": "fr,en;q=0.5"})
    assert response["Location"] == "/guide/fr/?a=1"
    assert {"Cookie", "Accept-Language"} <= set(response["Vary"].split(", "))
    client.cookies["django_language"] = "de"
    assert client.get("/guide/")["Location"] == "/guide/de/"


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "What clusters are"),
        ("de", "Was Cluster sind"),
        ("fr", "Ce que sont les clusters"),
    ],
)
def test_address_decides_the_language_of_the_whole_page(client, language, title):
    client.cookies["django_language"] = "en"
    for path in ("", f"{FIRST}/", "dos-and-donts/", "whole/"):
        response = client.get(f"/guide/{language}/{path}")
        assert f'<html lang="{language}">' in text_of(response)
        assert response["Content-Language"] == language
        if path != "dos-and-donts/":
            assert title in main_of(response)


def test_head_names_the_page_in_each_language(client, settings):
    settings.BASE_URL = "https://regions.example"
    found = re.findall(
        r'<link rel="(\w+)"(?: hreflang="([\w-]+)")? href="([^"]+/guide/[^"]*)">',
        text_of(client.get(f"/guide/de/{FIRST}/?q=x")),
    )
    base = "https://regions.example/guide"
    assert found == [
        ("canonical", "", f"{base}/de/{FIRST}/"),
        ("alternate", "en", f"{base}/en/{FIRST}/"),
        ("alternate", "de", f"{base}/de/{FIRST}/"),
        ("alternate", "fr", f"{base}/fr/{FIRST}/"),
        ("alternate", "x-default", f"{base}/en/{FIRST}/"),
    ]
    assert "hreflang" not in text_of(client.get("/regions/"))


def test_contents_lead_to_chapters_cards_and_roles(client):
    page = main_of(client.get("/guide/en/"))
    for slug, title in ((FIRST, "What clusters are"), (SECOND, "Why, What clusters")):
        assert f'<a href="/guide/en/{slug}/">{title}' in page
    assert "You manage a cluster" in page
    assert 'href="/guide/en/dos-and-donts/"' in page
    assert '<input type="hidden" name="kind" value="chapter">' in page
    assert "2 chapters, 2 minutes in all." in page


def test_contents_without_texts_say_what_to_do(client, tmp_path, monkeypatch):
    monkeypatch.setattr("portal.guide.chapters.loading.FOLDER", tmp_path / "none")
    page = main_of(client.get("/guide/fr/"))
    assert "guide/fr/whole" not in page
    assert 'class="empty-state"' in page


def test_chapter_shows_text_figures_sources_and_checklist(client):
    page = main_of(client.get(CHAPTER))
    assert '<a class="term" href="' in page
    assert '#cluster">cluster</a>' in page
    assert "We know 2 of them." in page
    assert '<a href="/guide/en/financing/">money</a>' in page
    assert '<a href="/clusters/">all clusters</a>' in page
    assert (
        '<a class="source-mark" href="#source-porter"'
        ' aria-label="Source 1: On &lt;clusters&gt;">1</a>'
    ) in page
    assert '<li id="source-porter">M. Porter (1998): ' in page
    assert "Read on 26 November 2026." in page
    assert [f"We do it, {item}." in page for item in ITEMS] == [True] * 5
    assert '<h2 id="near-and-linked">' in page
    assert '<a href="#near-and-linked">Near and linked</a>' in page
    assert '<td class="number" data-label="Count">3</td>' in page
    assert "style=" not in page


def test_chapter_leads_to_its_neighbours_and_its_cards(client):
    first, second = (
        main_of(client.get(CHAPTER)),
        main_of(client.get(f"/guide/en/{SECOND}/")),
    )
    assert re.findall(r'rel="(\w+)" href="([^"]+)"', first) == [
        ("next", f"/guide/en/{SECOND}/")
    ]
    assert re.findall(r'rel="(\w+)" href="([^"]+)"', second) == [("prev", CHAPTER)]
    assert 'href="/guide/en/dos-and-donts/#ask"' in first
    assert 'href="/guide/en/dos-and-donts/#copy"' in second


def test_numbers_are_written_as_the_language_does(client, monkeypatch):
    monkeypatch.setitem(
        __import__("portal.guide.chapters.figures", fromlist=["FIGURES"]).FIGURES,
        "clusters",
        lambda: 1234,
    )
    assert "We know 1,234 of" in text_of(client.get(CHAPTER))
    assert "Wir kennen 1.234 davon" in text_of(client.get(f"/guide/de/{FIRST}/"))
    assert "Il y en a 1\xa0234." in text_of(client.get(f"/guide/fr/{FIRST}/"))


@pytest.mark.parametrize("path", ["nothing/", "nothing.pdf", "financing/"])
def test_chapter_that_is_not_there_is_not_found(client, path):
    assert client.get(f"/guide/en/{path}").status_code == 404
    assert client.get(f"/guide/it/{path}").status_code == 404


def test_cards_show_what_they_rest_on_and_where_to_act(client):
    page = main_of(client.get("/guide/en/dos-and-donts/"))
    assert re.findall(r'guide-card--(\w+)" id="(\w+)"', page) == [
        ("do", "ask"),
        ("dont", "copy"),
    ]
    assert 'href="/calls/">See calls</a>' in page
    assert '<a class="term"' in page
    assert page.count("From general knowledge, not read for this guide.") == 2


def test_whole_guide_has_each_id_once(client):
    page = text_of(client.get("/guide/en/whole/"))
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert sorted(set(ids)) == sorted(ids)
    targets = re.findall(r'href="#([^"]+)"', page)
    assert [one for one in targets if one not in ids] == []


def test_page_of_a_visitor_is_kept_and_compressed(client):
    first = client.get(CHAPTER, headers={"accept-encoding": "gzip"})
    assert first["Content-Encoding"] == "gzip"
    again = client.get(CHAPTER, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    other = client.get(f"/guide/de/{FIRST}/", headers={"if-none-match": first["ETag"]})
    assert other.status_code == 200
    factories.make_cluster("FI1C", title="One more")
    factories.renew()
    renewed = client.get(CHAPTER, headers={"if-none-match": first["ETag"]})
    assert "We know 3 of them." in text_of(renewed)


@pytest.mark.parametrize(
    ("path", "count"),
    # Which state of the data it is, twice where there are figures, and one figure; a
    # chapter also asks for its practices.
    [("", 2), (f"{FIRST}/", 6), ("dos-and-donts/", 2), ("whole/", 5)],
)
def test_pages_ask_few_questions_of_the_database(
    client, path, count, django_assert_num_queries
):
    with django_assert_num_queries(count):
        assert client.get(f"/guide/en/{path}").status_code == 200


def test_parts_of_rooms_above_stand_in_the_page(
    client, tmp_path, settings, monkeypatch
):
    monkeypatch.setattr("portal.guide.chapters.parts._parts", {})
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "below.html").write_text("<p>Below {{ chapter.slug }}</p>")
    (folder / "saving.html").write_text("<p>Saving {{ language }}</p>")
    settings.TEMPLATES = [
        settings.TEMPLATES[0] | {"DIRS": [*settings.TEMPLATES[0]["DIRS"], folder]}
    ]
    register_part(Part("below", "below.html"))
    register_part(Part("saving", "saving.html", place="checklist"))
    page = main_of(client.get(CHAPTER))
    order = [page.index(one) for one in ("Saving en", f"Below {FIRST}", 'id="sources"')]
    assert order == sorted(order)


def test_visitors_page_holds_no_token_and_no_script_for_others(client, sign_in):
    visitor = text_of(client.get(CHAPTER))
    assert "csrf" not in visitor.lower()
    assert "htmx.min" not in visitor
    signed_in = text_of(sign_in(factories.make_person("reader")).get(CHAPTER))
    assert "htmx.min" in signed_in


def test_navigation_marks_the_guide_on_all_its_pages(client):
    for path in ("/guide/de/", f"/guide/de/{FIRST}/"):
        page = text_of(client.get(path))
        assert '<a href="/guide/de/" aria-current="page">' in page
    with translation.override("en"):
        page = text_of(client.get("/regions/"))
    assert '<a href="/guide/en/">' in page
