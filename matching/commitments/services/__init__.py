"""Writes of commitments: stated, withdrawn, and what the clock does."""

from matching.commitments.services.due import (
    delete_old_files,
    expire_due,
    remind_due,
)
from matching.commitments.services.stating import state_step, withdraw_step

__all__ = [
    "delete_old_files",
    "expire_due",
    "remind_due",
    "state_step",
    "withdraw_step",
]
