"""From NUTS codes of any level and vintage to NUTS-2 units, and profiles in them."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np

from matching.engine import ProfileInput, RegionSpace
from matching.evaluation.metrics import measure

UNIT = 4  # characters of a NUTS-2 code
COUNTRY = 2
OTHER_SPELLINGS = {"GR": "EL", "GB": "UK"}


class Places:
    """The NUTS-2 units of a register, in code order, and the profiles in each.

    A profile at level 3 counts for the unit around it. One at level 0 or 1 counts for
    the units within it that have no profile of their own: it is the strategy in force
    there. Only units with a profile at level 2 or 3, and those that are all of a
    country or a larger region with one, are `candidates`.
    """

    def __init__(
        self,
        space: RegionSpace,
        profiles: Sequence[ProfileInput],
        changes: Mapping[str, str],
    ):
        self._space = space
        self._changes = changes
        self.units = tuple(sorted(c for c in space.countries if len(c) == UNIT))
        self.number = {code: place for place, code in enumerate(self.units)}
        self.profile_units = [self.units_of(profile.region) for profile in profiles]

    def placed(self, code: str) -> str | None:
        """Return the register's code for a code of any vintage; None if there is none.

        A unit of level 3 that the register lacks counts as the unit around it.
        """
        code = OTHER_SPELLINGS.get(code[:COUNTRY], code[:COUNTRY]) + code[COUNTRY:]
        for known in (code, self._changes.get(code, ""), code[:UNIT]):
            if known in self._space.countries and len(known) >= COUNTRY:
                return known
        around = self._changes.get(code[:UNIT], "")
        return around if len(code) > UNIT and around else None

    def units_of(self, code: str) -> tuple[str, ...]:
        """Return the unit that a code is or lies in, or all units within it."""
        if len(code) >= UNIT:
            return (code[:UNIT],) if code[:UNIT] in self.number else ()
        inner = self._space.descendants.get(code, ())
        return tuple(unit for unit in inner if len(unit) == UNIT)

    def numbers(self, codes: Iterable[str]) -> np.ndarray:
        return np.array([self.number[code] for code in codes], dtype=np.int64)

    @cached_property
    def candidates(self) -> np.ndarray:
        """Return which units hold a profile, (R,) bool."""
        found = np.zeros(len(self.units), dtype=bool)
        for units in self.profile_units:
            if len(units) == 1:
                found[self.number[units[0]]] = True
        return found

    @cached_property
    def _pairs(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Profiles by unit: the profiles, where each unit's begin, and those units."""
        rows = [
            (self.number[unit], profile)
            for profile, units in enumerate(self.profile_units)
            for unit in units
            if len(units) == 1 or not self.candidates[self.number[unit]]
        ]
        table = np.array(sorted(rows), dtype=np.int64).reshape(-1, 2)
        units, starts = np.unique(table[:, 0], return_index=True)
        return table[:, 1], starts, units

    def best(self, scores: np.ndarray) -> np.ndarray:
        """Return the best score of each unit's profiles, 0 where it has none: (R,)."""
        profiles, starts, units = self._pairs
        found = np.zeros(len(self.units))
        if starts.size:
            found[units] = np.maximum.reduceat(scores[profiles], starts)
        return found

    def figures(
        self,
        scores: np.ndarray,
        sought: Iterable[Iterable[str]],
        given: Iterable[str] = (),
        allowed: np.ndarray | None = None,
    ) -> tuple[float, ...] | None:
        """Judge one ranking of the units; None if nothing sought is a candidate.

        What is sought counts with the best of its units; `given` are no candidates.
        """
        others = (self.candidates if allowed is None else allowed).copy()
        others[self.numbers(given)] = False
        found = []
        for units in sought:
            numbers = self.numbers(units)
            if (open_ := numbers[others[numbers]]).size:
                found.append(scores[open_].max())
            others[numbers] = False
        if not found or not others.any():
            return None
        return measure(np.array(found), scores[others])

    def by_profile(self, values: np.ndarray) -> np.ndarray:
        """Return for each profile the largest value of its units, (n,)."""
        return np.array(
            [
                max((values[self.number[unit]] for unit in units), default=0.0)
                for units in self.profile_units
            ]
        )
