"""Who gets what at the addresses of joint applications; see `rows.py`."""

from typing import Any

from tests.access.codes import (
    EVERYBODY,
    MEMBERS,
    SENT_BY_WRITERS,
    SIGNED_IN,
    WRITERS,
    row,
)
from tests.access.rows_consortia import led, taking_part


def piece(world: Any) -> dict[str, Any]:
    return {"slug": world.consortium.slug, "pk": world.piece.pk}


def secret(world: Any) -> dict[str, Any]:
    return {"token": world.feed.token}


APPLICATIONS = {
    "consortia:application": row(MEMBERS, led),
    "consortia:application-csv": row(MEMBERS, led),
    "consortia:application-deadlines": row(MEMBERS, led),
    "consortia:application-lessons": row(WRITERS, led),
    "consortia:application-partner": row(MEMBERS, taking_part),
    "consortia:application-pdf": row(MEMBERS, led),
    "consortia:application-result": row(WRITERS, led),
    "consortia:application-reuse": row(WRITERS, led),
    "consortia:application-stage": row(SENT_BY_WRITERS, led, method="post"),
    "consortia:application-submit": row(WRITERS, led),
    "consortia:application-withdraw": row(WRITERS, led),
    "consortia:calendar": row(SIGNED_IN),
    # Whoever has the secret address needs no password.
    "consortia:calendar-feed": row(EVERYBODY, secret),
    "consortia:letter": row(WRITERS, taking_part),
    "consortia:letter-delete": row(SENT_BY_WRITERS, taking_part, method="post"),
    "consortia:letter-file": row(MEMBERS, taking_part),
    "consortia:letter-to-sign": row(MEMBERS, taking_part),
    "consortia:piece-delete": row(SENT_BY_WRITERS, piece, method="post"),
    "consortia:piece-edit": row(WRITERS, piece),
    "consortia:piece-new": row(WRITERS, led),
    # Only the partner's own people name each other.
    "consortia:piece-person": row("in 404 404 200 200 404", piece),
    "consortia:piece-tick": row(SENT_BY_WRITERS, piece, method="post"),
    "consortia:piece-usual": row(SENT_BY_WRITERS, led, method="post"),
}
