"""Who gets what of a partnership that the priority leads; see `rows`."""

from typing import Any

from tests.access.codes import (
    CURATORS,
    EVERYBODY,
    MEMBERS,
    SENT_BY_CURATORS,
    SIGNED_IN,
    row,
    slug_of,
)


def of_food(name: str = "") -> Any:
    """The arguments of an address in the partnership; `name` is of what in it."""

    def arguments(world: Any) -> dict[str, Any]:
        pk = {"pk": getattr(world, name).pk} if name else {}
        return {"slug": world.partnership.slug, **pk}

    return arguments


def invited(world: Any) -> dict[str, Any]:
    return {"slug": world.partnership.slug, "profile_slug": world.partner.slug}


LEADS = "in 403 403 200 200 200"
SENT_BY_LEADS = "in 403 403 302 302 302"

PARTNERSHIPS = {
    "api-v1:partnership-detail": row(EVERYBODY, of_food()),
    "api-v1:partnership-list": row(EVERYBODY),
    "partnerships:assign": row(SENT_BY_CURATORS, of_food("submitted"), method="post"),
    "partnerships:decide": row(
        "in 404 404 404 404 400", of_food("submitted"), method="post"
    ),
    "partnerships:detail": row(EVERYBODY, of_food()),
    "partnerships:discard": row(SENT_BY_LEADS, of_food(), method="post"),
    "partnerships:edit": row(LEADS, of_food()),
    "partnerships:end": row(SENT_BY_CURATORS, of_food(), method="post"),
    "partnerships:expression-new": row("in 404 403 200 200 404", slug_of("priority")),
    "partnerships:invite": row(LEADS, invited),
    "partnerships:invite-find": row(LEADS, of_food()),
    "partnerships:join": row(SIGNED_IN, of_food()),
    "partnerships:lead-answer": row(
        "in 404 403 403 403 404", of_food("handover"), method="post"
    ),
    "partnerships:lead-offer": row(
        "in 404 302 302 302 302", of_food("seat"), method="post"
    ),
    "partnerships:lead-withdraw": row(
        "in 404 403 302 302 404", of_food("handover"), method="post"
    ),
    "partnerships:list": row(EVERYBODY),
    "partnerships:manage": row(LEADS, of_food()),
    "partnerships:milestone-change": row(
        SENT_BY_LEADS, of_food("milestone"), method="post"
    ),
    "partnerships:milestone-new": row(
        "in 403 403 400 400 400", of_food(), method="post"
    ),
    "partnerships:mine": row(SIGNED_IN),
    "partnerships:phase": row("in 403 403 400 400 400", of_food(), method="post"),
    "partnerships:pledge-file": row(MEMBERS, of_food("pledge")),
    "partnerships:pledge-new": row("in 404 403 200 200 404", of_food("seat")),
    "partnerships:pledge-withdraw": row(
        "in 404 403 302 302 404", of_food("pledge"), method="post"
    ),
    "partnerships:proposal": row(MEMBERS, of_food("proposal")),
    "partnerships:proposal-submit": row(
        "in 404 403 302 302 403", of_food("proposal"), method="post"
    ),
    "partnerships:proposal-write": row("in 404 403 200 200 403", of_food("proposal")),
    "partnerships:propose": row(SIGNED_IN),
    "partnerships:queue": row(CURATORS),
    "partnerships:report": row("404 404 200 200 200 200", of_food("half_year")),
    "partnerships:report-write": row("in 404 403 200 200 403", of_food("half_year")),
    "partnerships:review": row(CURATORS, of_food("submitted")),
    "partnerships:scoping-start": row(
        "in 403 403 302 302 403", of_food(), method="post"
    ),
    "partnerships:seat-answer": row(
        "in 404 403 302 302 302", of_food("seat"), method="post"
    ),
    "partnerships:seat-leave": row(
        "in 404 403 302 302 403", of_food("seat"), method="post"
    ),
    "partnerships:seat-remove": row(
        "in 404 403 403 403 302", of_food("seat"), method="post"
    ),
    "partnerships:seat-take-back": row(
        "in 404 403 302 302 403", of_food("seat"), method="post"
    ),
    "partnerships:set-up": row(CURATORS),
}
