"""Writes of invitations: an owner asks somebody by mail, who accepts by the link."""

import datetime
import hashlib
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.addresses import masked, verified_addresses
from portal.accounts.models import (
    Invitation,
    Mandate,
    MandateEvent,
    Role,
    User,
    organisation_link,
)
from portal.accounts.organisations import Organisation
from portal.accounts.services import notices
from portal.accounts.services.holding import (
    RANKS,
    NotAllowed,
    already_acts,
    end_day,
    is_owner,
    lock_organisation,
    lock_person,
    mandate_of,
    note,
    require_owner,
)
from portal.accounts.services.limits import require_few_invitations
from portal.accounts.services.mandates import grant_mandate
from portal.web.errors import PortalError

VALID_FOR = datetime.timedelta(days=14)
What = MandateEvent.What


def hash_of(key: str) -> str:
    """What is stored of a key: it is random, so a plain digest is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


def invitation_of(key: str) -> Invitation | None:
    """The invitation to which this link leads, whatever has become of it."""
    rows = Invitation.objects.select_related("region", "cluster", "invited_by")
    return rows.filter(key_hash=hash_of(key)).first()


@transaction.atomic
def invite(
    *,
    organisation: Organisation,
    email: str,
    role: str,
    by: User,
    ends_on: datetime.date | None = None,
) -> Invitation:
    """Send somebody a link by which he can act for the organisation; owners only.

    An earlier invitation to the same address ends with it.
    """
    lock_person(by)
    lock_organisation(organisation)
    require_owner(by, organisation)
    email = email.strip().lower()
    if ends_on is not None:
        end_day(ends_on, timezone.localdate())
    _forbid_colleague(email, organisation)
    require_few_invitations(organisation, email, by)
    open_ones = Invitation.objects.open().of(organisation)
    open_ones.filter(email=email).update(withdrawn_at=timezone.now())
    invitation = Invitation(
        **organisation_link(organisation),
        email=email,
        role=role,
        ends_on=ends_on,
        invited_by=by,
    )
    return _sent(invitation, by)


def _forbid_colleague(email: str, organisation: Organisation) -> None:
    mandates = Mandate.objects.running().of(organisation).select_related("user")
    if present := mandates.filter(user__email=email).first():
        raise already_acts(present)


def _sent(invitation: Invitation, by: User) -> Invitation:
    """Save it with a new key, which only the mail holds."""
    key = secrets.token_urlsafe(32)
    invitation.key_hash = hash_of(key)
    invitation.expires_at = invitation.invited_at + VALID_FOR
    invitation.full_clean()
    invitation.save(force_insert=True)
    # The trail outlives people, so it holds no address.
    note(invitation.organisation, What.INVITED, by=by, role=invitation.role)
    person = User.objects.filter(email=invitation.email).first()
    notices.send_invitation(invitation, key, person)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """Make the link useless."""
    invitation = _locked(invitation)
    require_owner(by, invitation.organisation)
    _require_open(invitation)
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    note(invitation.organisation, What.UNINVITED, by=by, role=invitation.role)
    return invitation


@transaction.atomic
def accept_invitation(*, invitation: Invitation, by: User) -> Mandate:
    """Take up the mandate, if the invited address is one that this person proved.

    Who invited must still be one who may, and somebody else; the mandate lasts no
    longer than his own.
    """
    lock_organisation(invitation.organisation)
    invitation = _locked(invitation)
    inviter = invitation.invited_by
    sentence = refusal_of(invitation)
    if sentence or inviter is None:
        raise PortalError(sentence)
    _require_address(invitation, by)
    if inviter == by:
        raise NotAllowed(_("Nobody accepts an invitation of his own."))
    organisation = invitation.organisation
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    present = mandate_of(by, organisation)
    if present and RANKS[Role(present.role)] >= RANKS[Role(invitation.role)]:
        return present
    mandate = grant_mandate(
        user=by,
        organisation=organisation,
        role=invitation.role,
        by=inviter,
        ends_on=_last_day(invitation, inviter),
    )
    notices.tell_owners_of_newcomer(mandate)
    return mandate


def _require_address(invitation: Invitation, by: User) -> None:
    if invitation.email not in verified_addresses(by):
        raise PortalError(
            _(
                "The invitation was sent to %(address)s, which is not an address of"
                " this account. Sign in with that address, or ask an owner to invite"
                " %(own)s."
            )
            % {"address": masked(invitation.email), "own": by.email}
        )


def _last_day(invitation: Invitation, inviter: User) -> datetime.date | None:
    """As invited, but no later than the mandate of who invited."""
    own = mandate_of(inviter, invitation.organisation)
    last = None if own is None or inviter.is_staff else own.ends_on
    days = [day for day in (invitation.ends_on, last) if day is not None]
    return min(days, default=None)


def _may_invite(person: User | None, organisation: Organisation) -> bool:
    if person is None or not person.is_active:
        return False
    return person.is_staff or is_owner(person, organisation)


def state_of(invitation: Invitation) -> str:
    """What has become of it: open, accepted, withdrawn or expired."""
    if invitation.accepted_at:
        return "accepted"
    if invitation.withdrawn_at:
        return "withdrawn"
    return "open" if invitation.expires_at > timezone.now() else "expired"


def refusal_of(invitation: Invitation) -> str:
    """Why it cannot be accepted any more, in a sentence; "" while it can."""
    sentence = _state_in_words(invitation)
    if sentence or _may_invite(invitation.invited_by, invitation.organisation):
        return sentence
    return _(
        "Who sent this invitation may not invite people any more. Ask an owner for"
        " another one."
    )


def _state_in_words(invitation: Invitation) -> str:
    return {
        "accepted": _("This invitation has been accepted already."),
        "withdrawn": _("This invitation was withdrawn. Ask an owner for another one."),
        "expired": _("This invitation has expired. Ask an owner for another one."),
        "open": "",
    }[state_of(invitation)]


def _require_open(invitation: Invitation) -> None:
    if sentence := _state_in_words(invitation):
        raise PortalError(sentence)


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",))
    rows = rows.select_related("region", "cluster", "invited_by")
    return rows.get(pk=invitation.pk)
