"""A pair that no list keeps: a row like a stored one, made when it is asked for."""

from matching.features import component_names, scored_pair
from matching.models import POINT, Match, MatchRun
from regions.models import Profile


def unkept_match(run: MatchRun, profile: Profile, partner: Profile) -> Match | None:
    """Return an unsaved match with the present scores, or None if there is none.

    Rounded like stored rows, so that its parts add up to its score exactly. Its rank is
    0: it has no place in the list.
    """
    pair = scored_pair(profile.pk, partner.pk, run.weights)
    if pair is None:
        return None
    names = component_names()
    parts = {name: round(pair.contributions[name] * POINT) for name in names}
    known = sum(
        1 << bit for bit, name in enumerate(names) if pair.values[name] is not None
    )
    return Match(
        run=run,
        profile=profile,
        partner=partner,
        rank=0,
        score=sum(parts.values()),
        kind=int(pair.kind),
        known=known,
        freshness=round(pair.fresh * POINT),
        **parts,
    )


def are_nested(profile: Profile, partner: Profile) -> bool:
    """Whether the regions of two profiles are one, or one lies in the other."""
    first, second = profile.region_id, partner.region_id
    return first.startswith(second) or second.startswith(first)
