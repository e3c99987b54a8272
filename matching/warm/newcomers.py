"""Newcomers and those who have done it before, brought together from one's own list.

A newcomer is a profile of whose region fewer than three joint projects are known: the
rule by which scores and fairness count, so that all pages mean the same by the word.
No ranking changes by it.
"""

from typing import Any

from matching.queries import SIDE, MatchList
from regions.models import Profile
from regions.querysets import EDITING

MOST = 5
# By what the other side is chosen: what it has done, or what it would gain.
BY_EXPERIENCE, BY_GAIN = "track_record", "give"


def pairing(user: Any, found: MatchList) -> dict[str, Any] | None:
    """Whom of its list a profile should meet for an exchange of experience.

    For a newcomer the experienced by their track record, for others the newcomers by
    what they would gain; None where nobody is, or this person cannot ask.
    """
    writable = Profile.objects.owned_by(user, *EDITING).published()
    if not writable.filter(pk=found.profile.pk).exists():
        return None
    is_newcomer = found.profile.region_id in found.newcomers
    others = [
        row for row in found.rows if (row["region"] in found.newcomers) != is_newcomer
    ]
    by = BY_EXPERIENCE if is_newcomer else BY_GAIN
    others.sort(key=lambda row: (-row[by], row["rank"]))
    keys = [row["partner_id"] for row in others[:MOST]]
    if not keys:
        return None
    partners = Profile.objects.select_related(*SIDE).in_bulk(keys)
    return {"is_newcomer": is_newcomer, "partners": [partners[key] for key in keys]}
