"""What rooms above the chapters add to the page of each chapter.

The chapters do not know these rooms; each registers its part in its `ready()`. A part's
template is included with `chapter` (`portal.guide.chapters.Chapter`), `language` and
`request`, and loads a template tag of its own room for the facts it needs. A
visitor's page is kept and shared: a part shows visitors no token, and nothing that
changes without the data (`portal.web.versioned`).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """One room's part; `order` says where it stands among the others.

    It stands below the chapter's text and above its sources, with a heading of level 2,
    or, for `place` "checklist", under the points of the checklist, without one.
    """

    name: str
    template: str
    order: int = 50
    place: str = "below"


_parts: dict[str, Part] = {}


def register_part(part: Part) -> None:
    """Add a part; a second one of the same name is a programming error."""
    if part.name in _parts:
        raise ValueError(f"There is a part of the name {part.name!r} already.")
    _parts[part.name] = part


def parts(place: str = "below") -> list[Part]:
    """The parts of a place, in order."""
    found = (one for one in _parts.values() if one.place == place)
    return sorted(found, key=lambda one: (one.order, one.name))
