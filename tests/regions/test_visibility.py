"""Fields whose owner chooses who sees them: on pages and in the API alike."""

import re

import pytest

from regions.editing.visibility import CHOSEN_FIELDS
from tests import factories

pytestmark = pytest.mark.django_db

# Each value appears nowhere else on the page.
VALUES = {
    "legal_name": "Qwertz Association e.V.",
    "team_size": 7301,
    "members_total": 98301,
    "sme_members": 8302,
    "large_members": 8303,
    "research_members": 8304,
    "public_members": 8305,
    "services": ["transition"],
    "languages": ["mt"],
}
WORDS = {
    "services": "Green and digital transition",
    "languages": "Maltese",
    "target_regions": "Region HU33",
} | {name: str(VALUES[name]) for name in list(VALUES)[:7]}
CONTACT = {
    "mailbox": "office@hushed.example",
    "phone": "+36 555 1234",
    "contact_person": "Rosamunde Pilcz",
}
FIELDS = CHOSEN_FIELDS["cluster"]
# Who sees a field of each level.
SEEN = {
    "public": {"visitor", "stranger", "officer", "curator", "manager", "reader"},
    "registered": {"stranger", "officer", "curator", "manager", "reader"},
    "partners": {"curator", "manager", "reader"},
}
PEOPLE = sorted(SEEN["public"])


@pytest.fixture
def cluster():
    factories.make_region("HU33")
    made = factories.make_cluster("ES51", ["10"], **VALUES, **CONTACT)
    made.target_regions.set(["HU33"])
    factories.renew()
    return made


@pytest.fixture
def sign_in(client, cluster):
    def done(who: str):
        client.logout()
        if who == "visitor":
            return client
        person = factories.make_person(
            who,
            region={"stranger": "FI1C", "officer": "ES51"}.get(who, ""),
            cluster=cluster if who in ("manager", "reader") else None,
            is_staff=who == "curator",
        )
        if who == "reader":
            person.mandates.update(role="reader")
        client.force_login(person)
        return client

    return done


def words_on(client, cluster) -> set[str]:
    page = client.get(cluster.get_absolute_url()).content.decode()
    return {name for name in FIELDS if WORDS[name] in page}


def said_by_api(client, cluster) -> set[str]:
    record = client.get(f"/api/v1/clusters/{cluster.slug}/").json()
    said = {name for name in FIELDS if record[name] not in ("", None, [])}
    assert said == set(FIELDS) - set(record["not_shown"])
    return said


@pytest.mark.parametrize("level", SEEN)
@pytest.mark.parametrize("who", PEOPLE)
def test_field_is_shown_to_whom_its_owner_chose(sign_in, cluster, who, level):
    cluster.visibility = dict.fromkeys(FIELDS, level)
    cluster.save()
    factories.renew()
    client = sign_in(who)
    expected = set(FIELDS) if who in SEEN[level] else set()
    assert words_on(client, cluster) == expected
    assert said_by_api(client, cluster) == expected
    asks = "More is shown to people who are signed in." in (
        client.get(cluster.get_absolute_url()).content.decode()
    )
    assert asks is (who == "visitor" and level == "registered")


@pytest.mark.parametrize("name", FIELDS)
def test_each_field_is_chosen_by_itself(client, cluster, name):
    cluster.visibility = {name: "registered"}
    cluster.save()
    factories.renew()
    assert words_on(client, cluster) == set(FIELDS) - {name}
    assert said_by_api(client, cluster) == set(FIELDS) - {name}


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("value", CONTACT.values())
def test_contact_data_stand_on_no_open_page_for_anybody(sign_in, cluster, who, value):
    client = sign_in(who)
    for path, query in (
        (cluster.get_absolute_url(), {}),
        ("/clusters/", {}),
        ("/regions/ES51/", {}),
        ("/search/", {"q": cluster.title}),
        (f"/api/v1/clusters/{cluster.slug}/", {}),
        ("/api/v1/clusters/", {}),
    ):
        assert value not in client.get(path, query).content.decode()
    for word in value.replace("@", " ").split():
        if word.isalpha():
            found = client.get("/search/", {"q": word}).content.decode()
            assert cluster.title not in found


def test_visitor_gets_no_page_that_an_owner_or_member_saw(sign_in, cluster):
    cluster.visibility = dict.fromkeys(FIELDS, "registered")
    cluster.save()
    factories.renew()
    for who in ("manager", "stranger"):
        client = sign_in(who)
        assert words_on(client, cluster) == set(FIELDS)
        assert said_by_api(client, cluster) == set(FIELDS)
    assert words_on(sign_in("visitor"), cluster) == set()
    assert said_by_api(client, cluster) == set()


def test_lists_show_the_number_of_members_only_to_whom_it_is_shown(sign_in, cluster):
    cluster.visibility = {"members_total": "registered"}
    cluster.save()
    factories.renew()
    for path in ("/clusters/", "/regions/ES51/"):
        assert "98301" not in sign_in("visitor").get(path).content.decode()
    assert "98301 members" in sign_in("stranger").get("/clusters/").content.decode()


def test_what_the_seed_does_not_know_is_not_shown(client):
    cluster = factories.make_cluster()
    factories.renew()
    page = client.get(cluster.get_absolute_url()).content.decode()
    for words in ("Legal name", "management team", "Services", "Target regions"):
        assert words not in page
    assert page.count("not known") == 2


@pytest.mark.parametrize("level", SEEN)
@pytest.mark.parametrize("who", ["visitor", "stranger", "curator", "officer"])
def test_responsible_body_and_mailbox_of_a_strategy(client, who, level):
    strategy = factories.make_strategy(
        "ES51",
        responsible_body="Ministry of Qwertz",
        mailbox="ris3@hushed.example",
        visibility={"responsible_body": level},
    )
    factories.renew()
    if who != "visitor":
        region = {"stranger": "FI1C", "officer": "ES51"}.get(who, "")
        client.force_login(
            factories.make_person(who, region=region, is_staff=who == "curator")
        )
    page = client.get("/regions/ES51/").content.decode()
    record = client.get(f"/api/v1/strategies/{strategy.slug}/").json()
    sees = who in SEEN[level] or who == "officer"
    assert ("Ministry of Qwertz" in page) is sees
    assert record["responsible_body"] == ("Ministry of Qwertz" if sees else "")
    assert record["not_shown"] == ([] if sees else ["responsible_body"])
    assert "hushed.example" not in page + str(record)


@pytest.mark.parametrize("level", SEEN)
@pytest.mark.parametrize("who", ["visitor", "stranger", "curator", "manager"])
def test_access_terms_of_a_facility(client, cluster, who, level):
    facility = factories.make_facility(
        cluster=cluster,
        access_terms="Ask Qwertz first",
        visibility={"access_terms": level},
    )
    factories.renew()
    if who != "visitor":
        own = cluster if who == "manager" else None
        client.force_login(
            factories.make_person(who, cluster=own, is_staff=who == "curator")
        )
    page = client.get(facility.get_absolute_url()).content.decode()
    record = client.get(f"/api/v1/facilities/{facility.slug}/").json()
    sees = who in SEEN[level]
    assert ("Ask Qwertz first" in page) is sees
    assert ("not shown to everybody" in page) is not sees
    assert record["access_terms"] == ("Ask Qwertz first" if sees else "")


NOTES = {
    "public": "",
    "registered": "Visible to signed-in people only",
    "partners": "Visible to partners only",
}


def notes_on(page: str) -> list[str]:
    return re.findall(r'<span class="seen-by">([^<]*)</span>', page)


@pytest.mark.parametrize("level", SEEN)
@pytest.mark.parametrize("who", PEOPLE)
def test_who_sees_a_field_reads_who_else_does(sign_in, cluster, who, level):
    cluster.visibility = dict.fromkeys(FIELDS, level)
    cluster.save()
    factories.renew()
    page = sign_in(who).get(cluster.get_absolute_url()).content.decode()
    sees = who in SEEN[level] and level != "public"
    assert notes_on(page) == ([NOTES[level]] * len(FIELDS) if sees else [])


@pytest.mark.parametrize("name", FIELDS)
def test_note_stands_beside_its_own_field_only(sign_in, cluster, name):
    cluster.visibility = {name: "registered"}
    cluster.save()
    factories.renew()
    page = sign_in("stranger").get(cluster.get_absolute_url()).content.decode()
    assert notes_on(page) == [NOTES["registered"]]
    before = page.partition('<span class="seen-by">')[0]
    said = [WORDS[field] for field in FIELDS if WORDS[field] in before]
    assert max(said, key=before.rindex) == WORDS[name]


def who_sees_on(page: str) -> list[str]:
    """The rows of the list for a record's own people, without marks."""
    _before, found, rest = page.partition('<div class="who-sees small">')
    if not found:
        return []
    rows = re.findall(r"<li>(.*?)</li>", rest.partition("</div>")[0])
    return [" ".join(row.split()) for row in rows]


@pytest.mark.parametrize("who", PEOPLE)
def test_its_own_people_read_who_sees_what(sign_in, cluster, who):
    cluster.visibility = {"team_size": "registered", "legal_name": "partners"}
    cluster.save()
    factories.renew()
    page = sign_in(who).get(cluster.get_absolute_url()).content.decode()
    own = [
        "People who are signed in: People in the management team",
        "Partners, once both sides have agreed: Legal name, Role mailbox, Telephone,"
        " Contact person",
        "Everybody: all else. You see everything, because you act for it.",
    ]
    assert who_sees_on(page) == (own if who in ("manager", "reader") else [])
    edit = f'href="/edit/clusters/{cluster.slug}/edit/#who-sees"'
    assert (edit in page) is (who == "manager")


def test_everybody_reads_who_gets_the_name_of_a_contact_person(client, cluster):
    said = "The name is visible to partners only, once both sides have agreed"
    assert said in client.get(cluster.get_absolute_url()).content.decode()
    cluster.contact_person = ""
    cluster.save()
    factories.renew()
    assert said not in client.get(cluster.get_absolute_url()).content.decode()


def test_form_says_who_sees_the_name_of_a_contact_person(sign_in, cluster):
    page = sign_in("manager").get(f"/edit/clusters/{cluster.slug}/edit/")
    assert (
        "The name is visible to your own people, and to partners once both sides have"
        " agreed to meet."
    ) in page.content.decode()


def test_strategy_and_facility_say_who_sees_what(client, sign_in, cluster):
    strategy = factories.make_strategy(
        "ES51",
        responsible_body="Ministry of Qwertz",
        visibility={"responsible_body": "partners"},
    )
    facility = factories.make_facility(
        cluster=cluster,
        access_terms="Ask first",
        visibility={"access_terms": "registered"},
    )
    factories.renew()
    page = sign_in("officer").get("/regions/ES51/").content.decode()
    assert notes_on(page) == [NOTES["partners"]]
    assert who_sees_on(page) == [
        "Partners, once both sides have agreed: Responsible body, Role mailbox",
        "Everybody: all else. You see everything, because you act for it.",
    ]
    assert f'href="/edit/strategy/{strategy.slug}/edit/#who-sees"' in page
    page = sign_in("manager").get(facility.get_absolute_url()).content.decode()
    assert notes_on(page) == [NOTES["registered"]]
    assert who_sees_on(page)[0] == "People who are signed in: Access terms"
    page = client.get("/regions/ES51/").content.decode()
    assert (notes_on(page), who_sees_on(page)) == ([], [])
