"""Invitations: a link in a mail, for one address, for 14 days."""

import re

import pytest
import time_machine
from django.utils import timezone

from portal.accounts import services
from portal.accounts.models import Invitation, Mandate
from portal.accounts.services import limits
from portal.web.errors import PortalError
from tests.accounts.story import events, letters, make_colleague
from tests.factories import make_person, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return make_region("ES51")


@pytest.fixture
def owner(region):
    return make_colleague("owner", "owner", region).user


@pytest.fixture
def invited(client, owner, mailbox):
    """Invite new@example.org as an editor; return the path of the link in the mail."""
    client.force_login(owner)
    client.post(
        "/accounts/people/region/ES51/",
        {
            "invite": "1",
            "invite_form-email": "New@example.org",
            "invite_form-role": "editor",
        },
    )
    client.logout()
    [letter] = mailbox()
    assert letter.to == ["new@example.org"]
    return re.search(r"http://[^/]+(/accounts/invitations/[\w-]+/)", letter.body)[1]


def test_invited_person_accepts_by_the_link(client, invited, region, owner, mailbox):
    person = make_person("new")
    client.force_login(person)
    page = client.get(invited).content.decode()
    assert "owner@example.org invites you to act for Region ES51 as editor." in page
    answer = client.post(invited)
    assert answer.url == "/accounts/people/region/ES51/"
    mandate = Mandate.objects.get(user=person)
    assert (mandate.role, mandate.granted_by) == ("editor", owner)
    assert events(region) == [
        ("invited", "", "owner", "editor"),
        ("granted", "new", "owner", "editor"),
    ]
    assert letters(mailbox)[1:] == [("owner", "Somebody new acts for Region ES51")]


def test_key_is_in_the_mail_and_nowhere_else(invited):
    key = invited.split("/")[-2]
    [row] = Invitation.objects.values()
    assert len(key) >= 40
    assert key not in str(row)


def test_visitor_learns_where_to_sign_in_but_not_the_address(client, invited):
    page = client.get(invited).content.decode()
    assert f"/accounts/login/?next={invited}" in page
    assert "n…@example.org" in page
    assert "new@example.org" not in page
    client.post(invited)
    assert Mandate.objects.count() == 1


def test_person_with_another_address_cannot_accept_and_is_told_what_to_do(
    client, invited
):
    other = make_person("other")
    client.force_login(other)
    page = client.get(invited).content.decode()
    assert "ask owner@example.org to invite other@example.org" in page
    page = client.post(invited, follow=True).content.decode()
    assert "which is not an address of this account" in page
    assert other.mandates.count() == 0


def test_link_is_good_once_and_for_14_days(client, invited, owner):
    person = make_person("new")
    with time_machine.travel(timezone.now() + services.invitations.VALID_FOR):
        client.force_login(person)
        assert "has expired" in client.get(invited).content.decode()
        client.post(invited)
        assert person.mandates.count() == 0
    client.force_login(person)
    client.post(invited)
    person.mandates.all().delete()
    assert "accepted already" in client.get(invited).content.decode()
    client.post(invited)
    assert person.mandates.count() == 0


def test_withdrawn_invitation_is_of_no_use(client, invited, region, owner):
    [invitation] = Invitation.objects.all()
    client.force_login(owner)
    client.post(f"/accounts/invitations/{invitation.pk}/withdraw/")
    assert events(region)[-1] == ("uninvited", "", "owner", "editor")
    person = make_person("new")
    client.force_login(person)
    assert "was withdrawn" in client.get(invited).content.decode()
    client.post(invited)
    assert person.mandates.count() == 0


def test_new_invitation_to_an_address_ends_the_one_before(invited, region, owner):
    with time_machine.travel(timezone.now() + limits.DAY):
        services.invite(
            organisation=region, email="new@example.org", role="reader", by=owner
        )
        [new] = Invitation.objects.open()
    assert new.role == "reader"


def test_unknown_link_leads_nowhere(client):
    assert client.get("/accounts/invitations/guessed/").status_code == 404


@pytest.mark.parametrize("role", ["editor", "reader"])
def test_editors_and_readers_do_not_invite(client, region, owner, invited, role):
    client.force_login(make_colleague(role, role, region).user)
    answer = client.post(
        "/accounts/people/region/ES51/",
        {
            "invite": "1",
            "invite_form-email": "friend@example.org",
            "invite_form-role": "owner",
        },
    )
    assert answer.status_code == 403
    [invitation] = Invitation.objects.all()
    address = f"/accounts/invitations/{invitation.pk}/withdraw/"
    assert client.post(address).status_code == 403
    assert Invitation.objects.open().count() == 1


def test_stranger_cannot_withdraw_and_learns_nothing(client, invited):
    [invitation] = Invitation.objects.all()
    client.force_login(make_colleague("stranger", "owner", make_region("FI1C")).user)
    address = f"/accounts/invitations/{invitation.pk}/withdraw/"
    assert client.post(address).status_code == 404
    assert Invitation.objects.open().count() == 1


def test_colleague_is_not_invited_but_changed(region, owner):
    make_colleague("editor", "editor", region)
    with pytest.raises(PortalError, match="already acts for Region ES51 as editor"):
        services.invite(
            organisation=region, email="editor@example.org", role="owner", by=owner
        )


def test_role_is_never_lowered_by_accepting(client, invited, region):
    person = make_person("new")
    make_colleague("new", "owner", region)
    client.force_login(person)
    client.post(invited)
    assert person.mandates.get().role == "owner"
