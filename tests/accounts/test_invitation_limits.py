"""How many invitations go out, and whose are still good when they are taken up."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from portal.accounts import services
from portal.accounts.models import Invitation, Mandate, User
from portal.accounts.services import limits
from portal.web.errors import PortalError
from tests.accounts.story import make_colleague
from tests.factories import make_cluster, make_person, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return make_region("ES51")


@pytest.fixture
def owner(region):
    return make_colleague("owner", "owner", region)


def invite(organisation, by, name="new", **fields) -> Invitation:
    values = {"email": f"{name}@example.org", "role": "editor"}
    return services.invite(organisation=organisation, by=by, **values | fields)


def days_later(days: int):
    return time_machine.travel(timezone.now() + datetime.timedelta(days=days))


def day(number: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=number)


# --- whose invitation is good --------------------------------------------------------


def _gone(owner, curator):
    services.delete_account(user=owner.user, leaves_ownerless=True)


def _inactive(owner, curator):
    User.objects.filter(pk=owner.user_id).update(is_active=False)


def _over(owner, curator):
    Mandate.objects.filter(pk=owner.pk).update(ends_on="2020-01-01")


def _lowered(owner, curator):
    Mandate.objects.filter(pk=owner.pk).update(role="editor")


@pytest.mark.parametrize("happens", [_gone, _inactive, _over, _lowered])
def test_invitation_of_who_may_not_invite_any_more_is_refused(
    client, region, owner, happens
):
    invitation = invite(region, owner.user)
    person, curator = make_person("new"), make_person("curator", is_staff=True)
    happens(owner, curator)
    invitation.refresh_from_db()
    assert services.refusal_of(invitation) != ""
    with pytest.raises(PortalError, match="Ask an owner for another one"):
        services.accept_invitation(invitation=invitation, by=person)
    assert person.mandates.count() == 0


def test_invitation_of_a_curator_is_good_without_a_mandate(region):
    curator, person = make_person("curator", is_staff=True), make_person("new")
    invitation = invite(region, curator)
    services.accept_invitation(invitation=invitation, by=person)
    assert services.mandate_of(person, region).role == "editor"


def test_nobody_accepts_an_invitation_of_his_own(region):
    curator = make_person("curator", is_staff=True)
    invitation = invite(region, curator, "curator", role="owner")
    with pytest.raises(services.NotAllowed, match="of his own"):
        services.accept_invitation(invitation=invitation, by=curator)
    assert curator.mandates.count() == 0


@pytest.mark.parametrize(
    ("own", "invited", "becomes"),
    [(5, None, 5), (5, 9, 5), (9, 5, 5), (None, 5, 5), (None, None, None)],
)
def test_mandate_lasts_no_longer_than_that_of_who_invited(
    region, owner, own, invited, becomes
):
    Mandate.objects.filter(pk=owner.pk).update(ends_on=own and day(own))
    invitation = invite(region, owner.user, ends_on=invited and day(invited))
    mandate = services.accept_invitation(invitation=invitation, by=make_person("new"))
    assert mandate.ends_on == (becomes and day(becomes))


def test_invitations_end_with_the_right_to_invite(region, owner):
    """By a lower role, by handing over, by leaving and by the last day."""
    sent = {}
    names = ("lowered", "over", "leaver", "dated")
    owners = {name: make_colleague(name, "owner", region) for name in names}
    for name, mandate in owners.items():
        sent[name] = invite(region, mandate.user, f"friend-of-{name}")
    stays = invite(region, owner.user, "friend")
    editor = make_colleague("editor", "editor", region)
    services.change_role(
        mandate=owners["lowered"], role="editor", by=owners["lowered"].user
    )
    services.hand_over(mandate=owners["over"], to=editor, by=owners["over"].user)
    services.leave(mandate=owners["leaver"], by=owners["leaver"].user)
    Mandate.objects.filter(pk=owners["dated"].pk).update(ends_on=day(-1))
    services.close_ended_mandates()
    assert list(Invitation.objects.open()) == [stays]


# --- how many ------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["draft", "submitted", "returned"])
def test_cluster_nobody_checked_invites_three_people_in_all(status):
    cluster = make_cluster("ES51", status=status)
    owner = make_colleague("owner", "owner", cluster).user
    for number in range(3):
        one = invite(cluster, owner, f"p{number}")
        services.withdraw_invitation(invitation=one, by=owner)
    with days_later(40), pytest.raises(PortalError, match="it can invite 3 people"):
        invite(cluster, owner, "p4")
    assert Invitation.objects.count() == 3


def test_subject_holds_no_title_that_nobody_checked(mailbox):
    title = "You have won: evil.example"
    for status, subject in (
        ("draft", "An invitation to act for a cluster in the portal"),
        ("published", f"Act for {title} in the portal"),
    ):
        cluster = make_cluster("ES51", status=status, title=title)
        invite(cluster, make_colleague("owner", "owner", cluster).user)
        assert mailbox()[-1].subject == subject


def test_person_invites_twenty_a_day_whatever_became_of_them(region, owner):
    other = make_region("FI1C")
    make_colleague("owner", "owner", other)
    for number in range(10):
        for place in (region, other):
            one = invite(place, owner.user, f"p{number}")
            services.withdraw_invitation(invitation=one, by=owner.user)
    with pytest.raises(PortalError, match="20 invitations were sent within a day"):
        invite(region, owner.user, "one-more")
    with days_later(1):
        invite(region, owner.user, "one-more")


def test_owners_together_invite_twenty_a_day(region, owner):
    other = make_colleague("other", "owner", region)
    for number in range(10):
        invite(region, owner.user, f"a{number}")
        invite(region, other.user, f"b{number}")
    with pytest.raises(PortalError, match="20 invitations were sent within a day"):
        invite(region, owner.user, "one-more")


def test_address_gets_one_mail_a_day(region, owner, mailbox):
    one = invite(region, owner.user)
    services.withdraw_invitation(invitation=one, by=owner.user)
    with pytest.raises(PortalError, match="within the last 24 hours"):
        invite(region, owner.user)
    assert len(mailbox()) == 1
    with days_later(1):
        invite(region, owner.user)


def test_open_invitations_have_an_end(region, owner):
    for number in range(limits.MOST_OPEN):
        with days_later(number // 20):
            invite(region, owner.user, f"p{number}")
    with days_later(3), pytest.raises(PortalError, match="30 invitations are open"):
        invite(region, owner.user, "one-more")
