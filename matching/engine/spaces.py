"""What profiles refer to: topics with their relations, regions with their figures."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from matching.engine.constants import (
    COHESION_CATEGORIES,
    HALF_LIFE_YEARS,
    NOWHERE,
    OTHER_LEVEL,
    PARENT,
    RELATED,
    SCHEMES,
)
from matching.engine.errors import refuse
from matching.engine.tables import TopicTables
from matching.engine.text import count_words

Share = tuple[float, frozenset[str]]


def inverse_frequency(total: int, uses: int) -> float:
    """Return ln(1 + (N + 1) / (n + 1)): rare things weigh more, none weighs nothing."""
    return math.log(1 + (total + 1) / (uses + 1))


@dataclass(frozen=True)
class TopicSpace:
    """Codes of three schemes, each a tree, and how codes are related.

    schemes  code -> economic, scientific or policy
    parents  code -> the code above, or None
    uses     code -> number of profiles that state it
    related  (code, code) -> phi in (0, 1], both orders present
    """

    schemes: Mapping[str, str]
    parents: Mapping[str, str | None] = field(default_factory=dict)
    uses: Mapping[str, int] = field(default_factory=dict)
    related: Mapping[tuple[str, str], float] = field(default_factory=dict)
    profile_count: int = 0

    def __post_init__(self) -> None:
        for code, scheme in self.schemes.items():
            if scheme not in SCHEMES:
                raise refuse(f"topic {code!r}", "scheme", f"{scheme!r} is unknown")
            self._check_branch(code)
        for (first, second), phi in self.related.items():
            owner = f"topic {first!r}"
            if self.schemes.get(first) != self.schemes.get(second, "unknown"):
                raise refuse(owner, "related", f"{second!r} is not in its scheme")
            if first == second or not 0 < phi <= 1:
                raise refuse(owner, "related", f"phi {phi} to {second!r} is wrong")
            if self.related.get((second, first)) != phi:
                raise refuse(owner, "related", f"{second!r} differs the other way")

    def _check_branch(self, code: str) -> None:
        seen = [code]
        while (above := self.parents.get(seen[-1])) is not None:
            if above in seen or self.schemes.get(above) != self.schemes[code]:
                raise refuse(f"topic {code!r}", "parent", f"{above!r} is wrong")
            seen.append(above)

    @cached_property
    def vectors(self) -> dict[tuple[str, ...], Mapping[str, float]]:
        """Focus vectors of the topics of projects, each kept once it was needed."""
        return {}

    @classmethod
    def from_rows(
        cls,
        rows: Iterable[tuple[str, str, str | None, int]],
        relations: Iterable[tuple[str, str, float]] = (),
        *,
        profile_count: int = 0,
    ) -> "TopicSpace":
        """Take rows (code, scheme, parent, uses) and relations (code, code, phi)."""
        rows = list(rows)
        related: dict[tuple[str, str], float] = {}
        for first, second, phi in relations:
            related[first, second] = related[second, first] = phi
        return cls(
            schemes={row[0]: row[1] for row in rows},
            parents={row[0]: row[2] for row in rows},
            uses={row[0]: row[3] for row in rows},
            related=related,
            profile_count=profile_count,
        )

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """All codes in their fixed order."""
        return tuple(sorted(self.schemes))

    def branch(self, code: str) -> tuple[str, ...]:
        """Return the code and those above it, nearest first."""
        found = [code]
        while (above := self.parents.get(found[-1])) is not None:
            found.append(above)
        return tuple(found)

    @cached_property
    def idf(self) -> dict[str, float]:
        """Inverse document frequency of each code.

        A profile that states a code uses the codes above it too. How many profiles
        use a code or one below it is bounded by the sum of their uses, and by N.
        """
        below = dict.fromkeys(self.codes, 0)
        for code in self.codes:
            for above in self.branch(code):
                below[above] += self.uses.get(code, 0)
        most = self.profile_count
        return {c: inverse_frequency(most, min(n, most)) for c, n in below.items()}

    @cached_property
    def credits(self) -> dict[str, dict[str, float]]:
        """For each code the codes that stating it credits, and how much.

        1 for itself, PARENT for each level up, RELATED * phi for a related code.
        """
        found = {
            code: {up: PARENT**step for step, up in enumerate(self.branch(code))}
            for code in self.codes
        }
        for (first, second), phi in sorted(self.related.items()):
            credit = found[first]
            credit[second] = max(credit.get(second, 0.0), RELATED * phi)
        return found

    @cached_property
    def tables(self) -> TopicTables:
        """The codes' schemes, frequencies and credits as arrays."""
        return TopicTables.of(self.schemes, self.idf, self.credits)


@dataclass(frozen=True)
class Project:
    """One joint project: its year, the codes of its members' regions, its theme.

    `topics` and `texts` (title, keywords) say what it was about; both may be empty.
    """

    key: int
    year: int
    regions: tuple[str, ...]
    topics: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def words(self) -> Counter[str]:
        """Its words, counted once for all that is said of it."""
        return count_words(self.texts)


@dataclass(frozen=True)
class RegionSpace:
    """Regions of any NUTS level, their figures and their joint projects.

    countries   code -> country
    ancestors   code -> the larger units around it, nearest first
    categories  code -> cohesion category: less, transition, more, or ""
    strengths   (region, economic code) -> s in [0, 1]; absent: not known
    """

    countries: Mapping[str, str]
    as_of_year: int
    ancestors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    strengths: Mapping[tuple[str, str], float] = field(default_factory=dict)
    projects: tuple[Project, ...] = ()

    def __post_init__(self) -> None:
        for code, category in self.categories.items():
            if category not in COHESION_CATEGORIES:
                raise refuse(f"region {code!r}", "category", f"{category!r} is unknown")
        for code, above in self.ancestors.items():
            self._check_regions(f"region {code!r}", "ancestors", above)
        for (code, topic), value in self.strengths.items():
            self._check_regions(f"strength in {topic!r}", "region", (code,))
            if not 0 <= value <= 1:
                fault = f"{value} for {topic!r} is not in [0, 1]"
                raise refuse(f"region {code!r}", "strengths", fault)
        for project in self.projects:
            self._check_regions(f"project {project.key}", "regions", project.regions)

    def _check_regions(self, owner: str, name: str, codes: Iterable[str]) -> None:
        for code in codes:
            if code not in self.countries:
                raise refuse(owner, name, f"unknown region {code!r}")

    @classmethod
    def from_rows(
        cls,
        rows: Iterable[tuple[str, str, str]],
        strengths: Iterable[tuple[str, str, float]] = (),
        projects: Iterable[Project] = (),
        *,
        as_of_year: int,
    ) -> "RegionSpace":
        """Take rows (NUTS code, country, category) and (region, topic, strength).

        NUTS codes nest by their first characters: ES51 lies in ES5 and in ES.
        """
        rows = list(rows)
        countries = {row[0]: row[1] for row in rows}
        return cls(
            countries=countries,
            as_of_year=as_of_year,
            ancestors={code: _prefixes(code, countries) for code in countries},
            categories={row[0]: row[2] for row in rows},
            strengths={(row[0], row[1]): row[2] for row in strengths},
            projects=tuple(projects),
        )

    @cached_property
    def numbers(self) -> dict[str, int]:
        """A number for each region, and for nowhere, in code order."""
        codes = sorted({NOWHERE, *self.countries})
        return {code: number for number, code in enumerate(codes)}

    @cached_property
    def descendants(self) -> dict[str, tuple[str, ...]]:
        """The smaller units within each region, in code order."""
        found: dict[str, list[str]] = {code: [] for code in self.countries}
        for code in sorted(self.ancestors):
            for above in self.ancestors[code]:
                found[above].append(code)
        return {code: tuple(inner) for code, inner in found.items()}

    def nested(self, first: str, second: str) -> bool:
        """Say whether two regions are one, or one lies in the other."""
        return (
            first == second
            or second in self.ancestors.get(first, ())
            or first in self.ancestors.get(second, ())
        )

    def project_weight(self, place: int) -> float:
        """Return what the project at this place counts: half of it every 8 years."""
        age = max(self.as_of_year - self.projects[place].year, 0)
        return 0.5 ** (age / HALF_LIFE_YEARS)

    @cached_property
    def shares(self) -> dict[str, dict[int, Share]]:
        """For each region the projects it took part in, by place in `projects`.

        A share is 1 where the project names the region, and OTHER_LEVEL where it names
        only a larger unit around it or a smaller one within it; with the members that
        it rests on.
        """
        found: dict[str, dict[int, Share]] = {code: {} for code in self.countries}
        for place, project in enumerate(self.projects):
            for member in sorted(set(project.regions)):
                _add_share(found[member], place, 1.0, member)
                kin = (*self.ancestors.get(member, ()), *self.descendants[member])
                for code in kin:
                    _add_share(found[code], place, OTHER_LEVEL, member)
        return found

    @cached_property
    def named(self) -> dict[str, dict[int, Share]]:
        """Like `shares`, but only for the regions that projects name, and only there.

        So a country is no common acquaintance merely because others in it are.
        """
        found: dict[str, dict[int, Share]] = {}
        for place, project in enumerate(self.projects):
            for member in sorted(set(project.regions)):
                found.setdefault(member, {})[place] = 1.0, frozenset({member})
        return found


def _prefixes(code: str, known: Mapping[str, str]) -> tuple[str, ...]:
    cuts = (code[:length] for length in range(len(code) - 1, 0, -1))
    return tuple(cut for cut in cuts if cut in known)


def _add_share(found: dict[int, Share], place: int, share: float, member: str) -> None:
    most, members = found.get(place, (0.0, frozenset()))
    found[place] = max(most, share), members | {member}
