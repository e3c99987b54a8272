"""Writes of introductions: asked, answered, ended, and what the clock does."""

from matching.introductions.services.answering import (
    accept,
    close,
    decline,
    take_back_consent,
    withdraw,
)
from matching.introductions.services.asking import (
    AlreadyOpen,
    ask_introduction,
    reply_days,
    why_not_ask,
)
from matching.introductions.services.due import expire_due, remind_due
from matching.introductions.services.locking import lock_introduction
from matching.introductions.services.results import REPORTED, report_result

__all__ = [
    "REPORTED",
    "AlreadyOpen",
    "accept",
    "ask_introduction",
    "close",
    "decline",
    "expire_due",
    "lock_introduction",
    "remind_due",
    "reply_days",
    "report_result",
    "take_back_consent",
    "why_not_ask",
    "withdraw",
]
