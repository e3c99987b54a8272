"""When a wish is shared by enough, and what all could give together: pure."""

from collections.abc import Sequence
from dataclasses import dataclass

# A region counts by its level 2 unit: two districts of one region are one.
LEVEL_2 = 4
# Below this number of members nothing is said of their money: it would tell of one.
LEAST_SAID = 3
# The least that each share means, in euro.
FROM = {
    "to50k": 0,
    "to250k": 50_000,
    "to1m": 250_000,
    "to5m": 1_000_000,
    "over5m": 5_000_000,
    "open": 0,
}
# The sum is said by the highest of these that it reaches, so that one who joins or
# leaves does not tell others what that one could give.
STEPS = (100_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000, 25_000_000)


@dataclass(frozen=True)
class Quorum:
    """How many share a wish, and how many have to."""

    members: int
    regions: int
    countries: int
    regions_needed: int
    countries_needed: int

    @property
    def is_reached(self) -> bool:
        return (
            self.regions >= self.regions_needed
            and self.countries >= self.countries_needed
        )

    @property
    def regions_missing(self) -> int:
        return max(0, self.regions_needed - self.regions)

    @property
    def countries_missing(self) -> int:
        return max(0, self.countries_needed - self.countries)


def quorum_of(codes: Sequence[str], regions: int, countries: int) -> Quorum:
    """Count the members' regions and countries (NUTS codes, one a member)."""
    return Quorum(
        members=len(codes),
        regions=len({code[:LEVEL_2] for code in codes}),
        countries=len({code[:2] for code in codes}),
        regions_needed=regions,
        countries_needed=countries,
    )


def least_together(shares: Sequence[str]) -> int | None:
    """What all could give at least, rounded down to a step.

    None with fewer than three members; 0 where it is less than the first step.
    """
    if len(shares) < LEAST_SAID:
        return None
    total = sum(FROM[one] for one in shares)
    return max((step for step in STEPS if step <= total), default=0)
