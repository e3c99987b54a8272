"""Really doing what a page only tries, to see whether it had told the truth."""

import numpy as np
from django.db import transaction
from django.utils import timezone

from matching.engine import Weights, build_index, top_matches
from matching.features import Change, load_profiles, load_spaces
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


def ranked_after(
    changed: Profile, change: Change, reader: Profile, weights
) -> list[tuple[int, float]]:
    """The whole list of the reader once the change is made; undone again.

    Scored as a run does, a block of rows at once, but with the uses of topics counted
    before the change.
    """
    spaces = load_spaces()
    with transaction.atomic():
        make_change(Profile.objects.get(pk=changed.pk), change)
        index = build_index(load_profiles(Profile.objects.published()), *spaces)
        transaction.set_rollback(True)
    row = list(index.rows.keys).index(reader.pk)
    start = row - row % BLOCK
    rows = np.arange(start, min(start + BLOCK, len(index)))
    found = top_matches(index, rows, len(index), Weights.from_mapping(weights))
    row -= start
    pairs = zip(found.keys[row], found.scores[row], strict=True)
    return [(int(key), float(score)) for key, score in pairs if key >= 0]
