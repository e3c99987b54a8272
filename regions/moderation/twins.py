"""Withdrawing one of two records that were registered twice and cannot be merged."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.web.errors import Conflict
from regions.editing.documents import MODELS
from regions.editing.services import lock_record
from regions.models import Case, Owned
from regions.moderation.records import state_of
from regions.moderation.services import withdraw_record


@transaction.atomic
def withdraw_twin(
    *, record: Owned, other: Owned, seen: str, reasons: str, rule: str, by: Any
) -> Case:
    """Withdraw `record` because `other` is the same.

    `seen` is the state of both that was compared (`state_of_twins`): whoever changed
    one of them meanwhile may have told them apart.
    """
    now = lock_record(record)
    there = MODELS[other.record_kind].objects.get(pk=other.pk)
    if seen and seen != state_of_twins(now, there):
        raise Conflict(
            _("One of the records has been changed meanwhile. Compare them again.")
        )
    return withdraw_record(record=now, reasons=reasons, rule=rule, by=by)


def state_of_twins(one: Owned, other: Owned) -> str:
    """The versions of both, whichever is named first."""
    return state_of(sorted((one, other), key=lambda record: record.pk))
