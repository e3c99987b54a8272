"""How many themes of known partnerships the suggestions find again, and with whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matching.partnerships.suggestions.reading import Found
from matching.partnerships.suggestions.themes import stem_of
from regions.models import Cooperation, Profile

# How the programmes of the earlier platform's thematic partnerships begin.
PLATFORM = "S3P"


@dataclass(frozen=True)
class Known:
    """A known partnership: how many regions, and what the best suggestion has of it."""

    name: str
    regions: int
    suggestion: Found | None
    regions_again: int


def compare_with_known(found: Sequence[Found]) -> list[Known]:
    """Each thematic partnership of the register with the suggestion of its theme.

    A theme is found again when a keyword of the partnership, or a part of it, is a term
    of a suggestion's theme; of several the one with most of its regions counts.
    """
    regions = dict(Profile.objects.values_list("pk", "region_id"))
    known = Cooperation.objects.filter(programme__startswith=PLATFORM)
    return [
        _compared(one, found, regions)
        for one in known.prefetch_related("members").order_by("name", "pk")
    ]


def _compared(project: Cooperation, found: Iterable[Found], regions: dict) -> Known:
    codes = {member.region_id for member in project.members.all() if member.region_id}
    words = {part for word in project.keywords for part in _parts(stem_of(word))}
    best, again = None, -1
    for one in found:
        if words & set(one.group.theme):
            number = sum(_is_within(regions[key], codes) for key in one.keys)
            if number > again:
                best, again = one, number
    return Known(project.name, len(codes), best, max(again, 0))


def _parts(term: str) -> set[str]:
    words = term.split()
    return {
        " ".join(words[first:last])
        for first in range(len(words))
        for last in range(first + 1, len(words) + 1)
    }


def _is_within(region: str, codes: Iterable[str]) -> bool:
    return any(region.startswith(one) or one.startswith(region) for one in codes)
