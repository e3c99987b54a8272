"""What introductions add to match cards and to the page of a pair."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse

from matching.card_parts import Facts, Part, register_part
from matching.introductions.models import Introduction
from matching.introductions.people import answered_for
from matching.introductions.record import response_records
from portal.accounts.models import User
from regions.models import Profile
from regions.querysets import EDITING


def register_parts() -> None:
    """Called once, when the app is ready."""
    register_part(
        Part(
            "introduction",
            read_introductions,
            action="introductions/_card_action.html",
            pair="introductions/_pair.html",
            order=10,
        )
    )
    register_part(
        Part(
            "response",
            read_responses,
            line="introductions/_card_response.html",
            pair="introductions/_pair_response.html",
            order=80,
            for_everybody=True,
        )
    )


def read_introductions(
    user: User, profile: Profile, partners: Sequence[Profile]
) -> Facts:
    """The one that goes on with each partner, or where to ask; three queries.

    Where nobody could answer it says so, before somebody writes a letter in vain.
    """
    keys = [one.pk for one in partners]
    running = Introduction.objects.running()
    asked = Q(profile=profile, partner__in=keys) | Q(partner=profile, profile__in=keys)
    found = {}
    for one in running.filter(asked):
        is_ours = one.profile_id == profile.pk
        other = one.partner_id if is_ours else one.profile_id
        found[other] = {"introduction": one, "is_ours": is_ours}
    own = Profile.objects.owned_by(user, *EDITING)
    if not own.published().filter(pk=profile.pk).exists():
        return found
    answered = answered_for([one for one in partners if one.pk not in found])
    return {
        one.pk: found.get(one.pk) or _ask(profile, one, one.pk in answered)
        for one in partners
    }


def _ask(profile: Profile, partner: Profile, is_answered: bool) -> dict[str, Any]:
    path = reverse("introductions:ask", args=[profile.slug, partner.slug])
    return {"introduction": None, "ask_url": path, "is_answered": is_answered}


def read_responses(user: User, profile: Profile, partners: Sequence[Profile]) -> Facts:
    """How each partner's organisation answers; one query."""
    records = response_records(partners)
    return {key: {"record": record} for key, record in records.items()}
