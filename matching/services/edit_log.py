"""The log of edits that lists have to take up: written, read by runs, forgotten."""

import logging
from collections.abc import Sequence

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError as BrokerError

from matching.models import ListEdit, MatchRun
from regions.models import Profile

logger = logging.getLogger(__name__)

EDIT_TASK = "matching.apply_edits"
What = ListEdit.What


def note_profile_edit(*, profile: Profile, what: str = What.CHANGED) -> ListEdit:
    """Write down that lists have to take up this edit, and wake a worker.

    Call it in the transaction of the edit: then no run reads the one without the
    other, and the worker is woken when both are there. Without a broker, a worker finds
    the edit when it looks the next time.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("note_profile_edit belongs into the transaction of the edit")
    edit = ListEdit(profile_key=profile.pk, what=what)
    edit.full_clean()
    edit.save(force_insert=True)
    _wake_once_on_commit()
    return edit


def _wake_once_on_commit() -> None:
    """One message is enough for all edits of a transaction."""
    waiting = transaction.get_connection().run_on_commit
    if all(call is not wake_for_edits for _savepoints, call, _robust in waiting):
        transaction.on_commit(wake_for_edits)


def wake_for_edits() -> bool:
    """Wake a worker if the lists that readers see lack an edit; True: it was told."""
    run = MatchRun.objects.filter(current__isnull=False).first()
    if run is None or not ListEdit.objects.pending(run).exists():
        return False
    try:
        current_app.send_task(EDIT_TASK, retry=False)
    except (BrokerError, OSError) as error:
        logger.warning("broker unreachable, edits wait for the next look: %s", error)
        return False
    return True


def edits_to_read() -> list[int]:
    """The edits that a run reads for the first time when it loads its inputs now."""
    return list(ListEdit.objects.unread().values_list("pk", flat=True))


def mark_read(edits: Sequence[int], run: MatchRun) -> None:
    """Say that the inputs of this run hold these edits."""
    ListEdit.objects.filter(pk__in=edits).update(read_by=run)


def forget_edits(*, read_by_all: Sequence[int]) -> None:
    """Delete the edits that the inputs of all these runs hold."""
    if read_by_all:
        ListEdit.objects.filter(read_by__lte=min(read_by_all)).delete()
