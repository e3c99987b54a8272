"""Exchange: how far the offers of one side cover the needs of the other.

Offers and needs live in one code space: a column for each topic, and one for each
topic and kind. An offer of another kind than the need meets the first column only,
so it counts half. Both directions are plain inner products.
"""

from collections.abc import Iterable, Mapping

import numpy as np

from matching.engine.constants import DERIVED, ITEM_KINDS, STATED
from matching.engine.spaces import TopicSpace
from matching.engine.types import Item

ANY = ""
Column = tuple[str, str]  # (topic, kind), or (topic, ANY)
WIDTH = 1 + len(ITEM_KINDS)  # columns for each topic


def standing(item: Item) -> float:
    """Return what an item counts: stated by its owner, or derived by the register."""
    return STATED if item.stated else DERIVED


def supply(offers: Iterable[Item], space: TopicSpace) -> dict[Column, float]:
    """Return o: for each column the largest credit that some offer gives it."""
    found: dict[Column, float] = {}
    for item in offers:
        for topic in item.topics:
            for other, credit in space.credits[topic].items():
                for kind in (ANY, item.kind):
                    value = standing(item) * credit
                    found[other, kind] = max(value, found.get((other, kind), 0.0))
    return found


def worth(given: Mapping[Column, float], need: Item, space: TopicSpace) -> float:
    """Return what a supply gives to one need: idf * o * n over the need's columns."""
    cells = ((topic, kind) for topic in set(need.topics) for kind in (ANY, need.kind))
    return sum(
        space.idf[cell[0]] * given.get(cell, 0.0) * standing(need)
        for cell in sorted(cells)
    )


def split(gained: np.ndarray, given: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return receive and give from the two covers; NaN where a cover is not known.

    Their mean is ((sqrt a + sqrt b) / 2)^2 = (a + b + 2 sqrt(ab)) / 4, so that a
    one-sided fit ranks below a two-sided one of equal sum. Where one cover is not
    known, the mixed term is 0: the other direction counts by itself.
    """
    mixed = np.nan_to_num(np.sqrt(gained * given), nan=0.0)
    return (gained + mixed) / 2, (given + mixed) / 2
