"""Who gets what of questions to peers: one row an address, as in rows.py."""

from typing import Any

from tests.access.codes import (
    CURATORS,
    EVERYBODY,
    SENT_BY_CURATORS,
    SIGNED_IN,
    pk_of,
    row,
)

# Curators count questions and do not read them.
OWN = "in 404 200 200 200 404"
WRITTEN = "in 404 403 302 302 404"


def chosen(world: Any) -> dict[str, Any]:
    return {"pk": world.peer_question.pk, "proposal": world.peer_proposal.pk}


def partner(world: Any) -> dict[str, Any]:
    return {"pk": world.peer_question.pk, "partner_slug": world.partner.slug}


QUESTION = pk_of("peer_question")
GUIDE_PEERS = {
    "guide:peers:answer": row("in 404 400 400 400 404", QUESTION, method="post"),
    "guide:peers:ask": row(EVERYBODY),
    "guide:peers:close": row(WRITTEN, QUESTION, method="post"),
    "guide:peers:introduce": row("in 404 403 200 200 404", partner),
    "guide:peers:invitations": row(CURATORS),
    "guide:peers:invite": row(WRITTEN, chosen, method="post"),
    "guide:peers:list": row(SIGNED_IN),
    "guide:peers:question": row(OWN, QUESTION),
    "guide:peers:renew": row(WRITTEN, QUESTION, method="post"),
    "guide:peers:settle": row(
        SENT_BY_CURATORS, pk_of("peer_invitation"), method="post"
    ),
}
