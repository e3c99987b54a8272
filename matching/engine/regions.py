"""What two places bring to a pair: strength, track record and reach."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from scipy.sparse import csr_matrix

from matching.engine.constants import (
    NEWCOMER,
    NEWCOMER_PROJECTS,
    NOWHERE,
    ONE_STEP,
    OTHER_CATEGORY,
    OTHER_COUNTRY,
)
from matching.engine.spaces import RegionSpace, Share

Amount = TypeVar("Amount", float, np.ndarray)
Shares = Mapping[str, Mapping[int, Share]]


@dataclass(frozen=True)
class Places:
    """Tables of r places against c places, each of shape (r, c), and of r alone.

    nested: one region, or one within the other; joint: x, the faded sum of joint
    projects; through: y, the best third region, at what it counts; reach: the
    component, NaN where a side is nowhere. taken (r, projects): g(p) m(r, p).
    somewhere (r,): False for the place of an idea that belongs nowhere.
    """

    nested: np.ndarray
    joint: np.ndarray
    through: np.ndarray
    reach: np.ndarray
    taken: csr_matrix
    somewhere: np.ndarray


def strength_of(space: RegionSpace, region: str, topic: str) -> float | None:
    """Return s(region, topic), or None when nothing is known.

    A region's own figure, else that of the nearest larger unit with one, else the mean
    over the smaller units that have one (a country from its NUTS-2 regions).
    """
    if region == NOWHERE:
        return None
    for code in (region, *space.ancestors.get(region, ())):
        if (code, topic) in space.strengths:
            return space.strengths[code, topic]
    inner = [
        space.strengths[code, topic]
        for code in space.descendants[region]
        if (code, topic) in space.strengths
    ]
    return sum(inner) / len(inner) if inner else None


def is_newcomer(space: RegionSpace, region: str) -> bool:
    """Say whether few joint projects of a region are known."""
    return len(space.shares[region]) < NEWCOMER_PROJECTS


def relate(space: RegionSpace, rows: Sequence[str], columns: Sequence[str]) -> Places:
    """Return the tables of every row's place against every column's place."""
    nested = _nested(space, rows, columns)
    joint = _joint(space, rows, columns, space.shares)
    through = ONE_STEP * _through(space, rows, columns)
    joint[nested] = through[nested] = 0
    reach = _reach(space, rows, columns)
    somewhere = _flags(code != NOWHERE for code in rows)
    reach[~(somewhere[:, None] & _flags(code != NOWHERE for code in columns))] = np.nan
    return Places(
        nested=nested,
        joint=joint,
        through=through,
        reach=reach,
        taken=_taken(space, rows),
        somewhere=somewhere,
    )


def _taken(space: RegionSpace, codes: Sequence[str]) -> csr_matrix:
    """Return g(p) m(r, p): what each project counts for each place, (r, projects).

    Sparse, so that a product with it adds in one order whatever its shape is.
    """
    found = np.zeros((len(codes), len(space.projects)))
    for row, code in enumerate(codes):
        for place, (share, _) in space.shares.get(code, {}).items():
            found[row, place] = space.project_weight(place) * share
    return csr_matrix(found)


def saturated(total: Amount) -> Amount:
    """Return x / (1 + x): the tenth project adds less than the first."""
    return total / (1 + total)


def _flags(values: Iterable[bool]) -> np.ndarray:
    return np.fromiter(values, dtype=bool)


def _nested(
    space: RegionSpace, rows: Sequence[str], columns: Sequence[str]
) -> np.ndarray:
    place = {code: index for index, code in enumerate(columns)}
    found = np.zeros((len(rows), len(columns)), dtype=bool)
    for row, code in enumerate(rows):
        if code == NOWHERE:
            continue
        kin = (code, *space.ancestors.get(code, ()), *space.descendants[code])
        found[row, [place[other] for other in kin if other in place]] = True
    return found


def _joint(
    space: RegionSpace, rows: Sequence[str], columns: Sequence[str], shares: Shares
) -> np.ndarray:
    """Return x(r, s), the faded sum of joint projects; `shares` are the columns'.

    Two regions that a project names by one and the same larger unit only did not
    thereby work with each other: at least two members must stand behind a pair.
    """
    found = np.zeros((len(rows), len(columns)))
    number = {code: place for place, code in enumerate(sorted(space.named))}
    left = _by_project(rows, space.shares, number)
    right = _by_project(columns, shares, number)
    for place in sorted(set(left) & set(right)):
        row, row_share, row_member = left[place]
        column, column_share, column_member = right[place]
        value = space.project_weight(place) * (row_share[:, None] * column_share)
        alone = (row_member[:, None] == column_member) & (column_member >= 0)
        value[alone] = 0
        found[np.ix_(row, column)] += value
    return found


def _by_project(
    codes: Sequence[str], shares: Shares, number: Mapping[str, int]
) -> dict[int, tuple[np.ndarray, ...]]:
    """For each project the places in `codes` that took part, their shares, and the
    number of the member each rests on (-1 if on several)."""
    found: dict[int, list] = {}
    for index, code in enumerate(codes):
        for place, (share, members) in shares.get(code, {}).items():
            only = number[min(members)] if len(members) == 1 else -1
            found.setdefault(place, []).append((index, share, only))
    return {
        place: tuple(np.array(column) for column in zip(*entries, strict=True))
        for place, entries in found.items()
    }


def _through(
    space: RegionSpace, rows: Sequence[str], columns: Sequence[str]
) -> np.ndarray:
    """Return y(r, s): the best third region q, as d(r, q) * d(q, s)."""
    left = _ties(space, rows)
    right = left if rows is columns else _ties(space, columns)
    found = np.zeros((len(rows), len(columns)))
    for row, ties in enumerate(left):
        third = np.flatnonzero(ties)
        if third.size:
            found[row] = (right[:, third] * ties[third]).max(axis=1)
    return found


def _ties(space: RegionSpace, codes: Sequence[str]) -> np.ndarray:
    """Return d(r, q) = x / (1 + x) with every named region q, 0 for nested ones."""
    thirds = sorted(space.named)
    joint = _joint(space, codes, thirds, space.named)
    joint[_nested(space, codes, thirds)] = 0
    return saturated(joint)


def _reach(
    space: RegionSpace, rows: Sequence[str], columns: Sequence[str]
) -> np.ndarray:
    left, right = _traits(space, rows), _traits(space, columns)
    country, category, newcomer = (
        (mine[:, None], theirs[None, :])
        for mine, theirs in zip(left, right, strict=True)
    )
    other_country = country[0] != country[1]
    known = (category[0] != "") & (category[1] != "")
    other_category = known & (category[0] != category[1])
    new = newcomer[0] | newcomer[1]
    return (
        OTHER_COUNTRY * other_country + OTHER_CATEGORY * other_category + NEWCOMER * new
    )


def _traits(space: RegionSpace, codes: Sequence[str]) -> tuple[np.ndarray, ...]:
    return (
        np.array([space.countries.get(code, "") for code in codes]),
        np.array([space.categories.get(code, "") for code in codes]),
        _flags(code != NOWHERE and is_newcomer(space, code) for code in codes),
    )
