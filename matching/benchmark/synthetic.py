"""Synthetic registers of any size, the same for the same seed. Nothing in them is real.

As large and as dense as a busy register: each profile states 8 to 20 of 600 topics,
writes 30 to 60 of 30,000 words, and offers and needs 4 to 10 topics; 300 regions in 30
countries, 100 known projects.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import NamedTuple

import numpy as np

from matching.engine import Item, ProfileInput, Project, RegionSpace, TopicSpace
from matching.engine.constants import CONFIDENCE, ITEM_KINDS, STAGES

SEED = 2016
BRANCHES, LEAVES = 20, 180  # topics of each scheme, on two levels
RELATIONS = 150
COUNTRIES, REGIONS = 30, 10
PROJECTS, MEMBERS = 100, 7
WORDS = 30_000
CATEGORIES = ("less", "transition", "more")
CODES = [
    f"{ascii_uppercase[n // 26]}{ascii_uppercase[n % 26]}{region}"
    for n in range(COUNTRIES)
    for region in range(REGIONS)
]
SOURCES = tuple(CONFIDENCE)
SCHEMES = {"E": "economic", "S": "scientific", "P": "policy"}


class SyntheticProfiles:
    """So many profiles, made one at a time, and the same each time they are read."""

    def __init__(self, count: int, leaves: Sequence[str], seed: int) -> None:
        self._count, self._leaves, self._seed = count, leaves, seed

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[ProfileInput]:
        draw = np.random.default_rng(self._seed)
        for key in range(1, self._count + 1):
            yield _profile(key, _draw_profile(self._leaves, draw))


@dataclass(frozen=True)
class SyntheticRegister:
    """Topics, regions and as many profiles as are asked for."""

    topics: TopicSpace
    regions: RegionSpace
    profiles: SyntheticProfiles


def synthetic_register(count: int, seed: int = SEED) -> SyntheticRegister:
    """Return a register of `count` profiles, which are made when they are read."""
    draw = np.random.default_rng(seed)
    rows = [row for letter in SCHEMES for row in _scheme(letter)]
    leaves = [row[0] for row in rows if row[2]]
    # What comes after the profiles is drawn after them; how often each topic is used
    # is known then too.
    uses = dict.fromkeys((row[0] for row in rows), 0)
    for _ in range(count):
        for code in _draw_profile(leaves, draw).topics:
            uses[code] += 1
    topics = TopicSpace.from_rows(
        [(*row, uses[row[0]]) for row in rows], _relations(draw), profile_count=count
    )
    profiles = SyntheticProfiles(count, leaves, seed)
    return SyntheticRegister(topics, _regions(leaves, draw), profiles)


def _scheme(letter: str) -> Iterator[tuple[str, str, str | None]]:
    scheme = SCHEMES[letter]
    for branch in range(BRANCHES):
        yield f"{letter}{branch:02}", scheme, None
    for leaf in range(LEAVES):
        branch = leaf % BRANCHES
        yield f"{letter}{branch:02}.{leaf:03}", scheme, f"{letter}{branch:02}"


def _relations(draw: np.random.Generator) -> list[tuple[str, str, float]]:
    pairs = draw.choice(LEAVES, size=(RELATIONS, 2))
    found = {(min(pair), max(pair)) for pair in pairs.tolist() if pair[0] != pair[1]}
    return [
        (_leaf(first), _leaf(second), float(phi))
        for (first, second), phi in zip(
            sorted(found), draw.uniform(0.45, 0.8, len(found)).round(2), strict=True
        )
    ]


def _leaf(number: int) -> str:
    return f"E{number % BRANCHES:02}.{number:03}"


def _regions(leaves: Sequence[str], draw: np.random.Generator) -> RegionSpace:
    codes = CODES
    countries = sorted({code[:2] for code in codes})
    rows = [(country, country, "") for country in countries]
    rows += [(code, code[:2], CATEGORIES[draw.integers(3)]) for code in codes]
    economic = [code for code in leaves if code.startswith("E")]
    strengths = [
        (code, topic, float(value))
        for code in codes
        for topic, value in zip(
            economic, draw.uniform(0, 1, len(economic)).round(3), strict=True
        )
        if value > 0.1
    ]
    projects = [
        Project(
            key=number,
            year=int(draw.integers(2005, 2026)),
            regions=tuple(draw.choice(codes, MEMBERS, replace=False).tolist()),
            topics=tuple(draw.choice(economic, 3, replace=False).tolist()),
            texts={"keywords": _text(_word_places(5, draw))},
        )
        for number in range(PROJECTS)
    ]
    return RegionSpace.from_rows(rows, strengths, projects, as_of_year=2026)


class _Drawn(NamedTuple):
    """What is drawn for one profile."""

    topics: list[str]
    region: int
    words: np.ndarray
    offers: tuple[list[str], list[int]]
    needs: tuple[list[str], list[int]]
    stages: list[str]
    source: int


def _draw_profile(leaves: Sequence[str], draw: np.random.Generator) -> _Drawn:
    return _Drawn(
        topics=_some(leaves, 8, 20, draw),
        region=int(draw.integers(COUNTRIES * REGIONS)),
        words=_word_places(int(draw.integers(30, 61)), draw),
        offers=_draw_items(leaves, draw),
        needs=_draw_items(leaves, draw),
        stages=_some(STAGES, 1, 3, draw),
        source=int(draw.integers(len(CONFIDENCE))),
    )


def _profile(key: int, drawn: _Drawn) -> ProfileInput:
    return ProfileInput(
        key=key,
        region=CODES[drawn.region],
        topics=tuple(drawn.topics),
        texts={"keywords": _text(drawn.words)},
        offers=_items(*drawn.offers),
        needs=_items(*drawn.needs),
        stages=tuple(drawn.stages),
        confidence=SOURCES[drawn.source],
    )


def _some(
    names: Sequence[str], least: int, most: int, draw: np.random.Generator
) -> list[str]:
    """Return distinct names, their number drawn evenly from least to most."""
    size = int(draw.integers(least, most + 1))
    if size * 4 > len(names):
        return [names[n] for n in draw.permutation(len(names))[:size].tolist()]
    chosen: dict[int, None] = {}
    while missing := size - len(chosen):
        chosen |= dict.fromkeys(draw.integers(len(names), size=missing).tolist())
    return [names[n] for n in chosen]


def _draw_items(
    leaves: Sequence[str], draw: np.random.Generator
) -> tuple[list[str], list[int]]:
    """Return a topic of each item, and in turn its kind and whether it is stated."""
    topics = _some(leaves, 4, 10, draw)
    return topics, draw.integers([len(ITEM_KINDS), 2] * len(topics)).tolist()


def _items(topics: Sequence[str], traits: Sequence[int]) -> tuple[Item, ...]:
    kinds, stated = traits[::2], traits[1::2]
    return tuple(
        Item(key=number, kind=ITEM_KINDS[kind], topics=(code,), stated=bool(is_stated))
        for number, (code, kind, is_stated) in enumerate(
            zip(topics, kinds, stated, strict=True)
        )
    )


def _word_places(size: int, draw: np.random.Generator) -> np.ndarray:
    """Words as language has them: few frequent ones, many rare ones."""
    return (WORDS ** draw.uniform(0.5, 1, size)).astype(int)


def _text(places: np.ndarray) -> str:
    return " ".join([f"w{place}" for place in places.tolist()])
