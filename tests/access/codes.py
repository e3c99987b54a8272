"""What people may get at an address, and where its arguments are in the world."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Arguments = Callable[[Any], dict[str, Any]]


@dataclass(frozen=True)
class Row:
    """What the six people get; the arguments are read from the world."""

    codes: tuple[str, ...]
    arguments: Arguments = field(default=lambda world: {})
    method: str = "get"
    query: str = ""


def row(codes: str, arguments: Arguments | None = None, **more: str) -> Row:
    return Row(tuple(codes.split()), arguments or (lambda world: {}), **more)


EVERYBODY = "200 200 200 200 200 200"
SIGNED_IN = "in 200 200 200 200 200"
MEMBERS = "in 404 200 200 200 200"
WRITERS = "in 404 403 200 200 200"
CURATORS = "in 404 404 404 404 200"
SENT_BY_CURATORS = "in 404 404 404 404 302"
SENT_BY_WRITERS = "in 404 403 302 302 302"
LED_ON = "in 302 302 302 302 302"
NONE_YET = "in 404 404 404 404 404"
ALL_LED_ON = "302 302 302 302 302 302"
MOVED = "301 301 301 301 301 301"
NOT_THERE = "404 404 404 404 404 404"
RUNS = "in 403 403 403 403 200"
SENT_TO_RUNS = "in 403 403 403 403 302"


def slug_of(name: str) -> Arguments:
    return lambda world: {"slug": getattr(world, name).slug}


def pk_of(name: str) -> Arguments:
    return lambda world: {"pk": getattr(world, name).pk}


def region(world: Any) -> dict[str, Any]:
    return {"code": "ES51"}


def record_of(name: str) -> Arguments:
    return lambda world: {
        "kind": getattr(world, name).record_kind,
        "slug": getattr(world, name).slug,
    }


def pair(world: Any) -> dict[str, Any]:
    return {"slug": world.priority.slug, "partner_slug": world.partner.slug}


def twins(world: Any) -> dict[str, Any]:
    first, second = sorted((world.cluster.pk, world.twin.pk))
    return {"kind": "cluster", "first": first, "second": second}


def fixed(**arguments: Any) -> Arguments:
    return lambda world: arguments


def link_of_cluster(world: Any) -> dict[str, Any]:
    return {"slug": world.cluster.slug, "pk": world.link.pk}


def link_of_region(world: Any) -> dict[str, Any]:
    return {"code": "ES51", "pk": world.link.pk}
