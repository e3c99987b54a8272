"""Writes of questions to peers: kept, asked with, answered, closed, and invitations."""

from portal.guide.peers.services.asking import ask_peer, why_not_ask_peer
from portal.guide.peers.services.inviting import invite_peer, settle_invitation
from portal.guide.peers.services.writing import (
    OPEN_MOST,
    check_texts,
    close_question,
    keep_question,
    mark_of,
    note_answer,
    renew_proposals,
)

__all__ = [
    "OPEN_MOST",
    "ask_peer",
    "check_texts",
    "close_question",
    "invite_peer",
    "keep_question",
    "mark_of",
    "note_answer",
    "renew_proposals",
    "settle_invitation",
    "why_not_ask_peer",
]
