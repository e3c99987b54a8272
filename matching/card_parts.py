"""What rooms above the lists add to match cards, to lists and to the page of a pair.

The lists do not know these rooms; each registers in its `ready()` what it reads and the
templates that show it. A part is read only for people who act for the profile whose
list it is, unless it says that everybody who is signed in may see it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from portal.accounts.models import User
from regions.models import Profile

# What a part shows by partner's key; who is missing gets no part.
Facts = Mapping[int, Mapping[str, Any]]
Read = Callable[[User, Profile, Sequence[Profile]], Facts]


@dataclass(frozen=True)
class Part:
    """One room's part of cards: `line` and `action` are names of templates, or "".

    They see `part` (the facts of this candidate), `source` (on cards what
    `profile_card` says, on the page of a pair the profile itself), `partner` (the
    profile), `request` and `csrf_token`. `pair` is the template for the page of one
    pair. `order` says where it stands among the others. A part that is for one `place`
    only, "cards" or "pair", is not read for the other. Where its facts say
    `is_folded`, the card keeps its place and shows the head and the lines only.
    """

    name: str
    read: Read
    line: str = ""
    action: str = ""
    pair: str = ""
    order: int = 50
    for_everybody: bool = False
    place: str = ""


@dataclass(frozen=True)
class Hiding:
    """Candidates that a reader may leave out of a list: `name` in the address.

    `label` stands at the box, `words` say how many are left out. Ranks stay.
    """

    name: str
    label: str | Promise
    keys: Callable[[User, Profile], Collection[int]]
    words: Callable[[int], str]


@dataclass(frozen=True)
class Section:
    """What a room adds to the page of a list, above it, for who acts for its profile.

    `read` gives what `template` shows as `part`, or None for nothing at all.
    """

    name: str
    read: Callable[[User, Any], Mapping[str, Any] | None]
    template: str


_parts: dict[str, Part] = {}
_sections: dict[str, Section] = {}
_hidings: dict[str, Hiding] = {}


def register_part(part: Part) -> None:
    """Add a part; a second one of the same name is a programming error."""
    if part.name in _parts:
        raise ValueError(f"There is a part of the name {part.name!r} already.")
    _parts[part.name] = part


def register_section(section: Section) -> None:
    """Add a section; a second one of the same name is a programming error."""
    if section.name in _sections:
        raise ValueError(f"There is a section of the name {section.name!r} already.")
    _sections[section.name] = section


def sections_for(user: Any, found: Any) -> list[dict[str, Any]]:
    """The sections of the page of this list (`queries.MatchList`), by name.

    Whether the reader acts for its profile is for the caller to ask.
    """
    shown = (
        (_sections[name], _sections[name].read(user, found))
        for name in sorted(_sections)
    )
    return [{"shown": one, "part": part} for one, part in shown if part]


def register_hiding(hiding: Hiding) -> None:
    """Let readers hide some; a second one of the name is a programming error."""
    if hiding.name in _hidings:
        raise ValueError(f"There is a hiding of the name {hiding.name!r} already.")
    _hidings[hiding.name] = hiding


def hidings() -> list[Hiding]:
    """All that readers can hide, in the order of their registration."""
    return list(_hidings.values())


def hidden_for(user: Any, profile: Profile) -> dict[str, Collection[int]]:
    """The candidates that each hiding would leave out, for who acts for the profile.

    The profile must be read with `with_rights`.
    """
    if not profile.is_own:
        return {}
    return {one.name: one.keys(user, profile) for one in hidings()}


def parts_for(
    user: Any, profile: Profile, partners: Sequence[Profile], place: str = "cards"
) -> dict[int, list[dict[str, Any]]]:
    """The parts of each partner's card, or of a pair's page, in order.

    A fixed number of queries. The profile must be read with `with_rights`. Visitors get
    none: their pages are kept and shared.
    """
    found: dict[int, list[dict[str, Any]]] = {one.pk: [] for one in partners}
    if not user.is_authenticated or not partners:
        return found
    for part in sorted(_parts.values(), key=lambda one: (one.order, one.name)):
        if part.place not in ("", place) or not (profile.is_own or part.for_everybody):
            continue
        facts = part.read(user, profile, partners)
        for key, own in facts.items():
            found[key].append({"part": own, "shown": part})
    return found
