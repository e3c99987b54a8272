"""How many partners a profile would have, before it is saved.

It is scored as one row against the register as it is now, with the statistics of the
lists that readers see. So what is shown is what its list will hold once it is
published; a test publishes and compares.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Max

from matching.candidates import kept_bonuses
from matching.features import (
    Change,
    DraftInput,
    Index,
    ProfileInput,
    Standing,
    current_index,
    draft_profile,
    listed,
    standings_of,
)
from matching.models import POINT, Match, MatchRun
from matching.ordering import shown_order
from matching.queries import SIDE
from portal.web.versioned import kept_under_version
from regions.models import Profile

# A partner counts as strong from the score on that the partner at this place has in
# the list of an ordinary profile: the median over all lists.
ORDINARY_PLACE = 20
BEST_SHOWN = 5


@dataclass(frozen=True)
class Preview:
    """The list that a draft would have; keys in the order in which it is shown.

    `scores` are hundredths of a point, by key. Nobody hidden from the person who asks
    is in it.
    """

    draft: DraftInput
    profile: ProfileInput
    index: Index
    standing: Standing
    run: MatchRun
    keys: tuple[int, ...]
    scores: dict[int, int]
    partners: dict[int, Profile]

    @property
    def total(self) -> int:
        return len(self.keys)

    @cached_property
    def countries(self) -> int:
        return len({one.region.country for one in self.partners.values()})

    @cached_property
    def strong(self) -> int:
        """How many reach the score that is ordinary at place 20."""
        least = ordinary_score(self.run)
        return sum(self.scores[key] >= least for key in self.keys)

    @property
    def best(self) -> list[tuple[int, float, Profile]]:
        """Rank, points and profile of the first partners."""
        first = enumerate(self.keys[:BEST_SHOWN], start=1)
        return [
            (rank, self.scores[key] / POINT, self.partners[key]) for rank, key in first
        ]


def preview_of(user: Any, draft: DraftInput, run: MatchRun) -> Preview:
    """Score a draft against everybody; ask `can_score_now` first."""
    index, profile = current_index(), draft_profile(draft)
    (standing,) = standings_of(index, profile, [Change()], run.weights)
    rows = listed(standing, settings.MATCHES_PER_PROFILE)
    visible = Profile.objects.visible_to(user).filter(pk__in=[key for key, _ in rows])
    partners = visible.select_related(*SIDE).in_bulk()
    order = shown_order(rows, kept_bonuses(run))
    return Preview(
        draft=draft,
        profile=profile,
        index=index,
        standing=standing,
        run=run,
        keys=tuple(key for key in order if key in partners),
        scores=dict(rows),
        partners=partners,
    )


@kept_under_version
def ordinary_score(run: MatchRun) -> int:
    """The median score at ORDINARY_PLACE over the lists of a run, in hundredths.

    In a small register lists are shorter: then it is that of their last places.
    """
    rows = Match.objects.filter(run=run)
    last = rows.aggregate(last=Max("rank"))["last"] or 0
    place = min(ORDINARY_PLACE, last)
    scores = rows.filter(rank=place).order_by("score").values_list("score", flat=True)
    values = list(scores)
    return values[len(values) // 2] if values else 0
