"""Saving searches: from which page, by whom, and what is refused."""

import re
from urllib.parse import quote

import pytest

from matching.keeping.models import SavedSearch, SearchHit
from matching.keeping.services import save_search, searches
from portal.web.errors import PortalError
from tests import factories
from tests.matching.factories import make_list, make_priority

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return factories.make_person("reader")


@pytest.fixture
def clusters():
    made = [factories.make_cluster("ES51", ["10"]), factories.make_cluster("FI1C")]
    factories.renew()
    return made


def saved() -> list[tuple[str, str, str]]:
    rows = SavedSearch.objects.order_by("pk")
    return [(one.name, one.page, one.query) for one in rows]


@pytest.mark.parametrize("page", ["clusters", "priorities", "facilities"])
def test_list_offers_to_save_its_search_to_people_who_are_signed_in(
    client, person, clusters, page
):
    path = f"/{page}/?country=ES"
    assert "/saved/new/" not in client.get(path).content.decode()
    client.force_login(person)
    text = client.get(path).content.decode()
    assert f'href="/saved/new/?page={page}&amp;query=country%3DES"' in text


def test_list_of_partners_offers_it_to_the_people_of_the_profile(client):
    profile = make_list(1)
    client.force_login(factories.make_person("stranger"))
    path = f"/matches/{profile.slug}/?country=FR"
    assert "/saved/new/" not in client.get(path).content.decode()
    client.force_login(factories.make_person("editor", region="ES51"))
    link = f"/saved/new/?page=matches&amp;profile={profile.slug}&amp;query=country%3DFR"
    assert link in client.get(path).content.decode()


def test_search_is_named_and_saved_with_what_it_finds(client, person, clusters):
    client.force_login(person)
    query = "page=2&country=FI&country=ES&q="
    link = f"/saved/new/?page=clusters&query={quote(query)}"
    text = client.get(link).content.decode()
    assert "It finds 2 records now." in text
    data = {"name": "North and south", "page": "clusters", "query": query}
    answer = client.post("/saved/new/", data)
    assert (answer.status_code, answer["Location"]) == (302, "/saved/")
    assert saved() == [("North and south", "clusters", "country=ES&country=FI")]
    keys = SearchHit.objects.values_list("key", flat=True)
    assert sorted(keys) == sorted(one.pk for one in clusters)
    page = client.get("/saved/").content.decode()
    assert 'href="/clusters/?country=ES&amp;country=FI"' in page


def test_the_same_search_is_saved_once(person, clusters):
    first = save_search(by=person, name="A", page="clusters", query="country=ES")
    again = save_search(by=person, name="B", page="clusters", query="country=ES&page=3")
    assert (first[1], again[1]) == (True, False)
    assert first[0] == again[0]
    save_search(by=person, name="C", page="priorities", query="country=ES")
    assert [one[0] for one in saved()] == ["A", "C"]


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("clusters", "colour=red"),
        ("clusters", "country=XX"),
        ("facilities", "stage=pilot"),
        ("everything", ""),
        ("clusters", "&".join(f"q={number:0500}" for number in range(3))),
    ],
)
def test_what_the_page_would_refuse_is_not_saved(client, person, clusters, page, query):
    client.force_login(person)
    answer = client.get(f"/saved/new/?page={page}&query={quote(query)}")
    assert answer.status_code == 400
    data = {"name": "Wrong", "page": page, "query": query}
    assert client.post("/saved/new/", data).status_code == 400
    assert saved() == []


def test_partners_of_others_profiles_cannot_be_watched(client):
    profile = make_list(1)
    for name in ("stranger", "curator"):
        client.force_login(factories.make_person(name, is_staff=name == "curator"))
        for slug in (profile.slug, "nobody", ""):
            path = f"/saved/new/?page=matches&profile={slug}"
            assert client.get(path).status_code == 404
            data = {"name": "Theirs", "page": "matches", "profile": slug}
            assert client.post("/saved/new/", data).status_code == 404
    assert saved() == []


def test_search_is_opened_renamed_and_deleted_by_its_owner_only(
    client, person, clusters
):
    search, _is_new = save_search(by=person, name="A", page="clusters", query="")
    path = f"/saved/{search.pk}/"
    client.force_login(factories.make_person("curator", is_staff=True))
    assert client.get(path).status_code == 404
    assert client.post(path, {"name": "Mine"}).status_code == 404
    assert client.post(path, {"delete": "1"}).status_code == 404
    client.force_login(person)
    assert 'href="/clusters/"' in client.get(path).content.decode()
    assert client.post(path, {"name": ""}).status_code == 400
    assert client.post(path, {"name": "B"}).status_code == 302
    assert saved() == [("B", "clusters", "")]
    assert client.post(path, {"delete": "1"}).status_code == 302
    assert (saved(), SearchHit.objects.count()) == ([], 0)


def test_page_holds_ones_own_searches(client, person, clusters):
    save_search(by=person, name="Secret wish", page="clusters", query="")
    client.force_login(factories.make_person("other"))
    assert "Secret wish" not in client.get("/saved/").content.decode()


def test_limits_say_so(monkeypatch, person, clusters):
    monkeypatch.setattr(searches, "MOST_RESULTS", 1)
    with pytest.raises(PortalError, match="Narrow it first"):
        save_search(by=person, name="A", page="clusters", query="")
    monkeypatch.setattr(searches, "MOST_SEARCHES", 1)
    save_search(by=person, name="A", page="clusters", query="country=ES")
    with pytest.raises(PortalError, match="Delete one first"):
        save_search(by=person, name="B", page="clusters", query="country=FI")
    assert [one[0] for one in saved()] == ["A"]


def test_search_of_a_list_that_one_lost_says_so(client):
    editor = factories.make_person("editor", region="ES51")
    profile = make_list(1)
    search, _is_new = save_search(
        by=editor, name="Ours", page="matches", query="", profile=profile
    )
    editor.mandates.all().delete()
    client.force_login(editor)
    text = client.get(f"/saved/{search.pk}/").content.decode()
    assert "You do not act for this profile any more." in text


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_the_same_queries_for_any_number(
    client, person, django_assert_num_queries, number
):
    editor = factories.make_person("editor", region="ES51")
    for _one in range(number):
        profile = make_priority("ES51")
        save_search(by=editor, name="P", page="matches", query="", profile=profile)
    client.force_login(editor)
    client.get("/saved/")
    # 1 session, 2 person, 3 searches, 4 follows.
    with django_assert_num_queries(5):
        text = client.get("/saved/").content.decode()
    assert len(re.findall("Rename or delete", text)) == number
