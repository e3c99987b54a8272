"""The two forms: written, submitted, and written anew after they were returned."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.partnerships.choices import (
    ProposalKind,
    ProposalState,
    Status,
)
from matching.partnerships.conditions import Condition, check_conditions
from matching.partnerships.models import Partnership, Proposal
from matching.partnerships.people import require_lead
from matching.partnerships.questions import LONGEST_ANSWER, QUESTIONS
from matching.partnerships.services.locking import (
    fresh,
    lock_active,
    lock_alive,
)
from portal.accounts.models import User
from portal.web.errors import Conflict, PortalError


@transaction.atomic
def start_scoping(*, by: User, partnership: Partnership) -> Proposal:
    """Begin the scoping note of an accepted partnership; there is one at a time."""
    found = lock_active(partnership.pk)
    require_lead(by, found)
    notes = found.proposals.filter(kind=ProposalKind.SCOPING)
    if present := notes.open().first():
        return present
    if notes.filter(state=ProposalState.ACCEPTED).exists():
        raise Conflict(_("The scoping note is accepted already."))
    return Proposal.objects.create(
        partnership=found,
        kind=ProposalKind.SCOPING,
        round=notes.count() + 1,
        created_by=by,
    )


@transaction.atomic
def save_answers(*, by: User, proposal: Proposal, answers: dict[str, Any]) -> Proposal:
    """Keep the answers of a form that is being written; gaps are allowed."""
    partnership = lock_alive(proposal.partnership_id)
    require_lead(by, partnership)
    found = fresh(proposal)
    if not found.is_draft:
        raise Conflict(_("It is submitted, and stays as it is."))
    found.answers = {**found.answers, **_read(found.kind, answers)}
    found.save(update_fields=["answers"])
    return found


@transaction.atomic
def submit_proposal(*, by: User, proposal: Proposal) -> Proposal:
    """Hand it to the curators; what is required and missing is named."""
    partnership = lock_alive(proposal.partnership_id)
    require_lead(by, partnership)
    found = fresh(proposal)
    if found.is_submitted:
        return found
    if not found.is_draft:
        raise Conflict(_("It is decided already."))
    _require_answers(found)
    conditions = check_conditions(partnership)
    is_expression = found.kind == ProposalKind.EXPRESSION
    if is_expression:
        _require_entry(partnership, conditions)
        partnership.status = Status.ASSESSED
        partnership.save(update_fields=["status"])
    found.conditions = [one.as_json() for one in conditions]
    found.answers = {**found.answers, "subject": _subject(partnership)}
    found.state, found.submitted_by = ProposalState.SUBMITTED, by
    found.submitted_at = timezone.now()
    found.save()
    return found


def next_round(proposal: Proposal, by: User) -> Proposal:
    """What was returned, as a draft of a further round; the partnership is locked."""
    return Proposal.objects.create(
        partnership=proposal.partnership,
        kind=proposal.kind,
        round=proposal.round + 1,
        answers={
            name: text for name, text in proposal.answers.items() if name != "subject"
        },
        created_by=by,
    )


def _subject(partnership: Partnership) -> dict[str, Any]:
    """What the partnership said of itself when it was submitted."""
    return {
        "title": partnership.title,
        "theme": partnership.theme,
        "scope": partnership.scope,
        "topics": sorted(one.pk for one in partnership.topics.all()),
    }


def _read(kind: str, answers: dict[str, Any]) -> dict[str, str]:
    found, faults = {}, {}
    for question in QUESTIONS[kind]:
        text = str(answers.get(question.name, "")).strip()
        if len(text) > LONGEST_ANSWER:
            words = {"n": LONGEST_ANSWER}
            faults[question.name] = [_("At most %(n)d characters.") % words]
        found[question.name] = text
    if faults:
        raise ValidationError(faults)
    return found


def _require_answers(proposal: Proposal) -> None:
    gaps = [
        str(one.label)
        for one in QUESTIONS[proposal.kind]
        if not proposal.answers.get(one.name)
    ]
    if gaps:
        words = {"fields": ", ".join(gaps)}
        raise PortalError(_("Answer these first: %(fields)s.") % words)


def _require_entry(partnership: Partnership, conditions: list[Condition]) -> None:
    if not partnership.scope or not partnership.topics.exists():
        raise PortalError(_("Say the scope and at least one topic first."))
    missing = [one for one in conditions if one.is_missing]
    if missing:
        raise PortalError(
            _("An entry condition is not met yet: see the list beside the form.")
        )
