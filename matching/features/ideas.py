"""Ideas from outside the register: as the engine's input, and their best partners."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, islice

from matching.engine import (
    COMPONENTS,
    Explanation,
    Index,
    Item,
    ProfileInput,
    Weights,
    build_index,
    explain,
    match_profile,
)
from matching.engine.text import fold, tokenize
from matching.features.current import current_index
from matching.features.profiles import load_profiles
from matching.features.register import kept_spaces, load_inputs
from portal.web.versioned import data_version
from regions.models import Profile

# Keys of profiles begin at 1, so an idea is none of them.
IDEA_KEY = 0
_ANY_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class IdeaScore:
    """One partner of an idea: its key, and the numbers of a match."""

    key: int
    kind: int
    known: int
    fresh: float
    contributions: dict[str, float]


def words_of(text: str) -> list[str]:
    """The words of a text as the engine counts them: folded, without stop words."""
    return tokenize(text)


def all_words_of(text: str) -> list[str]:
    """The folded words of a text, with stop words; they tell languages apart."""
    return _ANY_WORD.findall(fold(text))


def idea_input(
    words: Iterable[str],
    topics: Iterable[str],
    *,
    offers: Iterable[tuple[int, str, tuple[str, ...]]] = (),
    needs: Iterable[tuple[int, str, tuple[str, ...]]] = (),
    stages: Iterable[str] = (),
    region: str = "",
) -> ProfileInput:
    """An idea as the engine's input: a profile that is in no register.

    Offers and needs are (key, kind, topics). It counts as confirmed: somebody has just
    written it.
    """
    return ProfileInput(
        key=IDEA_KEY,
        region=region,
        topics=tuple(sorted(topics)),
        texts={"summary": " ".join(words)},
        offers=tuple(Item(*one) for one in offers),
        needs=tuple(Item(*one) for one in needs),
        stages=tuple(stages),
    )


def match_idea(
    idea: ProfileInput, count: int, weights: Mapping, index: Index | None = None
) -> list[IdeaScore]:
    """The best published profiles for an idea, best first; no query once kept."""
    index = current_index() if index is None else index
    found = match_profile(index, idea, count, Weights.from_mapping(weights))
    return [
        IdeaScore(
            key=int(key),
            kind=int(found.kinds[0, place]),
            known=int(found.known[0, place]),
            fresh=float(found.fresh[0, place]),
            contributions=dict(
                zip(COMPONENTS, found.contributions[0, place].tolist(), strict=True)
            ),
        )
        for place, key in enumerate(found.keys[0])
        if key >= 0
    ]


def repeated_index(count: int) -> Index:
    """An index of `count` profiles, the register's own over and over; to time with."""
    inputs = load_inputs()
    profiles = (
        replace(one, key=key)
        for key, one in enumerate(islice(cycle(inputs.profiles), count), start=1)
    )
    return build_index(profiles, inputs.topics, inputs.regions)


def explain_idea(
    idea: ProfileInput, partner_ids: Sequence[int]
) -> dict[int, Explanation]:
    """Say why an idea fits each of these partners, in a fixed number of queries."""
    loaded = load_profiles(Profile.objects.filter(pk__in=partner_ids))
    topics, regions = kept_spaces(data_version())
    return {one.key: explain(idea, one, topics, regions) for one in loaded}
