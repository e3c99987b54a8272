"""A list of candidates as one person sees it: their order, their facets, who passes.

Stored lists and those of ideas are both short (a hundred rows or so). What facets count
and what the order follows from is read in one go, and it is counted, filtered and put
in order in memory, by the same code for both.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from matching.features import component_names, kept_newcomers, unknown_share
from matching.models import Exposure, Kind, MatchRun
from matching.ordering import Candidate, Order, Standing, arrange
from portal.web.facets import Counts, FacetIndex
from portal.web.versioned import kept_under_version
from regions.models import Profile
from regions.models.stages import bits_to_stages
from regions.queries.vocabulary import Vocabulary

# What the order of a list follows from, beside the points of each component.
FIGURES = ("partner_id", "rank", "score", "kind", "known")
NO_BONUS = (0, 0)
# Facts of which a row has one value.
FACT_NAMES = ("country", "cohesion", "kind", "type", "confidence", "experience")
NEWCOMER, EXPERIENCED = "newcomer", "experienced"


@dataclass(frozen=True)
class PartnerFacts:
    """What facets count about one row of a list."""

    partner: int
    country: str
    cohesion: str
    kind: str
    type: str
    confidence: str
    stages: tuple[str, ...]
    experience: str


class CandidateList:
    """What lists of candidates have in common: nothing hidden leaves a trace.

    A list gives `rows`, best first: each has FIGURES, the points of all components, and
    the facts "region", "country", "cohesion", "type", "confidence" and "stage_bits".
    """

    run: MatchRun | None
    words: Vocabulary

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """What each component weighs in these scores."""
        raise NotImplementedError

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """Figures, points and facts of all candidates, by their rank by score."""
        raise NotImplementedError

    @cached_property
    def newcomers(self) -> frozenset[str]:
        """Regions of which few joint projects are known, by the rule of the score."""
        return kept_newcomers(self.words.version)

    @cached_property
    def facts(self) -> tuple[PartnerFacts, ...]:
        """What facets count, by rank by score."""
        return tuple(
            PartnerFacts(
                partner=row["partner_id"],
                country=row["country"],
                cohesion=row["cohesion"],
                kind=Kind(row["kind"]).name.lower(),
                type=row["type"],
                confidence=row["confidence"],
                stages=tuple(str(one) for one in bits_to_stages(row["stage_bits"])),
                experience=NEWCOMER if row["region"] in self.newcomers else EXPERIENCED,
            )
            for row in self.rows
        )

    @cached_property
    def candidates(self) -> list[Candidate]:
        """What the order follows from, by rank by score; one query beside the rows."""
        names = component_names()
        bonuses = bonuses_of(self.run, [row["partner_id"] for row in self.rows])
        found = []
        for row in self.rows:
            bonus, why = bonuses.get(row["partner_id"], NO_BONUS)
            known = (name for bit, name in enumerate(names) if row["known"] >> bit & 1)
            points = {name: row[name] for name in names}
            figures = row["partner_id"], row["rank"], row["score"]
            found.append(Candidate(*figures, frozenset(known), points, bonus, why))
        return found

    def standings(self, order: Order) -> list[Standing]:
        """Everybody whom this person may see, in the order that is asked for."""
        if order == Order():
            return self.default
        return self._arrange(order)

    @cached_property
    def default(self) -> list[Standing]:
        """Everybody whom this person may see, in the order that all readers see."""
        return self._arrange(Order())

    def _arrange(self, order: Order) -> list[Standing]:
        return arrange(self.candidates, order, self.weights, unknown_share())

    @cached_property
    def places(self) -> dict[int, int]:
        """The rank of each partner in the list that all readers see, from 1."""
        return {one.partner: one.rank for one in self.default}

    def facets(
        self,
        chosen: Mapping[str, Sequence[str]],
        among: Iterable[int] | None = None,
    ) -> Counts:
        """What each value of each facet would show under the other choices."""
        return self._index.counts(chosen, among)

    def passing(self, chosen: Mapping[str, Sequence[str]]) -> set[Any]:
        """The partners that fit: any value of a facet, all facets."""
        return self._index.passing(chosen)

    @cached_property
    def _index(self) -> FacetIndex:
        values: dict[str, Iterable[tuple[int, str]]] = {
            name: [(row.partner, getattr(row, name)) for row in self.facts]
            for name in FACT_NAMES
        }
        values["stage"] = [
            (row.partner, one) for row in self.facts for one in row.stages
        ]
        values["topic"] = self._topics()
        return FacetIndex([row.partner for row in self.facts], values)

    def _topics(self) -> set[tuple[int, str]]:
        """Partners with their topics and those above them, as the filter takes them."""
        keys = [row.partner for row in self.facts]
        links = Profile.topics.through.objects.filter(profile_id__in=keys)
        return {
            (key, code)
            for key, stated in links.values_list("profile_id", "topic_id")
            for code in self.words.lineage(stated)
        }


@kept_under_version
def kept_bonuses(run: MatchRun) -> dict[int, int]:
    """The bonus of every profile that has one in a run; they never change."""
    rows = Exposure.objects.filter(run=run, bonus__gt=0)
    return dict(rows.values_list("profile_id", "bonus"))


def bonuses_of(
    run: MatchRun | None, partner_ids: Sequence[int]
) -> dict[int, tuple[int, int]]:
    """The bonus of these profiles in a run, and the bits of its reasons; one query."""
    rows = Exposure.objects.filter(run=run, profile__in=partner_ids)
    columns = rows.values_list("profile_id", "bonus", "why")
    return {key: (bonus, why) for key, bonus, why in columns}
