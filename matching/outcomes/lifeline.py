"""The life line of a match: the steps of one pair, for the people of either side."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from matching.card_parts import Facts
from matching.outcomes.models import JOINT, MatchEvent
from matching.outcomes.wording import step_words
from portal.accounts.models import User
from regions.models import Profile


def lifelines(user: User, profile: Profile, partners: Sequence[Profile]) -> Facts:
    """The dated steps of each of these pairs; none for people of neither side.

    What one side did by itself is told to its own people only.
    """
    sides = [profile.pk, *(one.pk for one in partners)]
    own = set(
        Profile.objects.owned_by(user).filter(pk__in=sides).values_list("pk", flat=True)
    )
    if not own:
        return {}
    found = {one.pk: _steps(own, profile, one) for one in partners}
    return {key: {"steps": steps} for key, steps in found.items() if steps}


def _steps(own: set[int], profile: Profile, partner: Profile) -> list[dict[str, Any]]:
    if not own & {profile.pk, partner.pk}:
        return []
    seen = Q(what__in=JOINT) | Q(profile__in=own)
    events = MatchEvent.objects.between(profile, partner).filter(seen)
    titles = {profile.pk: profile.title, partner.pk: partner.title}
    return [
        {"at": event.at, "text": step_words(event, titles[event.profile_id])}
        for event in events.order_by("at", "id")
    ]
