"""How organisations answer: median time and share answered; never by person."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.introductions.models import Introduction, State
from matching.introductions.people import Key, organisation_key
from regions.models import Profile, ProfileType

# With fewer decided ones a single letter would say too much.
ENOUGH = 5
PERIOD = datetime.timedelta(days=730)
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class ResponseRecord:
    """Of the introductions asked of one organisation lately: how many it answered.

    Answered is accepted or declined; not answered is closed by the clock. What was
    withdrawn or stopped before an answer does not count.
    """

    decided: int
    answered: int
    days: float | None

    @property
    def is_enough(self) -> bool:
        return self.decided >= ENOUGH

    @property
    def percent(self) -> int:
        return round(100 * self.answered / self.decided) if self.decided else 0

    @property
    def text(self) -> str:
        """One sentence; it says so where there are too few to be fair."""
        if not self.is_enough:
            return _("Too few introductions to say how it answers.")
        share = _("Answers %(percent)d %% of introductions") % {"percent": self.percent}
        if self.days is None:
            return share
        whole = max(1, round(self.days))
        time = ngettext(
            "usually within %(n)d day", "usually within %(n)d days", whole
        ) % {"n": whole}
        return f"{share}, {time}."


NOTHING = ResponseRecord(0, 0, None)


def response_records(profiles: Sequence[Profile]) -> dict[int, ResponseRecord]:
    """The record of each profile's organisation, by the profile's key; one query.

    A region answers for all its priorities.
    """
    keys = {one.pk: organisation_key(one) for one in profiles}
    if not keys:
        return {}
    regions = {key for kind, key in keys.values() if kind == "region"}
    clusters = {key for kind, key in keys.values() if kind == "cluster"}
    asked = Q(partner__in=clusters) | Q(
        partner__type=ProfileType.PRIORITY, partner__region__in=regions
    )
    decided = Q(answered_at__isnull=False) | Q(state=State.EXPIRED)
    rows = Introduction.objects.filter(
        asked, decided, asked_at__gt=timezone.now() - PERIOD
    ).order_by()
    found: dict[Key, list] = defaultdict(list)
    fields = ("partner__type", "partner__region", "partner", "asked_at", "answered_at")
    for kind, region, partner, asked_at, answered_at in rows.values_list(*fields):
        is_cluster = kind == ProfileType.CLUSTER
        key = ("cluster", partner) if is_cluster else ("region", region)
        found[key].append(answered_at - asked_at if answered_at else None)
    return {pk: _record(found[key]) for pk, key in keys.items()}


def response_record(profile: Profile) -> ResponseRecord:
    """The record of one profile's organisation."""
    return response_records([profile])[profile.pk]


def _record(times: Sequence[datetime.timedelta | None]) -> ResponseRecord:
    answered = [one / DAY for one in times if one is not None]
    days = median(answered) if answered else None
    return ResponseRecord(len(times), len(answered), days)
