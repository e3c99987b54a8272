"""Facilities: registered for a cluster or a region, checked, and shown."""

import pytest

from regions.editing.documents import document_of
from regions.models import Case, Draft, Facility
from regions.moderation.services import decide_case
from tests import factories
from tests.editing.pages import form_data

pytestmark = pytest.mark.django_db

NEW = "/edit/facilities/new/"
TYPED = {
    "name": "Kiln hall",
    "kind": "pilot_line",
    "region": "ES512",
    "host": "Qwertz",
    "website": "https://kiln.example/",
    "field": "Wood",
    "category": "Drying",
    "topics": ["10"],
    "keywords": "kiln",
    "access_terms": "Members first.",
    "known_as_of": "2025",
    "visibility-access_terms": "registered",
}


@pytest.fixture
def cluster():
    factories.make_region("ES512")
    factories.make_topic("10")
    made = factories.make_cluster("ES51", slug="qc", title="Qwertz cluster")
    factories.renew()
    return made


@pytest.fixture
def manager(client, cluster):
    person = factories.make_person("manager", cluster=cluster)
    client.force_login(person)
    return person


def test_facility_of_a_cluster_is_a_draft_until_a_curator_publishes_it(
    client, cluster, manager
):
    answer = client.post(f"{NEW}?cluster=qc", TYPED)
    facility = Facility.objects.get()
    assert answer["Location"] == f"/edit/facilities/{facility.slug}/"
    assert (facility.cluster, facility.status) == (cluster, "draft")
    assert facility.visibility == {"access_terms": "registered"}
    assert document_of(facility)["topics"] == ["10"]
    assert "Kiln hall" in client.get("/edit/clusters/qc/").content.decode()
    client.post(f"/edit/facility/{facility.slug}/submit/")
    page = client.get(answer["Location"]).content.decode()
    assert "Take it back" in page
    curator = factories.make_person("curator", is_staff=True)
    decide_case(case=Case.objects.get(), outcome="published", reasons="", by=curator)
    client.logout()
    page = client.get(facility.get_absolute_url()).content.decode()
    assert "Kiln hall" in page
    assert "Members first." not in page
    assert "Kiln hall" in client.get("/clusters/qc/").content.decode()
    assert "/edit/" not in page[page.index("<main") : page.index("</main")]


def test_region_registers_a_facility_of_its_own_where_it_is(client, cluster):
    client.force_login(factories.make_person("officer", region="ES51"))
    page = client.get(f"{NEW}?region=ES51").content.decode()
    assert 'data-topics="region"' not in page
    client.post(f"{NEW}?region=ES51", TYPED | {"region": "ES512"})
    facility = Facility.objects.get()
    assert (facility.cluster, facility.region_id) == (None, "ES51")
    address = f"/edit/facilities/{facility.slug}/edit/"
    client.post(address, form_data(facility, region="ES512", host="Other"))
    facility.refresh_from_db()
    assert (facility.region_id, facility.host) == ("ES51", "Other")


@pytest.mark.parametrize(
    ("who", "query", "status"),
    [
        ("stranger", "cluster=qc", 404),
        ("officer", "cluster=qc", 404),
        ("reader", "cluster=qc", 403),
        ("curator", "cluster=qc", 200),
        ("manager", "region=ES51", 404),
        ("officer", "region=ES51", 200),
        ("officer", "region=FI1C", 404),
        ("officer", "", 404),
        ("officer", "region=ZZ", 404),
    ],
)
def test_who_registers_a_facility_for_whom(client, cluster, who, query, status):
    factories.make_region("FI1C")
    person = factories.make_person(
        who,
        region="ES51" if who == "officer" else "",
        cluster=cluster if who in ("manager", "reader") else None,
        is_staff=who == "curator",
    )
    if who == "reader":
        person.mandates.update(role="reader")
    client.force_login(person)
    assert client.get(f"{NEW}?{query}").status_code == status
    if status != 200:
        assert client.post(f"{NEW}?{query}", TYPED).status_code == status
        assert not Facility.objects.exists()


def test_visitor_is_led_to_sign_in(client, cluster):
    assert client.get(f"{NEW}?cluster=qc").status_code == 302


@pytest.mark.parametrize("path", ["", "edit/"])
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("manager", 200),
        ("curator", 200),
        ("officer", 404),
        ("stranger", 404),
        ("visitor", 302),
    ],
)
def test_who_opens_the_pages_of_a_facility(client, cluster, who, status, path):
    facility = factories.make_facility("ES51", cluster=cluster, slug="kiln")
    person = factories.make_person(
        who,
        region="ES51" if who == "officer" else "",
        cluster=cluster if who == "manager" else None,
        is_staff=who == "curator",
    )
    if who != "visitor":
        client.force_login(person)
    assert client.get(f"/edit/facilities/kiln/{path}").status_code == status
    sees = "/edit/facilities/kiln/" in (
        client.get(facility.get_absolute_url()).content.decode()
    )
    assert sees is (status == 200)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": ""}, "Give it a name."),
        ({"region": ""}, "Choose a region."),
        ({"kind": "castle"}, "is not one of the available choices"),
        ({"known_as_of": "2999"}, "less than or equal to"),
        ({"website": "no address"}, "Enter a valid URL."),
    ],
)
def test_what_is_wrong_is_told_and_kept(client, cluster, manager, wrong, told):
    answer = client.post(f"{NEW}?cluster=qc", TYPED | wrong)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert told in page
    assert "Members first." in page
    assert not Facility.objects.exists()


def test_draft_without_script_stays_with_its_cluster(client, cluster, manager):
    answer = client.post(f"{NEW}?cluster=qc", TYPED | {"_do": "draft"})
    draft = Draft.objects.get()
    assert answer["Location"] == f"{NEW}?cluster=qc&draft={draft.pk}"
    assert "Members first." in client.get(answer["Location"]).content.decode()
    desk = client.get("/edit/clusters/qc/").content.decode()
    assert f"{NEW}?cluster=qc&amp;draft={draft.pk}" in desk


def test_editing_keeps_the_cluster_and_changes_the_rest(client, cluster, manager):
    client.post(f"{NEW}?cluster=qc", TYPED)
    facility = Facility.objects.get()
    before = document_of(facility)
    address = f"/edit/facilities/{facility.slug}/edit/"
    client.post(address, form_data(facility, kind="laboratory"))
    facility.refresh_from_db()
    assert document_of(facility) == before | {"kind": "laboratory"}


@pytest.mark.parametrize("kind", ["cluster", "facility"])
def test_withdrawing_needs_reasons_and_leads_back(client, cluster, manager, kind):
    factories.make_facility("ES51", cluster=cluster, slug="kiln")
    slug, desk = {
        "cluster": ("qc", "/edit/clusters/qc/"),
        "facility": ("kiln", "/edit/facilities/kiln/"),
    }[kind]
    address = f"/edit/{kind}/{slug}/withdraw/"
    assert address in client.get(desk).content.decode()
    assert client.post(address, {"reasons": " "}).status_code == 400
    assert client.post(address, {"reasons": "Closed."})["Location"] == desk
    page = client.get(desk).content.decode()
    assert "It is withdrawn" in page
    assert "Submit again" in page


@pytest.mark.parametrize("number", [1, 3])
def test_desk_of_a_cluster_costs_little_for_more(
    client, cluster, manager, number, django_assert_max_num_queries
):
    for _ in range(number):
        factories.make_link(cluster, factories.make_priority("FI1C"))
    with django_assert_max_num_queries(40):
        assert len(client.get("/edit/clusters/qc/").context["desk"].links) == number
