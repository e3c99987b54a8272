"""Who gets what of practices: one row an address, as in rows.py."""

from tests.access.codes import CURATORS, EVERYBODY, SIGNED_IN, row, slug_of

GUIDE_PRACTICES = {
    "api-v1:practice-detail": row(EVERYBODY, slug_of("practice")),
    "api-v1:practice-list": row(EVERYBODY),
    "guide:practices:confirm": row(
        "in 403 403 302 302 403", slug_of("practice"), method="post"
    ),
    "guide:practices:decide": row(CURATORS, slug_of("waiting_practice")),
    "guide:practices:delete": row(
        "in 404 403 302 302 403", slug_of("practice_draft"), method="post"
    ),
    "guide:practices:detail": row(EVERYBODY, slug_of("practice")),
    "guide:practices:edit": row("in 403 403 200 200 200", slug_of("practice")),
    "guide:practices:list": row(EVERYBODY),
    "guide:practices:mine": row(SIGNED_IN),
    "guide:practices:new": row(SIGNED_IN),
    "guide:practices:queue": row(CURATORS),
    "guide:practices:submit": row(
        "in 404 403 302 302 403", slug_of("practice_draft"), method="post"
    ),
    "guide:practices:take-back": row(
        "in 404 403 302 302 403", slug_of("waiting_practice"), method="post"
    ),
    "guide:practices:withdraw": row(
        "in 403 403 400 400 400", slug_of("practice"), method="post"
    ),
}
