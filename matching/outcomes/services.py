"""The one write of the log: append."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from matching.models import Kind, Match
from matching.outcomes.models import MatchEvent, Stage
from matching.queries import current_run
from regions.models import Profile, Scheme, Topic


def note_outcome(
    *,
    what: Stage | str,
    profile: Profile,
    partner: Profile,
    occasion: str = "",
    reason: str = "",
    at: datetime.datetime | None = None,
) -> bool:
    """Append what happened to a match; False if this occasion is in the log already.

    Call it in the transaction of what happened. `occasion` tells repeatable things
    apart ("introduction:17"); without one a pair reaches each stage once.
    """
    count = note_outcomes(
        what=what,
        profile=profile,
        partners=[partner],
        occasion=occasion,
        reason=reason,
        at=at,
    )
    return count == 1


@transaction.atomic
def note_outcomes(
    *,
    what: Stage | str,
    profile: Profile,
    partners: Sequence[Profile],
    occasion: str = "",
    reason: str = "",
    at: datetime.datetime | None = None,
) -> int:
    """Append the same about several partners; return how many are new in the log."""
    what = Stage(what)
    keys = {
        partner.pk: f"{what}:{profile.pk}:{partner.pk}:{occasion}"
        for partner in partners
    }
    known = set(
        MatchEvent.objects.filter(key__in=keys.values()).values_list("key", flat=True)
    )
    new = [partner for partner in partners if keys[partner.pk] not in known]
    if not new:
        return 0
    listed = _listed(profile, new)
    themes = _themes([profile, *new])
    events = [
        MatchEvent(
            what=what,
            at=at or timezone.now(),
            key=keys[partner.pk],
            profile=profile,
            partner=partner,
            country=profile.region.country,
            partner_country=partner.region.country,
            cohesion=profile.region.cohesion_category,
            partner_cohesion=partner.region.cohesion_category,
            theme=_theme(themes, profile, partner),
            reason=reason,
            **listed.get(partner.pk, {}),
        )
        for partner in new
    ]
    # Another request may have written the same occasion a moment ago.
    MatchEvent.objects.bulk_create(events, ignore_conflicts=True)
    return len(events)


def _listed(profile: Profile, partners: Sequence[Profile]) -> dict[int, dict]:
    """Kind, rank and score of those partners that the profile's list holds now."""
    rows = Match.objects.filter(
        run=current_run(), profile=profile, partner__in=[one.pk for one in partners]
    )
    return {
        row.partner_id: {
            "kind": Kind(row.kind).name.lower(),
            "rank": row.rank,
            "score": row.score,
        }
        for row in rows
    }


def _themes(profiles: Sequence[Profile]) -> dict[int, list[str]]:
    """The economic topics of these profiles at their highest level, sorted."""
    links = Profile.topics.through.objects.filter(
        profile_id__in=[one.pk for one in profiles], topic__scheme=Scheme.ECONOMIC
    )
    found: dict[int, set[str]] = {}
    parents = dict(
        Topic.objects.filter(scheme=Scheme.ECONOMIC).values_list("code", "parent_id")
    )
    for key, code in links.values_list("profile_id", "topic_id"):
        while parents.get(code):
            code = parents[code]
        found.setdefault(key, set()).add(code)
    return {key: sorted(codes) for key, codes in found.items()}


def _theme(themes: dict[int, list[str]], profile: Profile, partner: Profile) -> str:
    own, other = themes.get(profile.pk, []), themes.get(partner.pk, [])
    shared = [code for code in own if code in other]
    return next(iter([*shared, *own, *other]), "")
