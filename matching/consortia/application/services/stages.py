"""The stages of an application: each step has its rule, and who took it is noted."""

import datetime
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.consortia.application.locking import application_of
from matching.consortia.application.reporting import report
from matching.consortia.application.rules import unmet_rules
from matching.consortia.application.services.prefilling import prefill
from matching.consortia.application.telling import tell_moved
from matching.consortia.kinds import CHANGEABLE, Stage
from matching.consortia.models import Consortium
from matching.consortia.models_application import StageChange, is_running
from matching.consortia.services.locking import lock_consortium, require_editor
from matching.outcomes.models import Stage as OutcomeStage
from portal.accounts.models import User
from portal.web.errors import Conflict, PortalError

# Where a plain press leads; being submitted, a result and a withdrawal have forms.
STEPS = {
    Stage.IDEA: (Stage.FORMING,),
    Stage.FORMING: (Stage.DRAFTING,),
    Stage.DRAFTING: (Stage.FORMING,),
}


@transaction.atomic
def move_stage(*, by: User, consortium: Consortium, to: str) -> Consortium:
    """Move on to forming or drafting; a second press changes nothing.

    With the drafting the usual pieces come onto the list.
    """
    found = lock_consortium(consortium)
    require_editor(by, found)
    if to not in CHANGEABLE:
        raise PortalError(_("There is no such step."))
    if found.stage == to:
        return found
    if to not in STEPS.get(Stage(found.stage), ()):
        raise already(found)
    if to == Stage.DRAFTING:
        prefill(found, by)
    return change_stage(found, Stage(to), by)


@transaction.atomic
def submit_application(
    *,
    by: User,
    consortium: Consortium,
    on: datetime.date,
    reference: str = "",
    is_anyway: bool = False,
    reason: str = "",
) -> Consortium:
    """Note that it was handed in: those who have agreed meet every rule, or it says why
    that does not matter. What cannot be told counts as not met."""
    found = lock_consortium(consortium)
    require_editor(by, found)
    if found.stage == Stage.SUBMITTED:
        return found
    if found.stage != Stage.DRAFTING:
        raise already(found)
    unmet = unmet_rules(found)
    _check_submission(on, len(unmet), is_anyway, reason)
    application = application_of(found)
    application.submitted_on, application.reference = on, reference.strip()
    application.anyway_reason = reason.strip() if unmet else ""
    application.full_clean()
    application.save()
    report(found, OutcomeStage.APPLIED, on)
    return change_stage(found, Stage.SUBMITTED, by, note=application.anyway_reason)


@transaction.atomic
def withdraw_application(
    *, by: User, consortium: Consortium, reason: str = ""
) -> Consortium:
    """End it without a result; possible until there is one."""
    found = lock_consortium(consortium)
    require_editor(by, found)
    if found.stage == Stage.WITHDRAWN:
        return found
    if not is_running(found):
        raise already(found)
    application = application_of(found)
    application.ended_at = timezone.now()
    application.save(update_fields=["ended_at"])
    return change_stage(found, Stage.WITHDRAWN, by, note=reason.strip())


def change_stage(
    consortium: Consortium, to: Stage, by: User, *, note: str = ""
) -> Consortium:
    """Write the stage and who changed it, and tell the members; under the lock."""
    change = StageChange(
        consortium=consortium, before=consortium.stage, after=to, by=by, note=note
    )
    change.full_clean()
    change.save()
    consortium.stage, consortium.edited_at = to, timezone.now()
    consortium.save(update_fields=["stage", "edited_at"])
    tell_moved(change, consortium)
    return consortium


def already(consortium: Consortium) -> Conflict:
    """What happened meanwhile, for somebody who wanted something else."""
    sentences = {
        Stage.IDEA: _("This consortium is still an idea: let it form first."),
        Stage.FORMING: _("This consortium is still forming: begin the draft first."),
        Stage.DRAFTING: _("This application is being drafted."),
        Stage.SUBMITTED: _("This application has been submitted."),
        Stage.FUNDED: _("This application has its result: it is funded."),
        Stage.REFUSED: _("This application has its result: it was refused."),
        Stage.WITHDRAWN: _("This application has been withdrawn."),
    }
    return Conflict(sentences[Stage(consortium.stage)])


def _check_submission(
    on: datetime.date, unmet: int, is_anyway: bool, reason: str
) -> None:
    faults: dict[str, Sequence[str]] = {}
    if on > timezone.localdate():
        faults["on"] = [_("This day is still to come.")]
    if unmet and not is_anyway:
        faults["is_anyway"] = [
            _(
                "Rules of the call are not met, or nobody can tell."
                " Tick this, and say why."
            )
        ]
    elif unmet and not reason.strip():
        faults["reason"] = [_("Say why it was submitted although rules are not met.")]
    if faults:
        raise ValidationError(faults)
