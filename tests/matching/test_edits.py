"""Lists take up edits: what is stored then is what a full run would store."""

import random
from datetime import timedelta

import numpy as np
import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from matching import queries, services
from matching.engine import build_index, top_matches
from matching.engine.statistics import Statistics
from matching.features import current, index_with_edits, load_inputs
from matching.models import CurrentRun, ListEdit, Match, MatchRun
from matching.services import edits
from matching.services.blocks import match_rows
from matching.tasks import apply_edits
from regions.models import Cooperation, CooperationMember, Profile
from tests.matching.factories import (
    make_cluster,
    make_item,
    make_region,
    make_topic,
)
from tests.matching.trials import scored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_broker")]
What = ListEdit.What
REGIONS = ("DE21", "FR10", "PL91", "ES51", "AT11")
TOPICS = ("13", "20", "26", "28", "35", "62")
WORDS = ("textiles", "recycling", "hydrogen", "robots", "wood", "batteries", "light")


@pytest.fixture(autouse=True)
def short_lists(settings):
    """Lists are so short that most partners do not get into them."""
    settings.MATCHES_PER_PROFILE = 4
    settings.MATCHING_STEP_ROWS = 7


@pytest.fixture
def dice(request):
    return random.Random(request.param)


@pytest.fixture
def register(dice):
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


def publish(dice: random.Random, profile: Profile) -> None:
    hidden = Profile.objects.exclude(status="published").first()
    if hidden is None:
        note(add_profile(dice), What.PUBLISHED)
        return
    hidden.status = "published"
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
    kept, weights = settings.MATCHES_PER_PROFILE, services.read_weights()
    matches = top_matches(index, np.arange(len(index)), kept, weights)
    return [tuple(row[1:]) for row in match_rows(run.pk, matches)]


# --- the lists -------------------------------------------------------------------


@pytest.mark.parametrize("dice", range(20), indirect=True)
def test_any_edits_give_the_rows_of_a_full_run(dice, register):
    run = scored()
    assert rows_of(run) == rows_of_a_full_run(run)
    for _ in range(5):
        for _ in range(dice.randint(1, 3)):
            edit(dice)
        pending = ListEdit.objects.pending(run).count()
        assert services.apply_edits() == pending > 0
        assert rows_of(run) == rows_of_a_full_run(run)


@pytest.mark.parametrize("dice", [1], indirect=True)
def test_an_index_that_is_built_anew_meanwhile_gives_the_same_rows(
    dice, register, monkeypatch
):
    monkeypatch.setattr(current, "EDITS_ON_TOP", 3)
    run = scored()
    for _ in range(8):
        edit(dice)
        services.apply_edits()
        assert rows_of(run) == rows_of_a_full_run(run)


@pytest.mark.parametrize("dice", [1], indirect=True)
def test_word_that_only_a_project_knew_is_found_by_an_edit(dice, register):
    make_project(9, REGIONS, ["quantum"])
    run = scored()
    for summary in ("light", "quantum", "quantum gardening"):
        register[0].summary = summary
        register[0].save()
        note(register[0], What.CHANGED)
        services.apply_edits()
        assert rows_of(run) == rows_of_a_full_run(run)


def touched_by(run: MatchRun, key: int) -> set[int]:
    """The keys of the lists that an edit of this profile touches."""
    index, weights = index_with_edits(run), services.read_weights()
    return set(index.keys[edits.touched_rows(run, index, {key}, weights)].tolist())


@pytest.mark.parametrize("dice", [1], indirect=True)
@pytest.mark.parametrize("change", [change_texts, withdraw, delete])
def test_an_edit_of_one_profile_touches_its_holders_and_leaves_most_lists_alone(
    dice, register, change
):
    run = scored()
    key = register[0].pk
    holders = set(run.matches.filter(partner=key).values_list("profile", flat=True))
    assert holders
    change(dice, register[0])
    touched = touched_by(run, key)
    assert holders <= touched
    assert (key in touched) == (change is change_texts)
    assert len(touched) < 12


# --- the log ---------------------------------------------------------------------


@pytest.fixture
def profiles():
    return [make_cluster(region, ("20",)) for region in ("DE21", "FR10", "ES51")]


def change(profile) -> None:
    profile.summary += " recycling"
    profile.save()
    note(profile, What.CHANGED)


def test_edit_is_taken_up_once_and_raises_the_version_of_pages(profiles):
    run = scored()
    before = queries.matches_version()
    change(profiles[0])
    assert queries.matches_version() == before
    apply_edits()
    assert queries.matches_version() == f"{run.pk}-1" != before
    taken_up = ListEdit.objects.get()
    assert (taken_up.run, taken_up.done_at is not None) == (run, True)
    assert services.apply_edits() == 0
    assert queries.matches_version() == f"{run.pk}-1"


def test_edit_before_the_first_run_waits_for_it(profiles):
    change(profiles[0])
    assert services.apply_edits() == 0
    run = scored()
    assert services.apply_edits() == 0
    assert not ListEdit.objects.exists()
    assert rows_of(run) == rows_of_a_full_run(run)


def test_edit_during_a_run_is_taken_up_by_the_old_and_by_the_new_lists(
    profiles, settings
):
    settings.MATCHING_STEP_ROWS = 1
    old = scored()
    change(profiles[0])
    new = services.create_run()

    def meanwhile(run: MatchRun) -> None:
        if run.rows_done == 2:
            change(profiles[1])
            assert services.apply_edits() == 2
            assert rows_of(old)

    claimed = services.claim_run(run_id=new.pk)
    services.work_off_run(run=claimed, progress=meanwhile)
    first, second = ListEdit.objects.order_by("pk")
    assert (first.read_by, second.read_by) == (new, None)
    assert services.apply_edits() == 1
    assert rows_of(new) == rows_of_a_full_run(new)


def test_lists_switched_back_to_take_up_what_they_missed(profiles, curator):
    old = scored()
    change(profiles[0])
    scored()
    services.switch_to_run(run=old, by=curator)
    assert services.apply_edits() == 1
    assert rows_of(old) == rows_of_a_full_run(old)


def test_worker_that_was_overtaken_writes_nothing(profiles):
    run = scored()
    change(profiles[0])
    late = MatchRun.objects.get(pk=run.pk)
    assert services.apply_edits() == 1
    before = rows_of(run)
    assert not services.update_lists(run=late, profile_ids={profiles[0].pk})
    other = scored()
    assert not services.update_lists(run=run, profile_ids={profiles[0].pk})
    assert rows_of(run) == before
    assert CurrentRun.objects.get().run == other


def test_edits_that_all_kept_runs_have_read_are_forgotten(profiles):
    for profile in profiles:
        scored()
        change(profile)
    scored()
    # The lists before the current ones lack the last edit only.
    assert [one.profile_key for one in ListEdit.objects.all()] == [profiles[2].pk]


@transaction.atomic
def change_and_fail(profile) -> None:
    change(profile)
    raise KeyError


@pytest.mark.django_db(transaction=True)
def test_edit_that_is_rolled_back_leaves_no_note_and_wakes_nobody(profiles):
    scored()
    with pytest.raises(RuntimeError, match="transaction of the edit"):
        services.note_profile_edit(profile=profiles[0])
    with pytest.raises(KeyError):
        change_and_fail(profiles[0])
    assert not ListEdit.objects.exists()
    assert services.wake_for_edits() is False
    with transaction.atomic():
        change(profiles[0])
    assert services.wake_for_edits() is True


@pytest.mark.django_db(transaction=True)
def test_edit_is_noted_without_a_broker(profiles, broker_at):
    scored()
    broker_at("redis://127.0.0.1:1/0")
    with transaction.atomic():
        change(profiles[0])
    assert services.wake_for_edits() is False
    assert services.apply_edits() == 1


def test_bad_data_leave_the_lists_as_they_are(profiles):
    run = scored()
    before = rows_of(run)
    change(profiles[0])
    Profile.objects.filter(pk=profiles[0].pk).update(confidence="guessed")
    assert services.apply_edits() == 0
    assert rows_of(run) == before
    assert ListEdit.objects.pending(run).count() == 1
