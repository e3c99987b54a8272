"""Who gets what at the addresses of consortia; see `rows.py`.

The priority of ES51 leads; the cluster of the same people takes part, and an
organisation outside of the register is considered.
"""

from typing import Any

from tests.access.codes import EVERYBODY, NONE_YET, SIGNED_IN, row

LEADS = "in 404 403 200 200 200"
LEADS_SENT = "in 404 403 302 302 302"
LEADS_FAULTY = "in 404 403 404 404 404"
SEEN = "404 404 200 200 200 200"


def led(world: Any) -> dict[str, Any]:
    return {"slug": world.consortium.slug}


def taking_part(world: Any) -> dict[str, Any]:
    return {"slug": world.consortium.slug, "pk": world.consortium_member.pk}


def outside(world: Any) -> dict[str, Any]:
    return {"slug": world.consortium.slug, "pk": world.consortium_outsider.pk}


CONSORTIA = {
    "api-v1:consortium-detail": row(SEEN, led),
    "api-v1:consortium-list": row(EVERYBODY),
    "consortia:add": row(LEADS, led),
    "consortia:adopt": row(LEADS_SENT, led, method="post"),
    # Nothing is said about yes or no.
    "consortia:answer": row(NONE_YET, taking_part, method="post"),
    "consortia:coordinate": row(LEADS_SENT, taking_part, method="post"),
    "consortia:detail": row(SEEN, led),
    "consortia:do": row(LEADS_FAULTY, taking_part, method="post"),
    "consortia:exclude": row(LEADS_FAULTY, led, method="post"),
    "consortia:facts": row(LEADS, led),
    "consortia:leave": row("in 404 404 200 200 404", taking_part),
    "consortia:list": row(EVERYBODY),
    "consortia:member": row(LEADS, taking_part),
    "consortia:new": row(SIGNED_IN),
    "consortia:organisation": row(LEADS, outside),
    "consortia:outside": row(LEADS, led),
    "consortia:proposals": row(LEADS, led),
    "consortia:remove": row(LEADS, taking_part),
}
