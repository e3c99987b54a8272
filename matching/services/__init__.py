"""Writes of matching: runs shared out among workers, weights, and who sees what.

The database row of a run is the truth about it. Messages of the broker only wake a
worker: a lost one costs time, never a run; a doubled one finds nothing to claim.
"""

from matching.services.blocks import MOST_ATTEMPTS
from matching.services.edit_log import EDIT_TASK, note_profile_edit, wake_for_edits
from matching.services.edits import (
    apply_edits,
    get_ready_for_edits,
    update_lists,
)
from matching.services.runs import (
    SCORE_TASK,
    call_a_helper,
    cancel_run,
    create_run,
    lists_have_aged,
    requeue_abandoned_runs,
    start_run,
    wake_worker,
)
from matching.services.switching import switch_to_run
from matching.services.weights import (
    DEFAULT_WEIGHTS,
    known_weights,
    read_weights,
    weights_in_force,
    weights_of_version,
)
from matching.services.working import (
    claim_run,
    get_ready,
    help_run,
    join_run,
    take_part,
    work_off_run,
)

__all__ = [
    "DEFAULT_WEIGHTS",
    "EDIT_TASK",
    "MOST_ATTEMPTS",
    "SCORE_TASK",
    "apply_edits",
    "call_a_helper",
    "cancel_run",
    "claim_run",
    "create_run",
    "get_ready",
    "get_ready_for_edits",
    "help_run",
    "join_run",
    "known_weights",
    "lists_have_aged",
    "note_profile_edit",
    "read_weights",
    "requeue_abandoned_runs",
    "start_run",
    "switch_to_run",
    "take_part",
    "update_lists",
    "wake_for_edits",
    "wake_worker",
    "weights_in_force",
    "weights_of_version",
    "work_off_run",
]
