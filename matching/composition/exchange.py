"""Compositions as JSON, for test cases that people write beside the rules."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from matching.composition.errors import RuleError
from matching.composition.types import Actor, Category, Composition, Partner
from matching.composition.values import (
    MOST_ITEMS,
    MOST_MONEY,
    read_choice,
    read_country,
    read_flag,
    read_list,
    read_number,
    read_object,
    read_text,
    read_whole,
)

PARTNER_FIELDS = tuple(item.name for item in fields(Partner))
COMPOSITION_FIELDS = tuple(item.name for item in fields(Composition))


def read_composition(given: Any) -> Composition:
    """The composition; RuleError names a field as in "partners[2].share"."""
    given = read_object("", given, COMPOSITION_FIELDS)
    listed = read_list("partners", given.get("partners", []), MOST_ITEMS)
    partners: list[Partner] = []
    for position, item in enumerate(listed):
        name = f"partners[{position}]"
        try:
            partner = read_partner(item)
        except RuleError as error:
            raise error.below(name) from error
        if any(partner.key == other.key for other in partners):
            raise RuleError(f"{name}.key", "twice")
        partners.append(partner)
    coordinator = given.get("coordinator")
    if coordinator is not None:
        coordinator = read_text("coordinator", coordinator)
        if all(partner.key != coordinator for partner in partners):
            raise RuleError("coordinator", "unknown_partner")
    return Composition(
        tuple(partners),
        coordinator,
        _maybe(given, "trl", lambda name, value: read_whole(name, value, 1, 9)),
        _maybe(
            given, "grant", lambda name, value: read_number(name, value, 0, MOST_MONEY)
        ),
        _maybe(
            given,
            "duration_months",
            lambda name, value: read_whole(name, value, 1, 240),
        ),
    )


def read_partner(given: Any) -> Partner:
    """One partner; what is left out is not known."""
    given = read_object("", given, PARTNER_FIELDS)
    if given.get("key") is None:
        raise RuleError("key", "missing")
    read: dict[str, Any] = {}
    for name, value in given.items():
        # An empty country or region is one that nobody knows, as if left out.
        if value is not None and not (value == "" and name in ("country", "region")):
            read[name] = _READERS[name](name, value)
    return Partner(**read)


def composition_json(composition: Composition) -> dict[str, Any]:
    """What `read_composition` reads."""
    return {
        "partners": [partner_json(partner) for partner in composition.partners],
        "coordinator": composition.coordinator,
        "trl": composition.trl,
        "grant": composition.grant,
        "duration_months": composition.duration_months,
    }


def partner_json(partner: Partner) -> dict[str, Any]:
    """What `read_partner` reads, without what is not known."""
    said: dict[str, Any] = {}
    for item in fields(Partner):
        value = getattr(partner, item.name)
        if isinstance(value, frozenset):
            value = sorted(value)
        if value not in (None, "", []):
            said[item.name] = value
    said["actor"] = partner.actor.value
    return said


def _maybe(given: Mapping[str, Any], name: str, read: Any) -> Any:
    value = given.get(name)
    return None if value is None else read(name, value)


def _words(name: str, value: Any) -> frozenset[str]:
    return frozenset(read_text(name, item) for item in read_list(name, value))


def _share(name: str, value: Any) -> float:
    return read_number(name, value, 0, 1)


_READERS = {
    "key": read_text,
    "country": read_country,
    "region": read_text,
    "category": lambda name, value: Category(
        read_choice(name, value, [item.value for item in Category])
    ),
    "is_outermost": read_flag,
    "in_eu": read_flag,
    "actor": lambda name, value: Actor(
        read_choice(name, value, [item.value for item in Actor])
    ),
    "is_nonprofit": read_flag,
    "roles": _words,
    "share": _share,
    "topics": _words,
    "stages": _words,
}
