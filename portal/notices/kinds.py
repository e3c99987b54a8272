"""Kinds of notices: each room says in its `ready()` what it tells people about."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Words:
    """A notice in the reader's language: one line, and perhaps a sentence more."""

    title: str
    text: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of notice.

    `group` is what people choose a pace for, `label` says it. `words` makes the text
    from the stored facts when it is read, in the reader's language. `pace` is that of
    people who have chosen none: "now", "daily", "weekly" or "never" (portal only).
    """

    name: str
    group: str
    label: str | Promise
    words: Callable[[Mapping[str, Any]], Words]
    pace: str = "now"


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Add a kind; a second one of the same name is a programming error."""
    if kind.name in _kinds:
        raise ValueError(f"There is a kind of the name {kind.name!r} already.")
    _kinds[kind.name] = kind


def kind_named(name: str) -> Kind | None:
    """The kind of this name, or None where the code does not know it any more."""
    return _kinds.get(name)


def registered_kinds() -> list[Kind]:
    """All kinds, by group and name."""
    return sorted(_kinds.values(), key=lambda kind: (kind.group, kind.name))
