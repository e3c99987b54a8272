"""A large register of clearly marked synthetic profiles, for benchmarks only."""

import random

import numpy as np
from django.db import transaction

from matching.models import CurrentRun, Match, MatchRun
from matching.storage import write_matches
from regions.models import Profile, ProfileType, Region, Topic
from regions.models.profile import Cluster
from regions.services import bump_register_version, rebuild_search

MARK = "synthetic-"
TOPICS_EACH = (4, 10)
BATCH = 2_000


def fill(*, profiles: int, matches: int, seed: int = 1) -> None:
    """Add synthetic clusters up to `profiles`, each with a list of random matches."""
    dice = random.Random(seed)  # noqa: S311 (not a secret)
    missing = profiles - Profile.objects.count()
    if missing > 0:
        with transaction.atomic():
            _add_clusters(dice, missing)
            _add_topics(dice)
            rebuild_search()
            bump_register_version()
    _switch_in_random_matches(dice, matches)


def _add_clusters(dice: random.Random, count: int) -> None:
    """Write both tables of the clusters at once; bulk_create cannot for children."""
    regions = list(Region.objects.filter(level=2).values_list("code", flat=True))
    first = Profile.objects.filter(slug__startswith=MARK).count()
    rows = [
        Profile(
            slug=f"{MARK}{first + number:06}",
            type=ProfileType.CLUSTER,
            region_id=dice.choice(regions),
            title=f"Synthetic example {first + number}",
            keywords=[f"word{dice.randrange(30_000)}" for _ in range(8)],
            stage_bits=dice.randrange(32),
            confidence="derived",
            source_name="benchmark",
        )
        for number in range(count)
    ]
    Profile.objects.bulk_create(rows, batch_size=BATCH)
    children = [Cluster(profile_ptr_id=row.pk) for row in rows]
    for start in range(0, count, BATCH):
        Cluster._base_manager._insert(
            children[start : start + BATCH],
            fields=Cluster._meta.local_concrete_fields,
            using=Cluster._base_manager.db,
        )


def _add_topics(dice: random.Random) -> None:
    codes = list(Topic.objects.values_list("code", flat=True))
    through = Profile.topics.through
    bare = Profile.objects.filter(slug__startswith=MARK, topics=None)
    links = (
        through(profile_id=key, topic_id=code)
        for key in bare.values_list("pk", flat=True).order_by("pk")
        for code in dice.sample(codes, dice.randint(*TOPICS_EACH))
    )
    through.objects.bulk_create(links, batch_size=BATCH)


def _switch_in_random_matches(dice: random.Random, count: int) -> None:
    run = MatchRun.objects.create(
        status=MatchRun.Status.FINISHED, weights_version="random, for benchmarks"
    )
    with transaction.atomic():
        write_matches(_random_rows(dice, run.pk, count))
        CurrentRun.objects.update_or_create(pk=1, defaults={"run": run})
        Match.objects.exclude(run=run).delete()


def _random_rows(dice: random.Random, run_id: int, count: int) -> np.ndarray:
    """Random lists of this length for all profiles, as rows of matches."""
    keys = list(Profile.objects.order_by("pk").values_list("pk", flat=True))
    rows = []
    for key in keys:
        partners = dice.sample(keys, count + 1)
        scores = sorted(
            (dice.randrange(800, 8_000) for _ in range(count)), reverse=True
        )
        fitting = [partner for partner in partners if partner != key][:count]
        for rank, (partner, score) in enumerate(zip(fitting, scores, strict=True), 1):
            part = score // 8
            parts = (score - 7 * part, *[part] * 7)
            kind = dice.randrange(3)
            rows.append((run_id, key, rank, partner, score, kind, 255, 85, *parts))
    return np.array(rows)
