"""What the pages of partner requests read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from matching.ideas import understood
from matching.ideas_cards import worded_partners
from matching.introductions.models import State as IntroductionState
from matching.introductions.queries import profiles_to_ask_with
from matching.partner_requests.models import (
    PartnerRequest,
    RequestAnswer,
    RequestMatch,
)
from matching.partner_requests.querysets import WHOSE
from matching.partner_requests.scoring import idea_of
from matching.partner_requests.services.matching import BEST
from matching.queries import SIDE
from matching.reasons import Phrase
from portal.accounts.models import User
from regions.models import Profile
from regions.querysets import EDITING

MOST_REASONS = 3
# How long before its last day the asking side is reminded on its desk.
ENDS_SOON = timedelta(days=5)


@dataclass(frozen=True)
class Fitting:
    """A profile that a request fits, with the best reasons."""

    match: RequestMatch
    reasons: list[Phrase]

    @property
    def profile(self) -> Profile:
        return self.match.profile


def fitting_profiles(user: Any, request: PartnerRequest) -> list[Fitting]:
    """The best profiles for a request with reasons; a fixed number of queries."""
    seen = Profile.objects.listed().visible_to(user).order_by()
    rows = request.matches.best(BEST).filter(profile__in=seen)
    paths = [f"profile__{name}" for name in SIDE]
    found = list(rows.select_related(*paths).order_by("rank"))
    if not found:
        return []
    partners = {one.profile_id: one.profile for one in found}
    worded = worded_partners(understood(idea_of(request)), partners)
    return [Fitting(one, _best_reasons(worded.get(one.profile_id))) for one in found]


def _best_reasons(worded: Any) -> list[Phrase]:
    """What the asking side would gain, then what both share."""
    if worded is None:
        return []
    return [*worded.gain, *worded.shared][:MOST_REASONS]


def own_profiles_that_fit(user: Any, request: PartnerRequest) -> list[RequestMatch]:
    """This person's profiles among those that the request fits, the best first."""
    rows = request.matches.filter(profile__in=Profile.objects.owned_by(user).order_by())
    return list(rows.select_related("profile").order_by("rank"))


def answers_of(request: PartnerRequest) -> list[RequestAnswer]:
    """The answers to a request, oldest first."""
    return list(request.answers.with_sides())


def requests_that_fit(
    user: Any, profiles: Sequence[Profile]
) -> "QuerySet[RequestMatch]":
    """Open requests that fit these profiles, the best first."""
    keys = [one.pk for one in profiles]
    rows = RequestMatch.objects.open_to(user).filter(profile__in=keys)
    paths = [f"request__{name}" for name in WHOSE]
    rows = rows.select_related("profile", *paths)
    return rows.order_by("-score", "request__deadline", "pk")


@dataclass(frozen=True)
class Due:
    """A request that needs its people: how many wait for an answer, days left."""

    request: PartnerRequest
    answers: int
    ends_soon: bool


def requests_that_need(user: User) -> list[Due]:
    """Requests of this person's profiles that end soon or have been answered."""
    waiting = Q(answers__introduction__state=IntroductionState.ASKED)
    rows = PartnerRequest.objects.owned_by(user, *EDITING).open()
    rows = rows.annotate(waiting=Count("answers", filter=waiting))
    limit = timezone.localdate() + ENDS_SOON
    rows = rows.filter(Q(waiting__gt=0) | Q(deadline__lte=limit))
    return [
        Due(one, one.waiting, ends_soon=one.deadline <= limit)
        for one in rows.order_by("deadline", "pk")
    ]


def profiles_that_may_answer(user: Any, request: PartnerRequest) -> "QuerySet[Profile]":
    """This person's profiles from which the request could be answered."""
    return profiles_to_ask_with(user, request.profile)
