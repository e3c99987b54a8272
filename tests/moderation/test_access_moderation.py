"""Who opens which page about cases, trails and duplicates; nothing leaks to others."""

import pytest

from regions.models import Case, Priority, Strategy
from regions.moderation import services
from tests import factories
from tests.moderation.conftest import PEOPLE, make_member

pytestmark = pytest.mark.django_db
SECRET = "A secret partner"
MEMBERS = ("owner", "editor", "reader")


@pytest.fixture
def addresses(case, people):
    """Each page with a name, for a case of ES51 and a published cluster of FR10."""
    first, second = (
        factories.make_cluster("FR10", title=f"Millers of {place}")
        for place in ("Paris", "France")
    )
    factories.renew()
    make_member("miller", "owner", cluster=first)
    pair = f"cluster/{first.pk}/{second.pk}"
    priority = Priority.objects.get()
    return {
        "queue": "/curation/cases/",
        "case": f"/curation/cases/{case.pk}/",
        "duplicates": "/curation/duplicates/",
        "merge": f"/curation/duplicates/{pair}/",
        "changes": "/curation/changes/",
        "owner's side": f"/edit/cases/{case.pk}/",
        "history": f"/edit/priority/{priority.slug}/history/",
    }


CURATORS_ONLY = ("queue", "case", "duplicates", "merge", "changes")


@pytest.mark.parametrize("name", CURATORS_ONLY)
@pytest.mark.parametrize("person", PEOPLE)
def test_curators_pages_are_for_curators(sign_in, addresses, name, person):
    answer = sign_in(person).get(addresses[name])
    wanted = {"curator": 200, "visitor": 302}.get(person, 404)
    assert answer.status_code == wanted
    assert ("Plan for food" in answer.content.decode()) is (
        person == "curator" and name in ("queue", "case")
    )


@pytest.mark.parametrize("name", ["owner's side", "history"])
@pytest.mark.parametrize("person", PEOPLE)
def test_owners_pages_are_for_the_organisation_and_curators(
    sign_in, addresses, name, person
):
    answer = sign_in(person).get(addresses[name])
    may = person in (*MEMBERS, "curator")
    assert answer.status_code == (200 if may else 302 if person == "visitor" else 404)
    text = answer.content.decode()
    assert ("Better bread" in text) is may
    # The whole submission is on the case's page; the trail says what changed.
    assert (SECRET in text) is (may and name == "owner's side")


@pytest.mark.parametrize("kind", ["cluster", "nonsense", "strategy"])
def test_history_of_another_kind_or_none_is_not_found(sign_in, addresses, kind):
    slug = Priority.objects.get().slug
    assert sign_in("owner").get(f"/edit/{kind}/{slug}/history/").status_code == 404


WRITES = (
    ("/curation/cases/{pk}/", {"outcome": "published"}),
    ("/curation/cases/{pk}/assign/", {"to": "1"}),
    ("/curation/cases/{pk}/message/", {"text": "Mine"}),
    ("/curation/cases/{pk}/again/", {}),
)


@pytest.mark.parametrize(("path", "data"), WRITES)
@pytest.mark.parametrize("person", ["visitor", "stranger", "owner", "reader"])
def test_nobody_else_decides_assigns_or_writes_as_a_curator(
    sign_in, case, person, path, data
):
    answer = sign_in(person).post(path.format(pk=case.pk), data)
    assert answer.status_code == (302 if person == "visitor" else 404)
    case.refresh_from_db()
    assert (case.outcome, case.assigned_to, case.messages.count()) == ("", None, 0)
    assert Strategy.objects.get().status == "submitted"


@pytest.mark.parametrize(
    ("person", "status", "written"),
    [
        ("owner", 302, 1),
        ("editor", 302, 1),
        ("reader", 403, 0),
        ("stranger", 404, 0),
        ("curator", 403, 0),
        ("visitor", 302, 0),
    ],
)
def test_owners_and_editors_answer(sign_in, case, person, status, written):
    answer = sign_in(person).post(f"/edit/cases/{case.pk}/", {"text": "Here"})
    assert (answer.status_code, case.messages.count()) == (status, written)


@pytest.mark.parametrize(
    ("person", "status", "outcome"),
    [
        ("owner", 302, "taken_back"),
        ("reader", 302, ""),
        ("stranger", 404, ""),
        ("curator", 302, ""),
        ("visitor", 302, ""),
    ],
)
def test_owners_and_editors_take_back(sign_in, case, person, status, outcome):
    answer = sign_in(person).post(f"/edit/cases/{case.pk}/take-back/")
    assert answer.status_code == status
    assert Case.objects.get().outcome == outcome


@pytest.mark.parametrize("path", ["/priorities/{slug}/", "/api/v1/priorities/{slug}/"])
@pytest.mark.parametrize("person", PEOPLE)
def test_submitted_record_is_seen_by_its_people_and_curators(
    sign_in, case, path, person
):
    slug = Priority.objects.get().slug
    answer = sign_in(person).get(path.format(slug=slug))
    may = person in (*MEMBERS, "curator")
    assert answer.status_code == (200 if may else 404)
    shows_it = person in MEMBERS and not path.startswith("/api/")
    assert (SECRET in answer.content.decode()) is shows_it


def test_contact_person_of_a_cluster_is_read_by_its_people_only(
    sign_in, people, client
):
    cluster = factories.make_cluster(
        "FR10", status="draft", contact_person="Ada Miller", mailbox="office@mill.eu"
    )
    miller = make_member("miller", "reader", cluster=cluster)
    case = services.submit_record(record=cluster, by=miller)
    text = sign_in("curator").get(f"/curation/cases/{case.pk}/").content.decode()
    assert "Ada Miller" not in text
    assert "office@mill.eu" in text
    assert "Only the organisation's people read this." in text
    client.force_login(miller)
    assert "Ada Miller" in client.get(f"/edit/cases/{case.pk}/").content.decode()
