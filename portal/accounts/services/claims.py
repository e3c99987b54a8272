"""Writes of claims: somebody says to act for an organisation, a curator decides."""

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import (
    Claim,
    MandateEvent,
    Role,
    User,
    organisation_link,
)
from portal.accounts.organisations import Organisation, name_of, shared_domain
from portal.accounts.services import notices
from portal.accounts.services.holding import (
    RANKS,
    NotAllowed,
    lock_organisation,
    lock_person,
    mandate_of,
    note,
)
from portal.accounts.services.limits import require_few_claims
from portal.accounts.services.mandates import grant_mandate
from portal.web.errors import PortalError


@dataclass(frozen=True)
class Proof:
    """A file that shows something; checked by its form."""

    name: str
    content: bytes


@transaction.atomic
def claim_mandate(
    *,
    user: User,
    organisation: Organisation,
    role: str,
    statement: str,
    proof_url: str = "",
    proof: Proof | None = None,
) -> Claim:
    """Ask the curators for a mandate, with a link, a file or an address of the site."""
    lock_person(user)
    lock_organisation(organisation)
    facts = {"name": name_of(organisation)}
    present = mandate_of(user, organisation)
    if present and RANKS[Role(present.role)] >= RANKS[Role(role)]:
        raise PortalError(_("You already act for %(name)s in this role.") % facts)
    if user.claims.open().filter(**organisation_link(organisation)).exists():
        raise PortalError(_("Your claim for %(name)s already waits.") % facts)
    require_few_claims(user)
    if not (proof_url or proof or shared_domain(user, organisation)):
        raise ValidationError(
            {"proof_url": _("Add a page or a file that shows that you act for it.")}
        )
    claim = Claim(
        user=user,
        **organisation_link(organisation),
        role=role,
        statement=statement,
        proof_url=proof_url,
        proof=proof.content if proof else None,
        proof_name=proof.name if proof else "",
    )
    claim.full_clean()
    claim.save(force_insert=True)
    note(organisation, MandateEvent.What.CLAIMED, by=user, person=user, role=role)
    notices.tell_of_claim(claim)
    return claim


@transaction.atomic
def take_back_claim(*, claim: Claim, by: User) -> Claim:
    """Let one's own claim rest; nobody decides it then, and its file is dropped."""
    claim = _locked(claim)
    if claim.user_id != by.pk:
        raise NotAllowed(_("Only who made the claim can take it back."))
    claim.state, claim.decided_at = Claim.State.TAKEN_BACK, timezone.now()
    claim.proof, claim.proof_name = None, ""
    claim.save(update_fields=["state", "decided_at", "proof", "proof_name"])
    return claim


@transaction.atomic
def assign_claim(*, claim: Claim, to: User | None, by: User) -> Claim:
    """Let a curator take the claim, or give it back to all."""
    claim = _locked(claim)
    if not by.is_staff or (to is not None and not to.is_staff):
        raise NotAllowed(_("Only curators decide claims."))
    claim.assigned_to = to
    claim.save(update_fields=["assigned_to"])
    return claim


@transaction.atomic
def decide_claim(
    *,
    claim: Claim,
    outcome: str,
    reasons: str,
    by: User,
    role: str = "",
    ends_on: datetime.date | None = None,
) -> Claim:
    """Grant the claim, in another role if need be, or refuse it; say why.

    Only granting needs no reasons. A decided claim cannot be decided again.
    """
    if outcome not in (Claim.State.GRANTED, Claim.State.REFUSED):
        raise ValueError(outcome)
    lock_organisation(claim.organisation)
    claim = _locked(claim)
    if not by.is_staff:
        raise NotAllowed(_("Only curators decide claims."))
    if claim.user_id == by.pk:
        raise NotAllowed(_("Nobody decides on a claim of his own. Ask a colleague."))
    if outcome == Claim.State.REFUSED and not reasons.strip():
        raise PortalError(_("Give the reasons: the person reads them."))
    claim.state, claim.reasons = outcome, reasons.strip()
    claim.decided_by, claim.decided_at = by, timezone.now()
    claim.role = role or claim.role
    claim.full_clean()
    claim.save()
    if outcome == Claim.State.GRANTED:
        _grant(claim, by, ends_on)
    else:
        what = MandateEvent.What.CLAIM_REFUSED
        note(claim.organisation, what, by=by, person=claim.user, role=claim.role)
    notices.tell_of_decision(claim)
    return claim


def _grant(claim: Claim, by: User, ends_on: datetime.date | None) -> None:
    mandate = grant_mandate(
        user=claim.user,
        organisation=claim.organisation,
        role=claim.role,
        by=by,
        ends_on=ends_on,
    )
    notices.tell_owners_of_newcomer(mandate)


def _locked(claim: Claim) -> Claim:
    rows = Claim.objects.select_for_update(of=("self",))
    found = rows.select_related("user", "region", "cluster").filter(pk=claim.pk).first()
    if found is None:
        raise PortalError(_("This claim is gone."))
    if not found.is_open:
        raise PortalError(_("This claim is already decided."))
    return found
