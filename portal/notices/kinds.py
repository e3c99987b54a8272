"""Kinds of notices: each room says in its `ready()` what it tells people about."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Words:
    """A notice in the reader's language: one line, and perhaps a sentence more."""

    title: str
    text: str = ""


Wording = Callable[[Mapping[str, Any]], Words]


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
    words: Wording
    pace: str = "now"

    def worded(self, facts: Mapping[str, Any]) -> Words:
        """The words for these facts; what no wording fits any more keeps its label.

        Notices are kept for a year, and facts of an older edition must neither spoil
        a page nor stop the digests of all others.
        """
        try:
            return self.words(facts)
        except Exception:
            logger.exception("a notice of the kind %s cannot be worded", self.name)
            return Words(str(self.label))


@dataclass(frozen=True)
class Group:
    """What people choose one pace for: all kinds that name this group."""

    name: str
    kinds: tuple[Kind, ...]

    @property
    def title(self) -> str | Promise:
        """What the group was registered as; a single kind is called by itself."""
        return _labels.get(self.name) or self.kinds[0].label

    @property
    def label(self) -> str:
        return str(self.title)

    @property
    def paces(self) -> set[str]:
        """The paces of who has chosen none; kinds of one group may differ."""
        return {kind.pace for kind in self.kinds}


_kinds: dict[str, Kind] = {}
_labels: dict[str, str | Promise] = {}


def register_kind(kind: Kind) -> None:
    """Add a kind; a second one of the same name is a programming error."""
    if kind.name in _kinds:
        raise ValueError(f"There is a kind of the name {kind.name!r} already.")
    _kinds[kind.name] = kind


def register_group(
    group: str,
    label: str | Promise,
    kinds: Iterable[tuple[str, str | Promise, Wording]],
    pace: str = "now",
) -> None:
    """Add kinds of one group, which `label` names as a whole.

    Each is a name, a label and its words. A group may get kinds from several rooms.
    """
    _labels[group] = label
    for name, own, words in kinds:
        register_kind(Kind(name, group, own, words, pace))


def kind_named(name: str) -> Kind | None:
    """The kind of this name, or None where the code does not know it any more."""
    return _kinds.get(name)


def registered_kinds() -> list[Kind]:
    """All kinds, by group and name."""
    return sorted(_kinds.values(), key=lambda kind: (kind.group, kind.name))


def registered_groups() -> dict[str, Group]:
    """All groups by name, in the order of their names."""
    kinds = registered_kinds()
    names = dict.fromkeys(kind.group for kind in kinds)
    return {
        name: Group(name, tuple(one for one in kinds if one.group == name))
        for name in names
    }
