"""Who gets what of calls: one row an address, as in rows.py."""

from typing import Any

from tests.access.codes import (
    CURATORS,
    EVERYBODY,
    LED_ON,
    SENT_BY_CURATORS,
    SIGNED_IN,
    row,
    slug_of,
)


def part_of_call(name: str) -> Any:
    return lambda world: {"slug": "draft-call", "pk": getattr(world, name).pk}


RULE, CASE = part_of_call("draft_call_rule"), part_of_call("draft_call_case")
DRAFT = slug_of("draft_call")
CALLS = {
    "api-v1:call-detail": row("404 404 404 404 404 200", DRAFT),
    "api-v1:call-list": row(EVERYBODY),
    "calls:calendar": row(EVERYBODY),
    "calls:call-calendar": row("404 404 404 404 404 200", DRAFT),
    "calls:case": row(CURATORS, CASE),
    "calls:case-new": row(CURATORS, DRAFT),
    "calls:case-remove": row(SENT_BY_CURATORS, CASE, method="post"),
    "calls:delete": row(SENT_BY_CURATORS, DRAFT, method="post"),
    "calls:desk": row(CURATORS, DRAFT),
    "calls:detail": row("404 404 404 404 404 200", DRAFT),
    "calls:edit": row(CURATORS, DRAFT),
    "calls:follow": row(LED_ON, slug_of("call"), method="post"),
    "calls:hide": row(SENT_BY_CURATORS, slug_of("call"), method="post"),
    "calls:list": row(EVERYBODY),
    "calls:new": row(CURATORS),
    # Without the revision that the page sends.
    "calls:publish": row("in 404 404 404 404 400", DRAFT, method="post"),
    "calls:radar": row(SIGNED_IN),
    "calls:rule": row(CURATORS, RULE),
    "calls:rule-move": row(SENT_BY_CURATORS, RULE, method="post"),
    "calls:rule-new": row(CURATORS, DRAFT, query="?kind=min_from"),
    "calls:rule-remove": row(SENT_BY_CURATORS, RULE, method="post"),
}
