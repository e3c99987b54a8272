"""Writes of a joint application: pieces, letters, stage, calendar address, reuse."""

from matching.consortia.application.services.due import remind_due
from matching.consortia.application.services.feeds import (
    end_feed,
    make_feed,
    renew_feed,
)
from matching.consortia.application.services.forgetting import forget_letters
from matching.consortia.application.services.letters import drop_letter, keep_letter
from matching.consortia.application.services.moving import move_pieces
from matching.consortia.application.services.prefilling import add_usual_tasks
from matching.consortia.application.services.results import (
    keep_lessons,
    record_result,
)
from matching.consortia.application.services.reusing import reuse_consortium
from matching.consortia.application.services.stages import (
    STEPS,
    move_stage,
    submit_application,
    withdraw_application,
)
from matching.consortia.application.services.tasks import (
    add_task,
    delete_task,
    edit_task,
    name_person,
    tick_task,
)

__all__ = [
    "STEPS",
    "add_task",
    "add_usual_tasks",
    "delete_task",
    "drop_letter",
    "edit_task",
    "end_feed",
    "forget_letters",
    "keep_lessons",
    "keep_letter",
    "make_feed",
    "move_pieces",
    "move_stage",
    "name_person",
    "record_result",
    "remind_due",
    "renew_feed",
    "reuse_consortium",
    "submit_application",
    "tick_task",
    "withdraw_application",
]
