"""Questions about pairs: what they score, why, and what would change it."""

from collections.abc import Mapping, Sequence

import numpy as np

from matching.engine import (
    Change,
    EngineError,
    Explanation,
    Index,
    PairScore,
    ProfileInput,
    Standing,
    Weights,
    changed,
    explain,
    score_if_known,
    score_pair,
    share_needed,
    standings,
)
from matching.features.current import can_score_now, current_index
from matching.features.profiles import load_profiles
from matching.features.register import kept_spaces
from matching.models import POINT
from portal.web.versioned import data_version
from regions.models import Profile


def scored_pair(profile_id: int, partner_id: int, weights: Mapping) -> PairScore | None:
    """Score one pair of published profiles with the present data.

    None when one of them is not matched at all, when they may not be partners, or when
    there is no index to score with (`can_score_now`).
    """
    if not can_score_now():
        return None
    index = current_index()
    try:
        score = score_pair(index, profile_id, partner_id, Weights.from_mapping(weights))
    except EngineError:
        return None
    return score if score.eligible else None


def standings_of(
    index: Index, profile: ProfileInput, changes: Sequence[Change], weights: Mapping
) -> list[Standing]:
    """A profile against the profiles of an index, once for each change of it.

    An empty change is the profile itself. `index_and_profiles` gives both: ask it once
    for all parts of an answer, since an edit may come between. Ask `can_score_now`
    first.
    """
    variants = [changed(profile, change) for change in changes]
    return standings(index, variants, Weights.from_mapping(weights))


def listed(standing: Standing, most: int) -> list[tuple[int, int]]:
    """The list that a run would store: keys and scores in hundredths, best first."""
    keys = standing.best[:most]
    columns = np.flatnonzero(np.isin(standing.keys, keys))
    scores = _stored(standing.points[:, columns]).tolist()
    score_of = dict(zip(standing.keys[columns].tolist(), scores, strict=True))
    return [(key, score_of[key]) for key in keys]


def stored_score(standing: Standing, key: int) -> int:
    """The score that a run would store for this candidate, in hundredths."""
    return int(_stored(standing.points[:, standing.keys == key])[0])


def _stored(points: np.ndarray) -> np.ndarray:
    """Scores in hundredths, (n,), each the sum of eight rounded parts, (8, n)."""
    return np.rint(points * POINT).astype(np.int64).sum(axis=0)


def limit_of(
    standing: Standing, key: int, component: str, goal: float, weights: Mapping
) -> tuple[float, float | None]:
    """What an unknown component could bring to a pair, and what it would need.

    The score with the component at its best, and the least share of it that reaches
    the goal, None where even all of it does not.
    """
    read = Weights.from_mapping(weights)
    most = score_if_known(standing, key, component, 1.0, read)
    return most, share_needed(standing, key, component, goal, read)


def explain_pairs(
    profile_id: int, partner_ids: Sequence[int]
) -> dict[int, Explanation]:
    """Say why a profile fits each of these partners, from stored fields.

    Reads a fixed number of queries for any number of partners. Profiles that are gone
    are left out. Who may see a partner is the caller's business.
    """
    wanted = Profile.objects.filter(pk__in={profile_id, *partner_ids})
    loaded = {profile.key: profile for profile in load_profiles(wanted)}
    if profile_id not in loaded:
        return {}
    topics, regions = kept_spaces(data_version())
    return {
        key: explain(loaded[profile_id], loaded[key], topics, regions)
        for key in partner_ids
        if key in loaded
    }
