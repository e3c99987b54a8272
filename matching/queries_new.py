"""Partners that are new in somebody's lists since the run before."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from matching.models import CurrentRun, Match
from matching.queries import SIDE, visible_matches
from regions.models import Profile

# Farther down, a partner is news to nobody.
NEWS_AMONG_FIRST = 20


def new_matches(user: Any, profiles: Iterable[Profile]) -> "QuerySet[Match]":
    """Partners among the first 20 of these lists that the lists before did not hold.

    The lists before are those of the run that readers saw before this one. A profile
    without a list then has no news: all of its list is new. Best first.
    """
    current = CurrentRun.objects.select_related("run").first()
    if current is None or current.previous_id is None:
        return Match.objects.none()
    before = Match.objects.filter(run=current.previous_id, profile=OuterRef("profile"))
    return (
        visible_matches(user, current.run)
        .filter(
            Exists(before),
            ~Exists(before.filter(partner=OuterRef("partner"))),
            profile__in=[profile.pk for profile in profiles],
            rank__lte=NEWS_AMONG_FIRST,
        )
        .select_related("profile", *(f"partner__{name}" for name in SIDE))
        .order_by("-score", "profile_id", "rank")
    )
