"""The guide is found with the rest, each reader's language only."""

import pytest

from regions.models import SearchEntry
from regions.register.search_kinds import search_kinds
from regions.services import rebuild_search, renew_room_entries
from tests import factories
from tests.guide.chapters.samples import FIRST

pytestmark = pytest.mark.django_db


def found(client, words: str, language: str = "en", **more) -> list[tuple[str, str]]:
    client.cookies["django_language"] = language
    hits = client.get("/search/", {"q": words, **more}).context["hits"]
    return [(hit.kind, hit.url) for hit in hits]


@pytest.fixture(autouse=True)
def _entries(texts):
    factories.make_cluster("ES51", title="Wombats", summary="They dig.")
    factories.renew()
    rebuild_search()


def test_section_is_found_by_its_text_and_leads_to_its_heading(client):
    assert found(client, "wombats") == [
        ("cluster", "/clusters/wombats-es51/"),
        ("chapter", f"/guide/en/{FIRST}/#near-and-linked"),
        ("chapter", "/guide/en/why-clusters-matter/#near-and-linked"),
    ]


def test_reader_of_another_language_finds_his_own(client):
    kinds = [kind for kind, _url in found(client, "wombats", "de")]
    assert kinds == ["cluster"]
    assert ("chapter", f"/guide/de/{FIRST}/#nah-und-verbunden") in found(
        client, "dachsen", "de"
    )
    assert found(client, "dachsen", "en") == []


def test_chapter_is_found_by_title_summary_and_checklist(client):
    assert found(client, "what clusters are", kind="chapter")[0] == (
        "chapter",
        f"/guide/en/{FIRST}/",
    )
    assert ("chapter", f"/guide/en/{FIRST}/") in found(client, "gain from being near")


def test_card_is_found_and_leads_to_its_place(client):
    assert found(client, "ask first", kind="card") == [
        ("card", "/guide/en/dos-and-donts/#ask")
    ]
    assert found(client, "erst fragen", "de") == [
        ("card", "/guide/de/dos-and-donts/#ask")
    ]


def test_kinds_of_the_guide_can_be_chosen(client):
    client.cookies["django_language"] = "en"
    groups = client.get("/search/", {"q": "wombats"}).context["groups"]
    counts = {one["value"]: one["count"] for one in groups}
    assert (counts["cluster"], counts["chapter"], counts["card"]) == (1, 2, 0)
    assert {one.name for one in search_kinds()} >= {"chapter", "card"}


def test_texts_of_a_release_are_taken_up_once(texts):
    assert renew_room_entries() is False
    path = texts / "en" / f"{FIRST}.md"
    path.write_text(path.read_text().replace("wombats", "badgers"))
    from portal.guide.chapters import loading  # noqa: PLC0415

    loading._kept.cache_clear()
    assert renew_room_entries() is True
    entry = SearchEntry.objects.get(kind="chapter", key=f"{FIRST}:1", language="en")
    assert "badgers" in entry.text
    assert renew_room_entries() is False
