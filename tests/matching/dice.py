"""Registers and edits by dice, and what a full run would store of them."""

import random
from datetime import timedelta

import numpy as np
import pytest
from django.conf import settings
from django.utils import timezone

from matching import services
from matching.engine import Weights, build_index, top_matches
from matching.engine.statistics import Statistics
from matching.features import load_inputs
from matching.models import ListEdit, Match, MatchRun
from matching.services.blocks import match_rows
from regions.models import Cooperation, CooperationMember, Profile
from tests.matching.factories import (
    make_cluster,
    make_item,
    make_region,
    make_topic,
)

What = ListEdit.What
REGIONS = ("DE21", "FR10", "PL91", "ES51", "AT11")
TOPICS = ("13", "20", "26", "28", "35", "62")
WORDS = ("textiles", "recycling", "hydrogen", "robots", "wood", "batteries", "light")


@pytest.fixture
def short_lists(settings):
    """Lists are so short that most partners do not get into them."""
    settings.MATCHES_PER_PROFILE = 4
    settings.MATCHING_STEP_ROWS = 7


@pytest.fixture
def dice(request):
    return random.Random(request.param)


@pytest.fixture
def random_register(db, dice, short_lists):
    """Twenty-four clusters, each with topics, words, stages, an offer or a need."""
    for code in TOPICS:
        make_topic(code)
    for number, region in enumerate(REGIONS):
        make_project(number, (region, "SE11"), dice.sample(WORDS, 2))
    return [add_profile(dice) for _ in range(24)]


def make_project(number: int, regions: tuple, words: list[str]) -> None:
    project = Cooperation.objects.create(
        slug=f"project-{number}", name=" ".join(words), year=2020
    )
    for region in regions:
        make_region(region)
        CooperationMember.objects.create(cooperation=project, region_id=region)


def add_profile(dice: random.Random, **fields) -> Profile:
    cluster = make_cluster(
        dice.choice(REGIONS),
        dice.sample(TOPICS, 2),
        keywords=dice.sample(WORDS, 3),
        stage_bits=dice.randrange(32),
        **fields,
    )
    make_item(cluster, dice.choice(("offer", "need")), [dice.choice(TOPICS)])
    return Profile.objects.get(pk=cluster.pk)


# --- edits -----------------------------------------------------------------------


def note(profile: Profile, what: str) -> None:
    services.note_profile_edit(profile=profile, what=what)


def change_topics(dice: random.Random, profile: Profile) -> None:
    profile.topics.set(dice.sample(TOPICS, dice.randint(0, 3)))
    note(profile, What.CHANGED)


def change_texts(dice: random.Random, profile: Profile) -> None:
    profile.summary = " ".join(dice.sample(WORDS, dice.randint(0, 3)))
    profile.save()
    note(profile, What.CHANGED)


def change_stages(dice: random.Random, profile: Profile) -> None:
    profile.stage_bits = dice.randrange(32)
    profile.save()
    note(profile, What.CHANGED)


def change_region(dice: random.Random, profile: Profile) -> None:
    profile.region_id = dice.choice(REGIONS)
    profile.save()
    note(profile, What.CHANGED)


def add_item(dice: random.Random, profile: Profile) -> None:
    make_item(profile, dice.choice(("offer", "need")), [dice.choice(TOPICS)])
    note(profile, What.CHANGED)


def drop_items(dice: random.Random, profile: Profile) -> None:
    profile.items.all().delete()
    note(profile, What.CHANGED)


def confirm(dice: random.Random, profile: Profile) -> None:
    days = dice.choice((0, 400, 500, 700))
    profile.confirmed_at = timezone.now() - timedelta(days=days)
    profile.confidence = "confirmed"
    profile.save()
    note(profile, What.CONFIRMED)


def withdraw(dice: random.Random, profile: Profile) -> None:
    profile.status = "withdrawn"
    profile.save()
    note(profile, What.WITHDRAWN)


def lapse(dice: random.Random, profile: Profile) -> None:
    profile.lapsed_at = timezone.now()
    profile.save()
    note(profile, What.WITHDRAWN)


def publish(dice: random.Random, profile: Profile) -> None:
    listed = Profile.objects.listed()
    hidden = Profile.objects.exclude(pk__in=listed).first()
    if hidden is None:
        note(add_profile(dice), What.PUBLISHED)
        return
    hidden.status, hidden.lapsed_at = "published", None
    hidden.save()
    note(hidden, What.PUBLISHED)


def delete(dice: random.Random, profile: Profile) -> None:
    note(profile, What.DELETED)
    profile.delete()


EDITS = (
    change_stages,
    change_region,
    add_item,
    drop_items,
    confirm,
    change_topics,
    change_texts,
    withdraw,
    publish,
    delete,
    lapse,
)


def edit(dice: random.Random) -> None:
    profile = dice.choice(Profile.objects.order_by("pk"))
    dice.choice(EDITS)(dice, profile)


def rows_of(run: MatchRun) -> list[tuple]:
    fields = [field.column for field in Match._meta.concrete_fields][1:]
    rows = Match.objects.filter(run=run).order_by("profile_id", "rank")
    return list(rows.values_list(*fields))


def rows_of_a_full_run(run: MatchRun) -> list[tuple]:
    """What scoring every profile of now gives, with the statistics of this run."""
    inputs = load_inputs(run.started_at)
    statistics = Statistics.from_mapping(run.statistics.content)
    index = build_index(inputs.profiles, inputs.topics, inputs.regions, statistics)
    kept, weights = settings.MATCHES_PER_PROFILE, Weights.from_mapping(run.weights)
    matches = top_matches(index, np.arange(len(index)), kept, weights)
    return [tuple(row[1:]) for row in match_rows(run.pk, matches).tolist()]
