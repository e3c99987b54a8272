"""Kinds of search entries that rooms above the register add to its own.

A room registers its kind in its `ready()`; the register does not know the room. Its
entries stand in the same index and rank with the rest. An entry with a language is
found only by those who read the portal in it. Entries are made with those of the
register, and `regions.services.renew_entries_of` makes those of single records
anew after they were written.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from regions.models import SearchKind

LONGEST_NAME = 12


@dataclass(frozen=True)
class Entry:
    """What is found of one record in one language; "" is any.

    `words` are texts that it is found by besides its title, `region` is a NUTS code.
    """

    key: str
    title: str
    words: Sequence[str] = ()
    language: str = ""
    region: str = ""


@dataclass(frozen=True)
class Shown:
    """What a hit says, in the reader's language."""

    title: str
    url: str
    snippet: str = ""
    place: str = ""
    code: str = ""


# All entries of a kind, or those of these keys.
Entries = Callable[[Collection[str] | None], Iterable[Entry]]
# What to show of entries of these keys in a language, for a reader; who may not see
# one is not given it.
Show = Callable[[Collection[str], str, Any], Mapping[str, Shown]]


@dataclass(frozen=True)
class RoomKind:
    """One kind: `name` in addresses, `word` for one, `words` for the filter.

    `icon` is a name of `static/img/icons.svg`, `order` says where the kind stands among
    those of other rooms.
    """

    name: str
    word: str | Promise
    words: str | Promise
    icon: str
    entries: Entries
    shown: Show
    order: int = 50


_kinds: dict[str, RoomKind] = {}


def register_search_kind(kind: RoomKind) -> None:
    """Let a kind be found; a second one of the same name is a programming error."""
    if kind.name in _kinds or kind.name in SearchKind.values:
        raise ValueError(f"There is a search kind of the name {kind.name!r} already.")
    if len(kind.name) > LONGEST_NAME:
        raise ValueError(f"{kind.name!r} is longer than {LONGEST_NAME} letters.")
    _kinds[kind.name] = kind


def search_kinds() -> list[RoomKind]:
    """The kinds of all rooms, in order."""
    return sorted(_kinds.values(), key=lambda one: (one.order, one.name))


def search_kind(name: str) -> RoomKind | None:
    """A room's kind, or None: it may be one of the register's own."""
    return _kinds.get(name)
