"""Really doing what a page only tries, to see whether it had told the truth."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from matching import services
from matching.candidates import kept_bonuses
from matching.engine import Weights, build_index, top_matches
from matching.features import Change, current_index, load_inputs
from matching.models import POINT, Match
from matching.ordering import shown_order
from matching.queries import current_run
from portal.web.versioned import forget_all
from regions.models import ExchangeItem, Profile
from regions.models.stages import stages_to_bits

BLOCK = 64


def make_change(profile: Profile, change: Change) -> None:
    """Write a change down as an owner would."""
    profile.topics.add(*change.topics)
    for side, pairs in (("need", change.needs), ("offer", change.offers)):
        for kind, topic in pairs:
            position = profile.items.filter(side=side).count()
            item = ExchangeItem.objects.create(
                profile_id=profile.pk,
                side=side,
                kind=kind,
                text="new",
                position=position,
            )
            item.topics.add(topic)
    profile.stage_bits |= stages_to_bits(change.stages)
    if change.confirmed:
        profile.confidence, profile.confirmed_at = "confirmed", timezone.now()
    profile.save()


@contextmanager
def made(profile: Profile, change: Change) -> Iterator[Profile]:
    """Have the change made for a while; undone again, and forgotten."""
    with transaction.atomic():
        edited = Profile.objects.get(pk=profile.pk)
        make_change(edited, change)
        yield edited
        transaction.set_rollback(True)
    forget_all()


def ranked_after(
    changed: Profile, change: Change, reader: Profile, weights
) -> list[tuple[int, float]]:
    """The whole list of the reader once the change is made; undone again."""
    return [
        (key, score)
        for key, score, _ in _scored_after(changed, change, reader, weights)
    ]


def shown_after(
    changed: Profile, change: Change, reader: Profile, weights
) -> list[tuple[int, float]]:
    """The list that a run would keep, in the order in which readers would see it."""
    kept = settings.MATCHES_PER_PROFILE
    found = _scored_after(changed, change, reader, weights)[:kept]
    stored = [
        (key, sum(round(one * POINT) for one in parts)) for key, _, parts in found
    ]
    scores = {key: score for key, score, _ in found}
    order = shown_order(stored, kept_bonuses(current_run()))
    return [(key, scores[key]) for key in order]


def _scored_after(changed: Profile, change: Change, reader: Profile, weights) -> list:
    """Keys, scores and points of the reader's list.

    Scored as a full run does, a block of rows at once, with the statistics that the
    lists were made with.
    """
    statistics = current_index().statistics
    with made(changed, change):
        inputs = load_inputs()
    index = build_index(inputs.profiles, inputs.topics, inputs.regions, statistics)
    row = list(index.keys).index(reader.pk)
    start = row - row % BLOCK
    rows = np.arange(start, min(start + BLOCK, len(index)))
    found = top_matches(index, rows, len(index), Weights.from_mapping(weights))
    row -= start
    rows = zip(
        found.keys[row].tolist(),
        found.scores[row].tolist(),
        found.contributions[row].tolist(),
        strict=True,
    )
    return [one for one in rows if one[0] >= 0]


def stored_after(
    changed: Profile, change: Change, reader: Profile
) -> list[tuple[int, float]]:
    """The reader's stored list once it has taken up the change; undone again.

    Done as in life: edited in the database, noted, taken up by the lists.
    """
    with made(changed, change) as edited:
        services.note_profile_edit(profile=edited)
        assert services.apply_edits() == 1
        rows = Match.objects.filter(run__current__isnull=False, profile=reader.pk)
        found = list(rows.order_by("rank").values_list("partner_id", "score"))
    return [(key, score / POINT) for key, score in found]


def as_shown(found: list[tuple[int, float]]) -> list[tuple[int, float]]:
    """A stored list in the fair order, with the bonuses of the run that readers see."""
    bonuses = kept_bonuses(current_run())
    rows = [(key, round(score * POINT)) for key, score in found]
    return [(key, dict(found)[key]) for key in shown_order(rows, bonuses)]
