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
    pair. `order` says where it stands among the others. A part that is for one `place`
    only, "cards" or "pair", is not read for the other.
    """

    name: str
    read: Read
    line: str = ""
    action: str = ""
    pair: str = ""
    order: int = 50
    for_everybody: bool = False
    place: str = ""


_parts: dict[str, Part] = {}


def register_part(part: Part) -> None:
    """Add a part; a second one of the same name is a programming error."""
    if part.name in _parts:
        raise ValueError(f"There is a part of the name {part.name!r} already.")
    _parts[part.name] = part


def parts_for(
    user: Any, profile: Profile, partners: Sequence[Profile], place: str = "cards"
) -> dict[int, list[dict[str, Any]]]:
    """The parts of each partner's card, or of a pair's page, in order.

    A fixed number of queries.

    Visitors get none: their pages are kept and shared.
    """
    found: dict[int, list[dict[str, Any]]] = {one.pk: [] for one in partners}
    if not user.is_authenticated or not partners:
        return found
    is_own = type(profile).objects.owned_by(user).filter(pk=profile.pk).exists()
    for part in sorted(_parts.values(), key=lambda one: (one.order, one.name)):
        if part.place not in ("", place) or not (is_own or part.for_everybody):
            continue
        facts = part.read(user, profile, partners)
        for key, own in facts.items():
            found[key].append({"part": own, "shown": part})
    return found
