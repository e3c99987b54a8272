"""Page-shaped reads of matches and runs.

A list is small (at most MATCHES_PER_PROFILE rows), so what facets count and what its
order follows from are read in one go, and it is counted and ordered in memory.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.shortcuts import get_object_or_404

from matching.features import component_names, unknown_share
from matching.models import CurrentRun, Exposure, Kind, Match, MatchRun
from matching.ordering import Candidate, Order, Standing, arrange
from portal.web.facets import Counts, FacetIndex
from regions.models import ExchangeItem, Profile
from regions.models.stages import bits_to_stages
from regions.queries.vocabulary import Vocabulary, vocabulary

# The newest runs: what a curator looks at.
RUNS_SHOWN = 25
# What a card says of a profile beside its own fields.
SIDE = ("region", "priority__strategy")
# What facets count about a row, by the name of the fact.
FACTS = {
    "country": F("partner__region__country"),
    "cohesion": F("partner__region__cohesion_category"),
    "type": F("partner__type"),
    "confidence": F("partner__confidence"),
    "stage_bits": F("partner__stage_bits"),
}
# What the order of a list follows from, beside the points of each component.
FIGURES = ("partner_id", "rank", "score", "kind", "known")
NO_BONUS = (0, 0)


def matches_version() -> str:
    """The run whose matches readers see, and how many edits its lists took up.

    It changes when a run is switched in, and when an edit has reached the lists.
    """
    found = CurrentRun.objects.values_list("run_id", "run__edits_done").first()
    return "-".join(map(str, found or (0, 0)))


def current_run() -> MatchRun | None:
    """The run whose matches readers see, or None before the first one."""
    return MatchRun.objects.filter(current__isnull=False).first()


def open_run() -> MatchRun | None:
    """The run that waits or works now; there is never more than one."""
    return MatchRun.objects.open().first()


def recent_runs() -> "QuerySet[MatchRun]":
    """The newest runs, with who started them and whether their lists are kept."""
    rows = Match.objects.kept().filter(run=OuterRef("pk"))
    runs = MatchRun.objects.select_related("started_by")
    return runs.annotate(has_lists=Exists(rows)).order_by("-id")[:RUNS_SHOWN]


def profile_for(user: Any, slug: str) -> Profile:
    """The profile at this address, or Http404 where this person may not see it."""
    visible = Profile.objects.visible_to(user).select_related(*SIDE)
    return get_object_or_404(visible, slug=slug)


def visible_matches(user: Any, run: MatchRun | None) -> "QuerySet[Match]":
    """Matches of a run whose partner this person may see; the source is not asked."""
    partner = Profile.objects.visible_to(user).filter(pk=OuterRef("partner_id"))
    return Match.objects.filter(Exists(partner), run=run)


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


@dataclass(frozen=True)
class MatchList:
    """One profile's list as one person sees it: nothing hidden leaves a trace."""

    profile: Profile
    run: MatchRun | None
    matches: "QuerySet[Match]"
    words: Vocabulary

    @cached_property
    def _rows(self) -> list[dict[str, Any]]:
        """Figures, points and facts of all rows, by their stored rank; one query."""
        rows = self.matches.order_by("rank")
        return list(rows.values(*FIGURES, *component_names(), **FACTS))

    @cached_property
    def facts(self) -> tuple[PartnerFacts, ...]:
        """What facets count, by stored rank."""
        return tuple(
            PartnerFacts(
                partner=row["partner_id"],
                country=row["country"],
                cohesion=row["cohesion"],
                kind=Kind(row["kind"]).name.lower(),
                type=row["type"],
                confidence=row["confidence"],
                stages=tuple(str(one) for one in bits_to_stages(row["stage_bits"])),
            )
            for row in self._rows
        )

    @cached_property
    def candidates(self) -> list[Candidate]:
        """What the order follows from, by stored rank; one query beside the rows."""
        names = component_names()
        bonuses = bonuses_of(self.run, [row["partner_id"] for row in self._rows])
        found = []
        for row in self._rows:
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
        weights = (self.run.weights if self.run else {}).get("weights", {})
        return arrange(self.candidates, order, weights, unknown_share())

    @cached_property
    def places(self) -> dict[int, int]:
        """The rank of each partner in the list that all readers see, from 1."""
        return {one.partner: one.rank for one in self.default}

    def matches_of(self, standings: Iterable[Standing]) -> list[Match]:
        """The stored matches of these candidates, in their order; one query."""
        keys = [one.partner for one in standings]
        found = {one.partner_id: one for one in self.matches.filter(partner__in=keys)}
        return [found[key] for key in keys]

    def facets(self, chosen: dict[str, list[str]]) -> Counts:
        """What each value of each facet would show under the other choices."""
        return self._index.counts(chosen)

    @cached_property
    def _index(self) -> FacetIndex:
        values: dict[str, Iterable[tuple[int, str]]] = {
            name: [(row.partner, getattr(row, name)) for row in self.facts]
            for name in ("country", "cohesion", "kind", "type", "confidence")
        }
        values["stage"] = [
            (row.partner, one) for row in self.facts for one in row.stages
        ]
        values["topic"] = self._topics()
        return FacetIndex(list(self.places), values)

    def _topics(self) -> set[tuple[int, str]]:
        """Partners with their topics and those above them, as the filter takes them."""
        links = Profile.topics.through.objects.filter(profile_id__in=self.places)
        return {
            (key, code)
            for key, stated in links.values_list("profile_id", "topic_id")
            for code in self.words.lineage(stated)
        }


def match_list_for(
    user: Any, profile: Profile, run: MatchRun | None, words: Vocabulary | None = None
) -> MatchList:
    """A profile's candidates in the run that readers see, for this person."""
    matches = visible_matches(user, run).filter(profile=profile)
    return MatchList(
        profile,
        run,
        matches.select_related(*(f"partner__{name}" for name in SIDE)),
        words or vocabulary(),
    )


def bonuses_of(
    run: MatchRun | None, partner_ids: Sequence[int]
) -> dict[int, tuple[int, int]]:
    """The bonus of these profiles in a run, and the bits of its reasons; one query."""
    rows = Exposure.objects.filter(run=run, profile__in=partner_ids)
    columns = rows.values_list("profile_id", "bonus", "why")
    return {key: (bonus, why) for key, bonus, why in columns}


def topic_sets(profile_ids: Sequence[int]) -> list[set[str]]:
    """The topic codes of each of these profiles, in their order; one query."""
    links = Profile.topics.through.objects.filter(profile_id__in=profile_ids)
    found: dict[int, set[str]] = {key: set() for key in profile_ids}
    for key, code in links.values_list("profile_id", "topic_id"):
        found[key].add(code)
    return list(found.values())


def items_of(profile_ids: Sequence[int]) -> "QuerySet[ExchangeItem]":
    """Offers and needs of these profiles with all that is needed to word them."""
    items = ExchangeItem.objects.filter(profile_id__in=profile_ids)
    items = items.select_related("facility").prefetch_related("topics")
    return items.order_by("profile", "side", "position", "pk")
