"""Page-shaped reads of matches and runs.

A list is small (at most MATCHES_PER_PROFILE rows), so it is read in one go.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.shortcuts import get_object_or_404

from matching.candidates import FIGURES, CandidateList
from matching.features import component_names
from matching.models import CurrentRun, Match, MatchRun
from matching.ordering import Standing
from regions.models import ExchangeItem, Profile
from regions.queries.vocabulary import Vocabulary, vocabulary

# The newest runs: what a curator looks at.
RUNS_SHOWN = 25
# What a card says of a profile beside its own fields.
SIDE = ("region", "priority__strategy")
# What facets count about a row, by the name of the fact.
FACTS = {
    "region": F("partner__region_id"),
    "country": F("partner__region__country"),
    "cohesion": F("partner__region__cohesion_category"),
    "type": F("partner__type"),
    "confidence": F("partner__confidence"),
    "stage_bits": F("partner__stage_bits"),
}


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
    """The profile at this address, or Http404 where this person may not see it.

    It knows what this person is to it: see OwnedQuerySet.with_rights.
    """
    visible = Profile.objects.visible_to(user).with_rights(user).select_related(*SIDE)
    return get_object_or_404(visible, slug=slug)


def visible_matches(user: Any, run: MatchRun | None) -> "QuerySet[Match]":
    """Matches of a run whose partner this person may see; the source is not asked.

    A partner that has left the lists is not seen from that moment on, although the
    stored lists take it up a little later.
    """
    seen = Profile.objects.visible_to(user).not_lapsed()
    partner = seen.filter(pk=OuterRef("partner_id"))
    return Match.objects.filter(Exists(partner), run=run)


@dataclass(frozen=True)
class MatchList(CandidateList):
    """One profile's list as one person sees it: nothing hidden leaves a trace."""

    profile: Profile
    run: MatchRun | None
    matches: "QuerySet[Match]"
    words: Vocabulary

    @cached_property
    def weights(self) -> Mapping[str, float]:
        return (self.run.weights if self.run else {}).get("weights", {})

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """Figures, points and facts of all rows, by their stored rank; one query."""
        rows = self.matches.order_by("rank")
        return list(rows.values(*FIGURES, *component_names(), **FACTS))

    def matches_of(self, standings: Iterable[Standing]) -> list[Match]:
        """The stored matches of these candidates, in their order; one query."""
        keys = [one.partner for one in standings]
        found = {one.partner_id: one for one in self.matches.filter(partner__in=keys)}
        return [found[key] for key in keys]


def match_list_for(
    user: Any, profile: Profile, run: MatchRun | None, words: Vocabulary | None = None
) -> MatchList:
    """A profile's candidates in the run that readers see, for this person."""
    matches = visible_matches(user, run).filter(profile=profile)
    if profile.lapsed_at:
        matches = matches.none()
    return MatchList(
        profile,
        run,
        matches.select_related(*(f"partner__{name}" for name in SIDE)),
        words or vocabulary(),
    )


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
