"""Kinds of search entries that rooms above the register bring."""

import pytest

from regions.models import SearchEntry
from regions.register import search_kinds
from regions.register.search_kinds import Entry, RoomKind, Shown, register_search_kind
from regions.services import rebuild_search, renew_entries_of
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def pebbles(monkeypatch):
    """A kind whose records are in a table of the test: key → title by language."""
    monkeypatch.setattr(search_kinds, "_kinds", {})
    table = {
        "grey": {"en": "Grey pebble", "de": "Grauer Kiesel"},
        "red": {"": "Rubedo pebble"},
        "secret": {"": "Hidden pebble"},
    }

    def entries(keys):
        return [
            Entry(key, title, ["stone"], language)
            for key, titles in table.items()
            if keys is None or key in keys
            for language, title in titles.items()
        ]

    def shown(keys, language, user):
        return {
            key: Shown(table[key].get(language) or table[key][""], f"/pebbles/{key}/")
            for key in keys
            if key != "secret" or user.is_staff
        }

    kind = RoomKind("pebble", "pebble", "Pebbles", "info", entries, shown)
    register_search_kind(kind)
    factories.make_priority("FI1C", title="Stone age", keywords=["pebble"])
    rebuild_search()
    return table


def titles(client, words: str, language: str = "en", **more) -> list[str]:
    client.cookies["django_language"] = language
    hits = client.get("/search/", {"q": words, **more}).context["hits"]
    return sorted(hit.title for hit in hits)


def test_entries_are_found_in_their_language_and_those_of_any(client, pebbles):
    assert titles(client, "stone") == ["Grey pebble", "Rubedo pebble", "Stone age"]
    assert titles(client, "stone", "fr") == ["Rubedo pebble", "Stone age"]
    assert titles(client, "kiesel", "de") == ["Grauer Kiesel"]
    assert titles(client, "kiesel") == []


def test_kind_can_be_chosen_and_unknown_ones_are_refused(client, pebbles):
    found = titles(client, "stone", kind="pebble")
    assert found == ["Grey pebble", "Rubedo pebble"]
    assert client.get("/search/", {"q": "a", "kind": "boulder"}).status_code == 400


def test_what_one_may_not_see_is_not_shown(client, sign_in, pebbles):
    assert titles(client, "hidden") == []
    curator = factories.make_person("curator", is_staff=True)
    assert titles(sign_in(curator), "hidden") == ["Hidden pebble"]


def test_one_record_is_found_anew_after_it_was_written(client, pebbles):
    assert titles(client, "blue") == []
    pebbles["grey"] = {"en": "Blue pebble"}
    renew_entries_of(kind="pebble", keys=["grey"])
    assert titles(client, "blue") == ["Blue pebble"]
    assert titles(client, "kiesel", "de") == []
    del pebbles["grey"]
    renew_entries_of(kind="pebble", keys=["grey"])
    assert titles(client, "blue") == []
    assert SearchEntry.objects.filter(kind="pebble").count() == 2


def test_lists_of_the_register_find_their_own_kind_only(client, pebbles):
    page = client.get("/priorities/", {"q": "pebble"})
    assert [one.title for one in page.context["page"]] == ["Stone age"]


def test_names_are_taken_once(pebbles):
    kind = search_kinds.search_kind("pebble")
    with pytest.raises(ValueError, match="pebble"):
        register_search_kind(kind)
    with pytest.raises(ValueError, match="cluster"):
        register_search_kind(RoomKind("cluster", "", "", "", kind.entries, kind.shown))
    with pytest.raises(ValueError, match="registered"):
        renew_entries_of(kind="boulder", keys=["a"])
