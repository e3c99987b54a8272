"""What the worker does: look for groups after each run, and keep what is new.

Groups are found outside of the transaction, and replace the undecided ones in one: who
reads or is killed midway sees the old ones or the new ones. What a curator has decided
is never touched, and not suggested again.
"""

import logging
import time
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from matching.models import CurrentRun
from matching.partnerships.suggestions.models import (
    PartnershipSuggestion,
    SeatRole,
    SuggestionRound,
    SuggestionSeat,
    key_of,
)
from matching.partnerships.suggestions.reading import Found, look_for_groups
from matching.queries import current_run
from regions.models import Topic

logger = logging.getLogger(__name__)

# Two groups are the same when they share so much of all their members (Jaccard).
SAME = 0.6
# Partnerships and withdrawn profiles count at the latest after this.
LOOK_AGAIN = timedelta(days=1)
ROUND = 1
Members = frozenset[int]


def is_due() -> bool:
    """Whether readers see lists in which nobody has looked for groups lately."""
    pointer = CurrentRun.objects.values_list("run_id", flat=True).first()
    if pointer is None:
        return False
    done = SuggestionRound.objects.filter(pk=ROUND).first()
    if done is None or done.run_id != pointer:
        return True
    return done.made_at < timezone.now() - LOOK_AGAIN


def make_suggestions() -> int | None:
    """Look for groups in the lists that readers see; return how many are new ones.

    None where there are no lists, or other ones meanwhile: the clock asks again.
    """
    run = current_run()
    if run is None:
        return None
    begun, clock = timezone.now(), time.perf_counter()
    found = look_for_groups(run)
    if not _keep(run.pk, found, begun, clock):
        logger.info("suggestions of run %s are not needed any more", run.pk)
        return None
    return PartnershipSuggestion.objects.new().count()


@transaction.atomic
def _keep(run_id: int, found: Iterable[Found], begun: datetime, clock: float) -> bool:
    """Replace the undecided ones; False where another worker did, or the lists went."""
    SuggestionRound.objects.get_or_create(
        pk=ROUND, defaults={"run_id": 0, "made_at": begun - LOOK_AGAIN}
    )
    done = SuggestionRound.objects.select_for_update().get(pk=ROUND)
    if done.run_id == run_id and done.made_at > begun:
        return False
    if not CurrentRun.objects.filter(run=run_id).exists():
        return False
    waiting = {
        one.pk: one
        for one in PartnershipSuggestion.objects.new()
        .select_for_update(of=("self",))
        .order_by("pk")
    }
    fresh = _without_decided(found)
    kept = _same_as_before(fresh, waiting)
    PartnershipSuggestion.objects.filter(pk__in=waiting.keys() - kept.values()).delete()
    for place, one in enumerate(fresh):
        _store(one, waiting.get(kept.get(place, 0)), run_id)
    done.run_id, done.made_at = run_id, timezone.now()
    done.found, done.seconds = len(fresh), round(time.perf_counter() - clock, 2)
    done.save()
    return True


def _without_decided(found: Iterable[Found]) -> list[Found]:
    """Those that are not what a curator has adopted or dismissed."""
    rows = PartnershipSuggestion.objects.decided()
    decided, keys = (
        _members_of(rows.values("pk")),
        set(rows.values_list("key", flat=True)),
    )
    return [
        one
        for one in found
        if key_of(one.keys) not in keys
        and all(likeness(one.keys, other) < SAME for other in decided.values())
    ]


def _same_as_before(
    fresh: list[Found], waiting: dict[int, PartnershipSuggestion]
) -> dict[int, int]:
    """Which of the waiting ones each place of `fresh` goes on with; each at most once.

    Equal groups first, then the likest ones: a curator's open page stays true.
    """
    members = _members_of(waiting)
    pairs = sorted(
        (-likeness(one.keys, other), place, pk)
        for place, one in enumerate(fresh)
        for pk, other in members.items()
        if likeness(one.keys, other) >= SAME
    )
    kept: dict[int, int] = {}
    for _likeness, place, pk in pairs:
        if place not in kept and pk not in kept.values():
            kept[place] = pk
    return kept


def likeness(one: Collection[int], other: Collection[int]) -> float:
    """The share of all members of two groups that are in both (Jaccard)."""
    first, second = set(one), set(other)
    whole = len(first | second)
    return len(first & second) / whole if whole else 0.0


def _members_of(suggestions: Any) -> dict[int, Members]:
    seats = SuggestionSeat.objects.members().filter(suggestion__in=suggestions)
    found: dict[int, set[int]] = {}
    for pk, profile in seats.order_by().values_list("suggestion_id", "profile_id"):
        found.setdefault(pk, set()).add(profile)
    return {pk: frozenset(own) for pk, own in found.items()}


def _store(found: Found, row: PartnershipSuggestion | None, run_id: int) -> None:
    row = row or PartnershipSuggestion()
    row.key, row.title, row.theme = key_of(found.keys), found.title, list(found.theme)
    row.score, row.run_id = round(100 * found.group.worth), run_id
    row.reasons = list(found.reasons)
    row.clean_fields()
    row.save()
    row.topics.set(Topic.objects.filter(pk__in=found.topics))
    row.seats.all().delete()
    SuggestionSeat.objects.bulk_create(
        SuggestionSeat(suggestion=row, profile_id=key, role=role, strength=strength)
        for role, seats in (
            (SeatRole.MEMBER, found.members),
            (SeatRole.SUPPORTER, found.supporters),
        )
        for key, strength in seats
    )
