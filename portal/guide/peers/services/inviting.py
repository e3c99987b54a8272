"""Wishing that a peer be invited, and what a curator has done about it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User, organisation_link
from portal.accounts.services import NotAllowed
from portal.guide.peers.models import PeerInvitation, PeerProposal
from portal.guide.peers.people import key_of, represented
from portal.guide.peers.services.locking import lock_question, require_open
from portal.guide.peers.services.writing import check_texts
from portal.web.errors import Conflict, PortalError


@transaction.atomic
def invite_peer(*, by: User, proposal: PeerProposal) -> PeerInvitation:
    """Ask the curators to invite a proposed peer for whom nobody acts.

    They see who is wished for and by whom, and no text. A second press changes nothing.
    """
    question = lock_question(by, proposal.question_id)
    require_open(question)
    link = organisation_link(proposal.organisation)
    if present := question.invitations.filter(**link).first():
        return present
    if represented([key_of(proposal.organisation)]):
        raise PortalError(_("Somebody acts for them by now: ask for an introduction."))
    return PeerInvitation.objects.create(question=question, asked_by=by, **link)


@transaction.atomic
def settle_invitation(
    *, by: User, invitation: PeerInvitation, note: str
) -> PeerInvitation:
    """A curator says what was done; the asking side reads it.

    A second press changes nothing; two curators' notes do not write over one another.
    """
    if not by.is_staff:
        raise NotAllowed(_("Only curators may do this."))
    rows = PeerInvitation.objects.select_for_update(of=("self",))
    found = rows.filter(pk=invitation.pk).first()
    if found is None:
        raise Conflict(_("This wish is gone."))
    if found.settled_at and found.note == note.strip():
        return found
    if found.settled_at:
        raise Conflict(_("Another curator has settled this meanwhile."))
    check_texts({"note": note})
    found.settled_by, found.settled_at = by, timezone.now()
    found.note = note.strip()
    found.clean_fields()
    found.save(update_fields=["settled_by", "settled_at", "note"])
    return found
