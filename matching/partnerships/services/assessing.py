"""Several reviewers assess a proposal on their own; then a curator decides."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.partnerships.choices import (
    DECIDED,
    Phase,
    ProposalKind,
    ProposalState,
    Status,
)
from matching.partnerships.models import (
    Partnership,
    Proposal,
    Review,
    Score,
)
from matching.partnerships.models.assessment import LONGEST_REASON, MOST_POINTS
from matching.partnerships.outcomes import note_all_partners
from matching.partnerships.people import (
    has_interest,
    require_impartial,
)
from matching.partnerships.questions import criteria
from matching.partnerships.services.locking import fresh, lock_partnership
from matching.partnerships.services.proposing import next_round
from matching.partnerships.services.reasons import require_reason
from matching.partnerships.services.setting_up import enter_phase
from matching.partnerships.telling import tell_decided, tell_reviewer
from portal.accounts.models import User
from portal.accounts.services import NotAllowed
from portal.web.errors import Conflict, PortalError

# More than one opinion, before anybody says yes or no.
FEWEST_REVIEWS = 2

# Points and the written reason by the code of the criterion.
Given = Mapping[str, tuple[int, str]]


@transaction.atomic
def assign_reviewer(*, by: User, proposal: Proposal, reviewer: User) -> Review:
    """Ask a curator who acts for nobody in the partnership; twice is once.

    Who acts for a member does not choose who judges it.
    """
    partnership = lock_partnership(proposal.partnership_id)
    require_impartial(by, partnership)
    found = _submitted(proposal)
    if not (reviewer.is_staff and reviewer.is_active):
        raise ValidationError({"reviewer": [_("Reviewers are curators.")]})
    if has_interest(reviewer, partnership):
        text = _("This person acts for a member, and so does not review.")
        raise ValidationError({"reviewer": [text]})
    review, is_new = Review.objects.get_or_create(
        proposal=found, reviewer=reviewer, defaults={"assigned_by": by}
    )
    if is_new:
        tell_reviewer(review)
    return review


@transaction.atomic
def unassign_reviewer(*, by: User, review: Review) -> None:
    """Take the task back, as long as nothing is submitted."""
    require_impartial(by, lock_partnership(review.proposal.partnership_id))
    found = Review.objects.filter(pk=review.pk).first()
    if found is None:
        return
    if found.is_submitted:
        raise Conflict(_("This review is submitted, and stays."))
    found.delete()


@transaction.atomic
def submit_review(
    *, by: User, review: Review, given: Given, remark: str = ""
) -> Review:
    """Give points and a written reason for every criterion; it stays as it is then."""
    partnership = lock_partnership(review.proposal.partnership_id)
    found = fresh(review)
    if found.reviewer_id != by.pk:
        raise NotAllowed(_("This review is somebody else's."))
    require_impartial(by, partnership)
    if found.is_submitted:
        return found
    _submitted(found.proposal)
    wanted = criteria()[found.proposal.kind]
    _check_given(given, [one.code for one in wanted])
    for one in wanted:
        points, reason = given[one.code]
        Score.objects.create(
            review=found,
            criterion=one.code,
            weight=one.weight,
            points=points,
            reason=reason.strip(),
        )
    found.remark, found.submitted_at = remark.strip(), timezone.now()
    found.save(update_fields=["remark", "submitted_at"])
    return found


@transaction.atomic
def decide_proposal(
    *, by: User, proposal: Proposal, verdict: str, reason: str
) -> Proposal:
    """Accept it, return it for changes or decline it, with a reason.

    Yes and no need two submitted reviews; a form with gaps can be returned at once.
    """
    partnership = lock_partnership(proposal.partnership_id)
    require_impartial(by, partnership)
    found = fresh(proposal)
    if found.state == verdict and verdict in DECIDED:
        return found
    found = _submitted(proposal)
    reason = require_reason(reason, LONGEST_REASON)
    if verdict not in DECIDED:
        raise ValidationError({"verdict": [_("Choose what is decided.")]})
    reviews = found.reviews.exclude(submitted_at=None).count()
    if verdict != ProposalState.RETURNED and reviews < FEWEST_REVIEWS:
        raise PortalError(
            _("Two reviews have to be submitted before it is accepted or declined.")
        )
    found.state, found.reason, found.decided_by = verdict, reason, by
    found.decided_at = timezone.now()
    found.save()
    _follow(partnership, found, by)
    tell_decided(found)
    return found


def _follow(partnership: Partnership, proposal: Proposal, by: User) -> None:
    """What the decision changes in the partnership."""
    if proposal.state == ProposalState.RETURNED:
        next_round(proposal, by)
    if proposal.kind != ProposalKind.EXPRESSION:
        return
    if proposal.state == ProposalState.ACCEPTED:
        partnership.status = Status.ACTIVE
        reason = _("The expression of interest is accepted.")
        enter_phase(partnership, Phase.SET_UP, by, reason)
        note_all_partners(partnership)
        return
    is_returned = proposal.state == ProposalState.RETURNED
    partnership.status = Status.DRAFT if is_returned else Status.DECLINED
    partnership.save(update_fields=["status"])


def _submitted(proposal: Proposal) -> Proposal:
    found = fresh(proposal)
    if not found.is_submitted:
        words = {"state": found.get_state_display()}
        raise Conflict(_("It is not under assessment: %(state)s.") % words)
    return found


def _check_given(given: Given, wanted: list[str]) -> None:
    faults = {}
    for code in wanted:
        points, reason = given.get(code, (-1, ""))
        if not 0 <= points <= MOST_POINTS:
            faults[f"points-{code}"] = [_("Give 0 to 5 points.")]
        if not reason.strip():
            faults[f"reason-{code}"] = [_("Say why.")]
    if faults:
        raise ValidationError(faults)
