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
from portal.accounts.organisations import Organisation, name_of
from portal.accounts.services import notices
from portal.accounts.services.holding import (
    RANKS,
    end_day,
    lock_organisation,
    mandate_of,
    note,
    require_owner,
)
from portal.accounts.services.mandates import grant_mandate
from portal.web.errors import PortalError

VALID_FOR = datetime.timedelta(days=14)
MOST_OPEN = 30
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
    lock_organisation(organisation)
    require_owner(by, organisation)
    email = email.strip().lower()
    person = User.objects.filter(email=email).first()
    if ends_on is not None:
        end_day(ends_on, timezone.localdate())
    if person and (present := mandate_of(person, organisation)):
        raise PortalError(
            _("%(person)s already acts for %(name)s as %(role)s.")
            % {
                "person": person,
                "name": name_of(organisation),
                "role": present.get_role_display(),
            }
        )
    open_ones = Invitation.objects.open().of(organisation)
    open_ones.filter(email=email).update(withdrawn_at=timezone.now())
    if open_ones.count() >= MOST_OPEN:
        raise PortalError(
            _("%(count)d invitations are open. Withdraw one before you send another.")
            % {"count": MOST_OPEN}
        )
    key = secrets.token_urlsafe(32)
    now = timezone.now()
    invitation = Invitation(
        **organisation_link(organisation),
        email=email,
        role=role,
        ends_on=ends_on,
        key_hash=hash_of(key),
        invited_by=by,
        invited_at=now,
        expires_at=now + VALID_FOR,
    )
    invitation.full_clean()
    invitation.save(force_insert=True)
    # The trail outlives people, so it holds no address.
    note(organisation, What.INVITED, by=by, role=role)
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
    """Take up the mandate, if the invited address is one that this person proved."""
    lock_organisation(invitation.organisation)
    invitation = _locked(invitation)
    _require_open(invitation)
    if invitation.email not in verified_addresses(by):
        raise PortalError(
            _(
                "The invitation was sent to %(address)s, which is not an address of"
                " this account. Sign in with that address, or ask an owner to invite"
                " %(own)s."
            )
            % {"address": masked(invitation.email), "own": by.email}
        )
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
        by=invitation.invited_by or by,
        ends_on=invitation.ends_on,
    )
    notices.tell_owners_of_newcomer(mandate)
    return mandate


def state_of(invitation: Invitation) -> str:
    """What has become of it: open, accepted, withdrawn or expired."""
    if invitation.accepted_at:
        return "accepted"
    if invitation.withdrawn_at:
        return "withdrawn"
    return "open" if invitation.expires_at > timezone.now() else "expired"


def refusal_of(invitation: Invitation) -> str:
    """Why it cannot be accepted any more, in a sentence; "" while it can."""
    return {
        "accepted": _("This invitation has been accepted already."),
        "withdrawn": _("This invitation was withdrawn. Ask an owner for another one."),
        "expired": _("This invitation has expired. Ask an owner for another one."),
        "open": "",
    }[state_of(invitation)]


def _require_open(invitation: Invitation) -> None:
    if sentence := refusal_of(invitation):
        raise PortalError(sentence)


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",))
    rows = rows.select_related("region", "cluster", "invited_by")
    return rows.get(pk=invitation.pk)
