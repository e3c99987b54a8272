"""The page of an organisation's people: who sees it, who acts on it, what it says."""

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from portal.accounts import services
from portal.accounts.models import Mandate, User
from tests.accounts.story import events, make_colleague
from tests.factories import make_cluster, make_person, make_region

pytestmark = pytest.mark.django_db
ROLES = ("owner", "editor", "reader")


@pytest.fixture(params=["region", "cluster"])
def organisation(request):
    return make_region("ES51") if request.param == "region" else make_cluster("ES51")


@pytest.fixture
def address(organisation):
    key = getattr(organisation, "slug", organisation.pk)
    return f"/accounts/people/{organisation._meta.model_name}/{key}/"


@pytest.fixture
def colleagues(organisation):
    return {role: make_colleague(role, role, organisation) for role in ROLES}


@pytest.fixture
def others(organisation):
    """People who do not act for it: of another region, of before, and a curator."""
    before = make_colleague("before", "owner", organisation)
    Mandate.objects.filter(pk=before.pk).update(ends_on="2020-01-01")
    return {
        "stranger": make_colleague("stranger", "owner", make_region("FI1C")).user,
        "before": before.user,
        "curator": make_person("curator", is_staff=True),
    }


@pytest.mark.parametrize("role", [*ROLES, "curator"])
def test_people_are_seen_by_colleagues_and_curators(
    client, address, colleagues, others, role
):
    person = others["curator"] if role == "curator" else colleagues[role].user
    client.force_login(person)
    page = client.get(address)
    text = page.content.decode()
    for name in (*ROLES, "before"):
        assert f"{name}@example.org" in text
    assert ("Invite somebody" in text) is (role in ("owner", "curator"))
    assert ("Give a mandate directly" in text) is (role == "curator")
    may_open = {
        row.mandate.user.email.partition("@")[0]: row.may_open
        for row in page.context["desk"].running
    }
    assert may_open == {name: name in _changeable(role) for name in ROLES}


def _changeable(role: str) -> tuple[str, ...]:
    return ROLES if role in ("owner", "curator") else (role,)


@pytest.mark.parametrize("who", ["stranger", "before"])
def test_others_find_nothing(client, address, colleagues, others, who):
    client.force_login(others[who])
    assert client.get(address).status_code == 404
    assert client.post(address, {"invite": "1"}).status_code == 404
    for mandate in colleagues.values():
        one = f"/accounts/mandates/{mandate.pk}/"
        assert client.get(one).status_code == 404
        assert client.post(one, {"end": "1"}).status_code == 404
    assert Mandate.objects.running().filter(user__email__in=_addresses()).count() == 3


def _addresses() -> list[str]:
    return [f"{role}@example.org" for role in ROLES]


def test_visitor_is_led_to_sign_in(client, address, colleagues):
    answer = client.get(address)
    assert answer.url == f"/accounts/login/?next={address}"
    answer = client.get("/accounts/mandates/")
    assert answer.url == "/accounts/login/?next=/accounts/mandates/"


def test_owner_changes_the_role_of_an_editor(client, address, colleagues, organisation):
    client.force_login(colleagues["owner"].user)
    one = f"/accounts/mandates/{colleagues['editor'].pk}/"
    answer = client.post(one, {"role": "1", "role-role": "owner"})
    assert answer.url == address
    colleagues["editor"].refresh_from_db()
    assert colleagues["editor"].role == "owner"
    assert events(organisation) == [("changed", "editor", "owner", "owner")]


def test_editor_cannot_make_himself_owner(client, colleagues):
    client.force_login(colleagues["editor"].user)
    one = f"/accounts/mandates/{colleagues['editor'].pk}/"
    answer = client.post(one, {"role": "1", "role-role": "owner"})
    assert answer.status_code == 403
    colleagues["editor"].refresh_from_db()
    assert colleagues["editor"].role == "editor"


def test_last_owner_reads_why_he_cannot_leave(client, colleagues):
    client.force_login(colleagues["owner"].user)
    one = f"/accounts/mandates/{colleagues['owner'].pk}/leave/"
    page = client.get(one).content.decode()
    assert "would be left without an owner. Hand over" in page
    assert "Leave now" not in page
    page = client.post(one)
    assert [*page.context["form"].non_field_errors()] == [
        f"{page.context['name']} would be left without an owner. Hand over to a"
        " colleague first, or ask a curator."
    ]
    assert Mandate.objects.get(pk=colleagues["owner"].pk).is_running


def test_who_leaves_is_asked_first(client, colleagues, organisation):
    mandate = colleagues["reader"]
    client.force_login(mandate.user)
    one = f"/accounts/mandates/{mandate.pk}/"
    assert f'href="{one}leave/"' in client.get(one).content.decode()
    assert client.post(one, {"end": "1"}).url == f"{one}leave/"
    assert "Leave now" in client.get(f"{one}leave/").content.decode()
    assert Mandate.objects.get(pk=mandate.pk).is_running
    answer = client.post(f"{one}leave/", follow=True)
    assert answer.request["PATH_INFO"] == "/accounts/mandates/"
    assert events(organisation) == [("ended", "reader", "reader", "reader")]
    page = answer.content.decode()
    assert "You do not act for" in page
    today = date_format(timezone.localdate(), "DATE_FORMAT")
    assert f"reader, ended on {today}" in page
    assert client.get(f"{one}leave/").status_code == 404


def test_nobody_leaves_for_another(client, colleagues, others, organisation):
    one = f"/accounts/mandates/{colleagues['editor'].pk}/leave/"
    for person in (colleagues["owner"].user, others["curator"]):
        client.force_login(person)
        assert client.post(one).status_code == 404
    assert events(organisation) == []


def test_owner_hands_over_and_comes_to_his_own_mandates(client, colleagues):
    client.force_login(colleagues["owner"].user)
    one = f"/accounts/mandates/{colleagues['owner'].pk}/"
    answer = client.post(one, {"over": "1", "over-to": colleagues["editor"].pk})
    assert answer.url == "/accounts/mandates/"
    colleagues["editor"].refresh_from_db()
    assert colleagues["editor"].role == "owner"
    assert not Mandate.objects.get(pk=colleagues["owner"].pk).is_running


def test_last_day_that_cannot_be_is_said_beside_the_field(client, colleagues):
    client.force_login(colleagues["owner"].user)
    one = f"/accounts/mandates/{colleagues['editor'].pk}/"
    page = client.post(one, {"date": "1", "date-ends_on": "2020-01-01"})
    assert page.context["faults"].errors == {
        "ends_on": ["The last day cannot be in the past."]
    }


def test_curator_ends_the_last_owner_and_gives_another_mandate(
    client, address, colleagues, others, organisation
):
    make_person("new")
    client.force_login(others["curator"])
    client.post(f"/accounts/mandates/{colleagues['owner'].pk}/", {"end": "1"})
    client.post(
        address,
        {
            "grant": "1",
            "grant_form-email": "new@example.org",
            "grant_form-role": "owner",
        },
    )
    owners = User.objects.acting_for(
        "owner", **{organisation._meta.model_name: organisation}
    )
    assert [one.email for one in owners] == ["new@example.org"]


def test_owner_cannot_use_the_curators_form(client, address, colleagues):
    make_person("new")
    client.force_login(colleagues["owner"].user)
    client.post(
        address,
        {
            "grant": "1",
            "grant_form-email": "new@example.org",
            "grant_form-role": "owner",
        },
    )
    assert not Mandate.objects.filter(user__email="new@example.org").exists()


def test_history_names_people_but_no_curator(client, address, colleagues, others):
    services.end_mandate(mandate=colleagues["reader"], by=others["curator"])
    client.force_login(colleagues["editor"].user)
    page = client.get(address).content.decode()
    assert "a curator" in page
    assert "curator@example.org" not in page


def test_history_stays_when_a_person_is_gone(client, address, colleagues):
    services.end_mandate(mandate=colleagues["reader"], by=colleagues["owner"].user)
    services.delete_account(user=colleagues["reader"].user)
    client.force_login(colleagues["owner"].user)
    page = client.get(address).content.decode()
    assert "not here any more" in page
    assert "reader@example.org" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_people_are_read_in_the_same_queries_for_one_and_three(
    client, address, organisation, colleagues, count, django_assert_num_queries
):
    for number in range(count):
        make_colleague(f"more{number}", "reader", organisation)
        services.invite(
            organisation=organisation,
            email=f"i{number}@example.org",
            role="reader",
            by=colleagues["owner"].user,
        )
    client.force_login(colleagues["owner"].user)
    client.get(address)
    with django_assert_num_queries(8):
        client.get(address)


@pytest.mark.parametrize("count", [1, 3])
def test_own_mandates_are_read_in_the_same_queries_for_one_and_three(
    client, count, django_assert_num_queries
):
    for code in ("ES51", "FI1C", "FR10")[:count]:
        mandate = make_colleague("me", "owner", make_region(code))
        services.claim_mandate(
            user=mandate.user,
            organisation=make_cluster(code),
            role="owner",
            statement="I",
            proof_url="https://office.example/",
        )
    client.force_login(mandate.user)
    client.get("/accounts/mandates/")
    with django_assert_num_queries(7):
        page = client.get("/accounts/mandates/")
    assert len(page.context["own"].running) == count


def test_person_without_a_mandate_learns_the_next_step(client):
    client.force_login(make_person("new"))
    page = client.get("/accounts/mandates/").content.decode()
    assert "You act for nobody yet" in page
    assert "/accounts/claims/new/" in page


@pytest.mark.parametrize("path", ["/regions/ES51/", "/clusters/{slug}/"])
def test_public_pages_lead_to_a_claim(client, path):
    cluster = make_cluster("ES51")
    page = client.get(path.format(slug=cluster.slug)).content.decode()
    wanted = "region=ES51" if "regions" in path else f"cluster={cluster.slug}"
    assert f'href="/accounts/claims/new/?{wanted}"' in page


def test_day_is_noted_once_a_day_and_the_warnings_end(
    client, django_assert_num_queries
):
    person = make_person("here")
    User.objects.filter(pk=person.pk).update(absence_warnings=2)
    client.force_login(person)
    client.get("/accounts/mandates/")
    person.refresh_from_db()
    assert (person.last_seen_on, person.absence_warnings) == (timezone.localdate(), 0)
    with django_assert_num_queries(7):
        client.get("/accounts/mandates/")
