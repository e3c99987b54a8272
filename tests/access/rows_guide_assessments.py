"""Who gets what at the addresses of self-assessments; see `rows.py`.

A draft and a completed set are of region ES51; the set is shared. Curators act for
nobody, so for them there is nothing but what everybody sees.
"""

from typing import Any

from tests.access.codes import EVERYBODY, fixed, pk_of, row

OWN = "in 404 200 200 200 404"
WRITE = "in 404 403 200 200 404"
SENT = "in 404 403 302 302 404"


def first_page(world: Any) -> dict[str, Any]:
    return {"pk": world.assessment_draft.pk, "dimension": "strategy"}


draft, result = pk_of("assessment_draft"), pk_of("assessment")

GUIDE_ASSESSMENTS = {
    "guide:assessments:begin": row(WRITE, fixed(kind="policy", key="ES51")),
    "guide:assessments:csv": row(OWN, result),
    "guide:assessments:delete": row(WRITE, draft),
    "guide:assessments:detail": row(OWN, result),
    "guide:assessments:overview": row(EVERYBODY),
    # Who only reads is led to the review.
    "guide:assessments:page": row("in 404 302 200 200 404", first_page),
    "guide:assessments:print": row(OWN, result),
    "guide:assessments:review": row(OWN, draft),
    "guide:assessments:share": row(WRITE, result),
    "guide:assessments:shared": row(EVERYBODY, result),
    "guide:assessments:try": row(EVERYBODY, fixed(kind="policy")),
    "guide:assessments:unshare": row(SENT, result, method="post"),
}
