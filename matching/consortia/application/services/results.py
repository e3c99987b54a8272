"""The result of an application, and what its members learned from it."""

import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.consortia.application.locking import application_of
from matching.consortia.application.reporting import report
from matching.consortia.application.services.stages import already, change_stage
from matching.consortia.kinds import Stage
from matching.consortia.models import Consortium
from matching.consortia.models_application import Application
from matching.consortia.services.locking import lock_consortium, require_editor
from matching.outcomes.models import Stage as OutcomeStage
from portal.accounts.models import User

OVER = (Stage.FUNDED, Stage.REFUSED, Stage.WITHDRAWN)


@transaction.atomic
def record_result(
    *,
    by: User,
    consortium: Consortium,
    is_funded: bool,
    on: datetime.date,
    amount: Decimal | None = None,
    evaluation: str = "",
    lessons: str = "",
) -> Consortium:
    """Note that it is funded or was refused; the first result counts."""
    found = lock_consortium(consortium)
    require_editor(by, found)
    to = Stage.FUNDED if is_funded else Stage.REFUSED
    if found.stage == to:
        return found
    if found.stage != Stage.SUBMITTED:
        raise already(found)
    application = application_of(found)
    _check_day(application, on)
    application.result_on, application.ended_at = on, timezone.now()
    application.amount = amount if is_funded else None
    application.evaluation = evaluation.strip()
    application.lessons = lessons.strip()
    application.full_clean()
    application.save()
    report(found, OutcomeStage.FUNDED if is_funded else OutcomeStage.REFUSED, on)
    return change_stage(found, to, by)


@transaction.atomic
def keep_lessons(*, by: User, consortium: Consortium, lessons: str) -> Application:
    """What the members learned, once the application is over."""
    found = lock_consortium(consortium)
    require_editor(by, found)
    if found.stage not in OVER:
        raise already(found)
    application = application_of(found)
    application.lessons = lessons.strip()
    application.full_clean()
    application.save(update_fields=["lessons"])
    return application


def _check_day(application: Application, on: datetime.date) -> None:
    if on > timezone.localdate():
        raise ValidationError({"on": [_("This day is still to come.")]})
    if application.submitted_on and on < application.submitted_on:
        raise ValidationError(
            {"on": [_("This day is before the application was submitted.")]}
        )
