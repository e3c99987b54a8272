"""What the clock does: a notice in time, the end of a step, the end of its file."""

import datetime

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from matching.commitments.models import Commitment
from matching.commitments.querysets import CommitmentQuerySet
from matching.commitments.telling import ENDING, EXPIRED, tell_people
from portal.accounts.retention import PROOF_DAYS

REMIND_BEFORE = datetime.timedelta(days=30)


def expire_due() -> int:
    """End what is past its last day, and tell who stated it; each exactly once."""
    rows = Commitment.objects.due().order_by("valid_until", "pk")
    return sum(map(_expire, rows.values_list("pk", flat=True)))


def remind_due() -> int:
    """Tell who stated what ends within thirty days; each exactly once."""
    return sum(map(_remind, _to_remind().values_list("pk", flat=True)))


def delete_old_files() -> int:
    """Files of what ended so long ago; what they were called stays."""
    ended = Coalesce("expired_at", "withdrawn_at", "replaced_at")
    limit = timezone.now() - datetime.timedelta(days=PROOF_DAYS)
    rows = Commitment.objects.exclude(file=None).alias(ended=ended)
    return rows.filter(ended__lte=limit).update(file=None)


def _to_remind() -> CommitmentQuerySet:
    last = timezone.localdate() + REMIND_BEFORE
    rows = Commitment.objects.valid().filter(reminded_at=None, valid_until__lte=last)
    return rows.order_by("valid_until", "pk")


@transaction.atomic
def _expire(key: int) -> bool:
    found = _locked(Commitment.objects.due(), key)
    if found is None:
        return False
    found.expired_at = timezone.now()
    found.save(update_fields=["expired_at"])
    _tell_own_side(found, EXPIRED)
    return True


@transaction.atomic
def _remind(key: int) -> bool:
    found = _locked(_to_remind(), key)
    if found is None:
        return False
    found.reminded_at = timezone.now()
    found.save(update_fields=["reminded_at"])
    _tell_own_side(found, ENDING)
    return True


def _tell_own_side(found: Commitment, kind: str) -> None:
    """Who no longer knows the other side has nothing to do about it."""
    if Commitment.objects.between_known().filter(pk=found.pk).exists():
        tell_people(found, found.profile, kind)


def _locked(rows: CommitmentQuerySet, key: int) -> Commitment | None:
    """The row if it is still one of these, locked: another worker may be quicker."""
    rows = rows.without_files().select_related("profile__region", "partner__region")
    return rows.select_for_update(of=("self",)).filter(pk=key).first()
