"""What rooms above the lists add to a match card and to the page of a pair.

The lists do not know these rooms; each registers in its `ready()` what it reads and the
templates that show it. A part is read only for people who act for the profile whose
list it is, unless it says that everybody who is signed in may see it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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
    pair. `order` says where it stands among the others.
    """

    name: str
    read: Read
    line: str = ""
    action: str = ""
    pair: str = ""
    order: int = 50
    for_everybody: bool = False


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
    """The sections of the page of this list (`queries.MatchList`), by name."""
    profile = found.profile
    if not user.is_authenticated:
        return []
    if not type(profile).objects.owned_by(user).filter(pk=profile.pk).exists():
        return []
    shown = (
        (_sections[name], _sections[name].read(user, found))
        for name in sorted(_sections)
    )
    return [{"shown": one, "part": part} for one, part in shown if part]


def parts_for(
    user: Any, profile: Profile, partners: Sequence[Profile]
) -> dict[int, list[dict[str, Any]]]:
    """The parts of each partner's card, in order; a fixed number of queries.

    Visitors get none: their pages are kept and shared.
    """
    found: dict[int, list[dict[str, Any]]] = {one.pk: [] for one in partners}
    if not user.is_authenticated or not partners:
        return found
    is_own = type(profile).objects.owned_by(user).filter(pk=profile.pk).exists()
    for part in sorted(_parts.values(), key=lambda one: (one.order, one.name)):
        if not (is_own or part.for_everybody):
            continue
        facts = part.read(user, profile, partners)
        for key, own in facts.items():
            found[key].append({"part": own, "shown": part})
    return found
