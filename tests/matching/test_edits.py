"""Lists take up edits: what is stored then is what a full run would store."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from matching import queries, services
from matching.features import current, index_with_edits
from matching.models import CurrentRun, ListEdit, MatchRun
from matching.services import edits
from matching.services.kept_lists import are_kept
from matching.tasks import apply_edits
from regions.models import Profile
from tests.matching.dice import (
    REGIONS,
    What,
    change_texts,
    delete,
    edit,
    make_project,
    note,
    rows_of,
    rows_of_a_full_run,
    withdraw,
)
from tests.matching.factories import make_cluster
from tests.matching.trials import scored

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("silent_broker", "short_lists"),
]


# --- the lists -------------------------------------------------------------------


@pytest.mark.parametrize("dice", range(20), indirect=True)
def test_any_edits_give_the_rows_of_a_full_run(dice, random_register):
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
    dice, random_register, monkeypatch
):
    monkeypatch.setattr(current, "EDITS_ON_TOP", 3)
    run = scored()
    for _ in range(8):
        edit(dice)
        services.apply_edits()
        assert rows_of(run) == rows_of_a_full_run(run)


@pytest.mark.parametrize("dice", [1], indirect=True)
def test_word_that_only_a_project_knew_is_found_by_an_edit(dice, random_register):
    make_project(9, REGIONS, ["quantum"])
    run = scored()
    for summary in ("light", "quantum", "quantum gardening"):
        random_register[0].summary = summary
        random_register[0].save()
        note(random_register[0], What.CHANGED)
        services.apply_edits()
        assert rows_of(run) == rows_of_a_full_run(run)


def touched_by(run: MatchRun, key: int) -> set[int]:
    """The keys of the lists that an edit of this profile touches."""
    index, weights = index_with_edits(run), services.read_weights()
    return set(index.keys[edits.touched_rows(run, index, {key}, weights)].tolist())


@pytest.mark.parametrize("dice", [1], indirect=True)
@pytest.mark.parametrize("change", [change_texts, withdraw, delete])
def test_an_edit_of_one_profile_touches_its_holders_and_leaves_most_lists_alone(
    dice, random_register, change
):
    run = scored()
    key = random_register[0].pk
    holders = set(run.matches.filter(partner=key).values_list("profile", flat=True))
    assert holders
    change(dice, random_register[0])
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


def test_edits_of_one_transaction_wake_a_worker_once(
    profiles, django_capture_on_commit_callbacks
):
    scored()
    with django_capture_on_commit_callbacks() as calls:
        with pytest.raises(KeyError):
            change_and_fail(profiles[0])
        for profile in profiles:
            change(profile)
    assert calls == [services.wake_for_edits]


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


# --- what is read of the log -------------------------------------------------------


@pytest.mark.parametrize("dice", [1], indirect=True)
def test_only_edits_that_are_new_since_are_read(dice, random_register):
    run = scored()
    for _ in range(3):
        edit(dice)
        services.apply_edits()
        run.refresh_from_db()
        assert not ListEdit.objects.since(run, run.edits_done).exists()
    edit(dice)
    assert ListEdit.objects.since(run, run.edits_done).count() == 1
    assert ListEdit.objects.since(run, 1).count() == 3
    assert ListEdit.objects.since(run, 0).count() == ListEdit.objects.count() == 4


@pytest.mark.parametrize("dice", [1], indirect=True)
def test_worker_reads_lists_ahead_of_the_first_edit(dice, random_register):
    run = scored()
    before = rows_of(run)
    assert not are_kept(run)
    assert services.get_ready_for_edits()
    assert are_kept(run)
    assert rows_of(run) == before
    with CaptureQueriesContext(connection) as again:
        assert not services.get_ready_for_edits()
    assert len(again) == 1
    edit(dice)
    services.apply_edits()
    assert rows_of(run) == rows_of_a_full_run(run)


def test_getting_ready_before_the_first_run_does_nothing(db):
    assert not services.get_ready_for_edits()


@pytest.mark.parametrize("dice", [1], indirect=True)
def test_worker_that_was_away_takes_up_what_another_one_did(dice, random_register):
    """Each process keeps an index of its own."""
    run = scored()
    edit(dice)
    services.apply_edits()
    mine = dict(current._store)
    for _ in range(3):
        edit(dice)
        services.apply_edits()
    edit(dice)
    current._store.clear()
    current._store.update(mine)
    assert services.apply_edits() == 1
    assert rows_of(run) == rows_of_a_full_run(run)


@pytest.mark.parametrize("dice", [1], indirect=True)
def test_edits_that_wait_are_read_once(
    dice, random_register, monkeypatch, django_assert_num_queries
):
    """Also when there are more of them than an index has on top."""
    monkeypatch.setattr(current, "EDITS_ON_TOP", 2)
    run = scored()
    for profile in random_register[:5]:
        change_texts(dice, profile)
    index = index_with_edits(run)
    # The log, and nothing else.
    with django_assert_num_queries(1):
        assert index_with_edits(run) is index
