"""Synthetic registers of any size, the same for the same seed. Nothing in them is real.

As large and as dense as a busy register: each profile states 8 to 20 of 600 topics,
writes 30 to 60 of 30,000 words, and offers and needs 4 to 10 topics; 300 regions in 30
countries, 100 known projects.
"""

from collections.abc import Iterator
from dataclasses import dataclass

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
SCHEMES = {"E": "economic", "S": "scientific", "P": "policy"}


@dataclass(frozen=True)
class SyntheticRegister:
    """Topics, regions and as many profiles as are asked for."""

    topics: TopicSpace
    regions: RegionSpace
    profiles: tuple[ProfileInput, ...]


def synthetic_register(count: int, seed: int = SEED) -> SyntheticRegister:
    """Return a register of `count` profiles."""
    draw = np.random.default_rng(seed)
    rows = [row for letter in SCHEMES for row in _scheme(letter)]
    leaves = [row[0] for row in rows if row[2]]
    profiles = tuple(_profiles(count, leaves, draw))
    uses = dict.fromkeys((row[0] for row in rows), 0)
    for profile in profiles:
        for code in profile.topics:
            uses[code] += 1
    topics = TopicSpace.from_rows(
        [(*row, uses[row[0]]) for row in rows], _relations(draw), profile_count=count
    )
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


def _codes() -> list[str]:
    return [f"{_country(n)}{r}" for n in range(COUNTRIES) for r in range(REGIONS)]


def _country(number: int) -> str:
    return chr(ord("A") + number // 26) + chr(ord("A") + number % 26)


def _regions(leaves: list[str], draw: np.random.Generator) -> RegionSpace:
    codes = _codes()
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
            texts={"keywords": _words(5, draw)},
        )
        for number in range(PROJECTS)
    ]
    return RegionSpace.from_rows(rows, strengths, projects, as_of_year=2026)


def _profiles(
    count: int, leaves: list[str], draw: np.random.Generator
) -> Iterator[ProfileInput]:
    codes, sources = _codes(), list(CONFIDENCE)
    for key in range(1, count + 1):
        topics = _some(leaves, 8, 20, draw)
        yield ProfileInput(
            key=key,
            region=codes[draw.integers(len(codes))],
            topics=topics,
            texts={"keywords": _words(int(draw.integers(30, 61)), draw)},
            offers=_items(_some(leaves, 4, 10, draw), draw),
            needs=_items(_some(leaves, 4, 10, draw), draw),
            stages=_some(list(STAGES), 1, 3, draw),
            confidence=sources[draw.integers(len(sources))],
        )


def _some(
    names: list[str], least: int, most: int, draw: np.random.Generator
) -> tuple[str, ...]:
    """Return distinct names, their number drawn evenly from least to most."""
    size = int(draw.integers(least, most + 1))
    if size * 4 > len(names):
        return tuple(names[n] for n in draw.permutation(len(names))[:size].tolist())
    chosen: dict[str, None] = {}
    while len(chosen) < size:
        chosen[names[int(draw.integers(len(names)))]] = None
    return tuple(chosen)


def _items(codes: tuple[str, ...], draw: np.random.Generator) -> tuple[Item, ...]:
    return tuple(
        Item(
            key=number,
            kind=ITEM_KINDS[draw.integers(len(ITEM_KINDS))],
            topics=(code,),
            stated=bool(draw.integers(2)),
        )
        for number, code in enumerate(codes)
    )


def _words(size: int, draw: np.random.Generator) -> str:
    """Words as language has them: few frequent ones, many rare ones."""
    places = (WORDS ** draw.uniform(0.5, 1, size)).astype(int)
    return " ".join(f"w{place}" for place in places.tolist())
