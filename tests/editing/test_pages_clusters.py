"""Registering a cluster, and what its people have before them."""

import json

import pytest

from portal.accounts.models import Mandate, MandateEvent, User
from regions.editing.documents import document_of
from regions.models import Case, Cluster, Draft, Version
from regions.moderation.services import decide_case
from tests import factories
from tests.editing.pages import form_data

pytestmark = pytest.mark.django_db

NEW = "/edit/clusters/new/"
TYPED = {
    "title": "Qwertz cluster",
    "acronym": "QC",
    "legal_name": "Qwertz Association",
    "label": "Gold, 2019",
    "website": "qwertz.example",
    "region": "ES51",
    "city": "Girona",
    "founded": "1998",
    "team_size": "4",
    "members_total": "120",
    "sme_members": "80",
    "large_members": "20",
    "research_members": "15",
    "public_members": "5",
    "summary": "We dry wood.",
    "keywords": "wood, drying",
    "topics": ["10"],
    "stages": ["pilot"],
    "services": ["training", "funding"],
    "languages": ["es", "en"],
    "target_regions": ["FI1C"],
    "mailbox": "office@qwertz.example",
    "phone": "+34 555",
    "contact_person": "Pia Example",
    "offers-0-kind": "facility",
    "offers-0-text": "A kiln",
    "needs-0-kind": "funding",
    "needs-0-text": "Money",
    "needs-0-is_confidential": "on",
    "visibility-team_size": "registered",
    "visibility-legal_name": "partners",
}


@pytest.fixture
def places():
    factories.make_region("ES51")
    factories.make_region("FI1C")
    factories.make_topic("10")
    factories.renew()


@pytest.fixture
def manager(client, places):
    person = factories.make_person("manager")
    client.force_login(person)
    return person


def test_visitor_is_led_to_sign_in(client, places):
    answer = client.get(NEW)
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"/accounts/login/?next={NEW}",
    )


def test_anybody_registers_a_cluster_and_owns_it(client, manager):
    answer = client.post(NEW, TYPED)
    cluster = Cluster.objects.get()
    assert answer["Location"] == f"/edit/clusters/{cluster.slug}/"
    document = document_of(cluster)
    assert (cluster.status, cluster.slug) == ("draft", "qc")
    assert document["visibility"] == {
        "team_size": "registered",
        "legal_name": "partners",
    }
    assert document["website"] == "https://qwertz.example"
    assert document["target_regions"] == ["FI1C"]
    assert (document["founded"], document["members_total"]) == (1998, 120)
    assert document["services"] == ["training", "funding"]
    assert [one["text"] for one in document["needs"]] == ["Money"]
    assert document["needs"][0]["is_confidential"]
    for name in ("mailbox", "phone", "contact_person", "label", "city", "keywords"):
        assert document[name]
    mandate = Mandate.objects.get()
    assert (mandate.user, mandate.cluster, mandate.role) == (manager, cluster, "owner")
    event = MandateEvent.objects.get()
    assert (event.what, event.person, event.cluster) == ("granted", manager, cluster)
    assert cluster.confirmed_by == manager


def test_nobody_else_sees_it_before_it_is_published(client, manager):
    client.post(NEW, TYPED)
    address = Cluster.objects.get().get_absolute_url()
    assert client.get(address).status_code == 200
    client.force_login(factories.make_person("stranger", region="ES51"))
    for path in (address, "/edit/clusters/qc/", "/edit/clusters/qc/edit/"):
        assert client.get(path).status_code == 404
    for path in (
        "/clusters/",
        "/api/v1/clusters/",
        "/regions/ES51/",
        "/search/?q=qwertz",
    ):
        assert "Qwertz cluster" not in client.get(path).content.decode()
    client.force_login(factories.make_person("curator", is_staff=True))
    assert client.get(address).status_code == 200


def test_cluster_that_a_curator_registers_is_nobody_s(client, places):
    client.force_login(factories.make_person("curator", is_staff=True))
    client.post(NEW, TYPED)
    assert Cluster.objects.count() == 1
    assert not Mandate.objects.exists()


def test_address_that_is_not_proved_registers_nothing(client, manager):
    User.objects.get().emailaddress_set.update(verified=False)
    answer = client.post(NEW, TYPED)
    assert answer.status_code == 400
    assert "Prove your e-mail address first" in answer.content.decode()
    assert not Cluster.objects.exists()
    assert not Version.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"title": ""}, "Give it a name."),
        ({"region": ""}, "Choose a region."),
        ({"region": "ZZ"}, "Choose a region."),
        ({"founded": "1200"}, "greater than or equal to 1800"),
        ({"founded": "2999"}, "less than or equal to"),
        ({"members_total": "10"}, "add up to 120, more than all members"),
        ({"team_size": "many"}, "Enter a whole number."),
        ({"mailbox": "nobody"}, "Enter a valid email address."),
        ({"languages": ["xx"]}, "is not one of the available choices"),
        ({"target_regions": ["ZZ"]}, "“ZZ” is not one of the choices."),
        ({"visibility-services": "friends"}, "is not one of the available choices"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(client, manager, wrong, told):
    answer = client.post(NEW, TYPED | wrong)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert told in page
    assert "We dry wood." in page
    assert "A kiln" in page
    assert not Cluster.objects.exists()


def test_number_is_not_more_than_the_register_holds(client, manager):
    answer = client.post(NEW, TYPED | {"large_members": "99999999999"})
    assert answer.status_code == 400
    assert not Cluster.objects.exists()


@pytest.mark.parametrize(
    "typed", [{"title": "The Yxcv Cluster"}, {"website": "https://www.yxcv.example/en"}]
)
def test_cluster_that_seems_to_be_there_is_told_before_saving(client, manager, typed):
    there = factories.make_cluster(
        "FI1C", title="Yxcv", website="https://yxcv.example/"
    )
    secret = factories.make_cluster("FI1C", title="Yxcv", status="draft")
    factories.renew()
    part = client.post("/edit/clusters/similar/", typed).content.decode()
    answer = client.post(NEW, TYPED | {"acronym": ""} | typed)
    for page in (part, answer.content.decode()):
        assert f'<a href="{there.get_absolute_url()}">Yxcv</a>' in page
        assert f"/accounts/claims/new/?cluster={there.slug}" in page
        assert secret.slug not in page
    assert answer.status_code == 400
    assert Cluster.objects.count() == 2
    client.post(NEW, TYPED | {"acronym": ""} | typed | {"_is_other": "on"})
    assert Cluster.objects.count() == 3


def test_answer_about_alike_clusters_does_not_ask_again_by_itself(client, manager):
    part = client.post("/edit/clusters/similar/", {"title": "Qwertz"}).content.decode()
    trigger = part.partition('hx-trigger="')[2].partition('"')[0]
    assert "change from:#id_title" in trigger
    assert "load" not in trigger


def test_nothing_is_told_of_clusters_that_are_not_alike(client, manager):
    factories.make_cluster(
        "FI1C", title="Yxcv cluster", website="https://yxcv.example/"
    )
    factories.renew()
    page = client.post("/edit/clusters/similar/", {"title": "Qwertz cluster"})
    assert "registered already" not in page.content.decode()


def test_legal_name_that_is_not_public_is_no_sign(client, manager):
    factories.make_cluster(
        "FI1C",
        title="Yxcv",
        legal_name="Hushed Association",
        visibility={"legal_name": "registered"},
    )
    factories.renew()
    typed = {"title": "Hushed Association"}
    page = client.post("/edit/clusters/similar/", typed).content.decode()
    assert "Yxcv" not in page


def test_draft_of_a_new_cluster_is_found_again_by_its_author_alone(client, manager):
    answer = client.post(NEW, TYPED | {"_do": "draft"})
    draft = Draft.objects.get()
    assert answer["Location"] == f"{NEW}?draft={draft.pk}"
    assert "We dry wood." in client.get(answer["Location"]).content.decode()
    assert f"?draft={draft.pk}" in client.get(NEW).content.decode()
    client.force_login(factories.make_person("other"))
    for path in (NEW, answer["Location"]):
        page = client.get(path).content.decode()
        assert "We dry wood." not in page
        assert "Qwertz" not in page


def test_address_may_say_name_and_region_already(client, manager):
    page = client.get(NEW, {"name": "Yxcv", "region": "FI1C"}).content.decode()
    assert 'value="Yxcv"' in page
    assert 'name="region" value="FI1C" checked' in page
    page = client.get(NEW, {"region": "ZZ99"}).content.decode()
    assert 'name="region" value=' not in page


def test_region_is_found_without_script(client, manager):
    typed = TYPED | {"region": "", "_do": "search:region", "_q-region": "fi1c"}
    page = client.post(NEW, typed).content.decode()
    assert 'type="radio" name="region" value="FI1C">' in page
    assert "We dry wood." in page
    assert not Cluster.objects.exists()


def test_places_are_found_by_any_name_code_or_place_around(client, places):
    factories.make_region("ES51", name="Catalonia", name_local="Catalunya")
    factories.renew()

    def found(query: str) -> list[str]:
        answer = json.loads(client.get("/edit/places/", {"q": query}).content)
        return [one["code"] for one in answer["places"]]

    assert found("catalu") == ["ES51"]
    assert found("es51") == ["ES51"]
    assert found("region es") == ["ES", "ES5", "ES51"]
    assert found("nowhere") == []
    assert found("") == []


ROLES = {"owner": 200, "editor": 200, "reader": 403}


@pytest.mark.parametrize("path", ["", "edit/"])
@pytest.mark.parametrize("who", [*ROLES, "officer", "stranger", "curator", "visitor"])
def test_who_opens_the_pages_of_a_cluster(client, places, who, path):
    cluster = factories.make_cluster("ES51", slug="qc")
    person = factories.make_person(
        who,
        region="ES51" if who == "officer" else "",
        cluster=cluster if who in ROLES else None,
        is_staff=who == "curator",
    )
    person.mandates.update(role=who if who in ROLES else "owner")
    if who != "visitor":
        client.force_login(person)
    answer = client.get(f"/edit/clusters/qc/{path}")
    expected = {"curator": 200, "visitor": 302} | ROLES
    assert answer.status_code == expected.get(who, 404)


def test_edit_shows_and_changes_every_field(client, manager):
    client.post(NEW, TYPED)
    cluster = Cluster.objects.get()
    page = client.get("/edit/clusters/qc/edit/").content.decode()
    for value in TYPED.values():
        for text in value if isinstance(value, list) else [value]:
            assert text in page
    before = document_of(cluster)
    client.post("/edit/clusters/qc/edit/", form_data(cluster, city="Lleida"))
    cluster.refresh_from_db()
    assert document_of(cluster) == before | {"city": "Lleida"}


def test_colleagues_who_change_one_field_are_told(client, manager):
    client.post(NEW, TYPED)
    cluster = Cluster.objects.get()
    mine = form_data(cluster, services=["promotion"], languages=["fr"])
    client.post("/edit/clusters/qc/edit/", form_data(cluster, services=["transfer"]))
    answer = client.post("/edit/clusters/qc/edit/", mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "promotion and branding" in page
    assert "technology transfer" in page
    assert document_of(Cluster.objects.get())["services"] == ["transfer"]


def test_returned_cluster_shows_the_reasons_and_goes_the_way_again(client, manager):
    client.post(NEW, TYPED)
    desk = "/edit/clusters/qc/"
    assert "Submit to the curators" in client.get(desk).content.decode()
    assert client.post("/edit/cluster/qc/submit/")["Location"] == desk
    assert "Take it back" in client.get(desk).content.decode()
    curator = factories.make_person("curator", is_staff=True)
    case = Case.objects.get()
    decide_case(case=case, outcome="returned", reasons="Say what you dry.", by=curator)
    page = client.get(desk).content.decode()
    assert "Say what you dry." in page
    assert f"/edit/cases/{case.pk}/" in page
    client.post("/edit/cluster/qc/submit/", {"note": "Wood it is."})
    assert Version.objects.filter(act="submitted", note="Wood it is.").count() == 1
    case = Case.objects.get(outcome="")
    decide_case(case=case, outcome="published", reasons="", by=curator)
    assert "It is public." in client.get(desk).content.decode()
    client.logout()
    page = client.get("/clusters/qc/").content.decode()
    assert "Qwertz cluster" in page
    assert "Money" not in page
    assert "/edit/" not in page[page.index("<main") : page.index("</main")]


@pytest.mark.parametrize(
    ("who", "sees"), [("manager", True), ("curator", True), ("stranger", False)]
)
def test_public_page_leads_those_who_may_to_the_form(client, places, who, sees):
    cluster = factories.make_cluster("ES51", slug="qc")
    factories.renew()
    own = cluster if who == "manager" else None
    client.force_login(
        factories.make_person(who, cluster=own, is_staff=who == "curator")
    )
    page = client.get("/clusters/qc/").content.decode()
    assert ("/edit/clusters/qc/edit/" in page) is sees
    assert ("/edit/clusters/qc/" in page) is sees


def test_list_of_clusters_leads_to_registering(client, places):
    assert f'href="{NEW}"' in client.get("/clusters/").content.decode()
    assert f'href="{NEW}"' not in client.get("/facilities/").content.decode()
