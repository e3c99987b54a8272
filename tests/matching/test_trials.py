"""Trial runs: other weights, compared with the lists of now, switched to and back."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from matching import services
from matching.models import CurrentRun, Match, MatchRun, RunSwitch
from matching.queries import recent_runs
from matching.queries_edits import list_state
from matching.queries_runs import run_pair
from matching.services import switching
from portal.web.errors import Conflict, PortalError
from regions.models import Profile
from regions.services import bump_register_version
from tests.matching.dice import edit, rows_of, rows_of_a_full_run
from tests.matching.factories import make_cluster
from tests.matching.trials import OTHER, scored, trial

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("silent_broker", "weights_folder"),
]
Status = MatchRun.Status


def lists_of(run: MatchRun) -> list[tuple]:
    rows = Match.objects.filter(run=run).order_by("profile_id", "rank")
    return list(rows.values_list("profile", "rank", "partner", "score"))


# --- weights that are known ------------------------------------------------------


def test_known_weights_are_the_portal_s_and_those_of_the_data_folder():
    default, hand, other = services.known_weights()
    assert (default.file, default.fault) == ("default.json", "")
    assert (hand.file, hand.fault) == ("2026-11-hand.json", "")
    assert (other.file, other.version) == ("other.json", "other-1")
    assert other.metrics == OTHER["metrics"]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("{", "broken.json"),
        ('{"version": "x", "weights": {}}', "'focus': is missing"),
        (json.dumps(OTHER | {"weights": {}}), "is missing"),
        ("[]", "expected 'version'"),
    ],
)
def test_broken_file_is_named_and_hides_no_other(weights_folder, content, fault):
    (weights_folder / "broken.json").write_text(content, encoding="utf-8")
    broken = services.known_weights()[2]
    assert (broken.file, broken.weights) == ("broken.json", None)
    assert fault in broken.fault
    assert services.weights_of_version("other-1").focus == 0.40


def test_two_files_of_one_version_are_not_mixed_up(weights_folder):
    twin = OTHER | {"weights": OTHER["weights"] | {"focus": 0.30, "words": 0.18}}
    (weights_folder / "twin.json").write_text(json.dumps(twin), encoding="utf-8")
    second = services.known_weights()[3]
    assert second.fault == "Version other-1 is that of other.json already."
    assert services.weights_of_version("other-1").focus == 0.40


def test_unknown_version_is_refused():
    with pytest.raises(PortalError, match="version nope are known"):
        services.weights_of_version("nope")


# --- runs ------------------------------------------------------------------------


def test_trial_keeps_its_rows_and_readers_see_nothing_of_it(small_register):
    live = scored()
    before = lists_of(live)
    tried = trial()
    assert (tried.status, tried.purpose) == (Status.FINISHED, "trial")
    assert CurrentRun.objects.get().run == live
    assert lists_of(live) == before
    assert len(lists_of(tried)) == len(before)
    assert lists_of(tried) != before


def test_switch_shows_the_trial_and_its_weights_are_the_next_run_s(
    small_register, curator
):
    live, tried = scored(), trial()
    services.switch_to_run(run=tried, by=curator)
    current = CurrentRun.objects.get()
    assert (current.run, current.previous) == (tried, live)
    assert services.weights_in_force().version == "other-1"
    assert services.create_run().weights_version == "other-1"
    told = RunSwitch.objects.values_list("left_id", "run_id", "by__email")
    assert list(told.order_by("pk")) == [
        (None, live.pk, None),
        (live.pk, tried.pk, "curator@example.org"),
    ]


def test_switch_back_shows_the_old_lists_and_weights_even_after_a_change(
    small_register, curator
):
    live = scored()
    before = lists_of(live)
    services.switch_to_run(run=trial(), by=curator)
    bump_register_version()
    services.switch_to_run(run=live, by=curator)
    assert CurrentRun.objects.get().run == live
    assert lists_of(live) == before
    assert CurrentRun.objects.get().chosen_weights is None
    assert services.weights_in_force() == services.read_weights()


def test_weights_of_a_live_run_are_the_next_run_s_too(small_register):
    scored(weights=services.weights_of_version("other-1"))
    assert services.weights_in_force().version == "other-1"
    scored(weights=services.read_weights())
    assert CurrentRun.objects.get().chosen_weights is None


def test_chosen_weights_that_the_engine_no_longer_knows_give_way(small_register):
    scored()
    CurrentRun.objects.update(chosen_weights={"version": "old", "weights": {"x": 1}})
    assert services.weights_in_force() == services.read_weights()


def test_trial_over_an_older_register_is_not_switched_to(small_register, curator):
    live, tried = scored(), trial()
    bump_register_version()
    with pytest.raises(Conflict, match="register has changed"):
        services.switch_to_run(run=tried, by=curator)
    assert CurrentRun.objects.get().run == live


@pytest.mark.parametrize("dice", range(5), indirect=True)
def test_trial_takes_up_at_the_switch_what_was_edited_since(
    dice, random_register, curator
):
    """Edits that the old lists took up, and some that wait; back takes them up too."""
    live, tried = scored(), trial()
    for _ in range(3):
        edit(dice)
    services.apply_edits()
    for _ in range(3):
        edit(dice)
    assert rows_of(tried) != rows_of_a_full_run(tried)
    services.switch_to_run(run=tried, by=curator)
    assert services.apply_edits() == 6
    assert rows_of(tried) == rows_of_a_full_run(tried)
    assert services.apply_edits() == 0
    edit(dice)
    services.switch_to_run(run=live, by=curator)
    assert services.apply_edits() == 7
    assert rows_of(live) == rows_of_a_full_run(live)


def test_edited_profile_waits_after_the_switch_until_its_list_is_of_today(
    small_register, curator
):
    scored()
    tried, profile = trial(), Profile.objects.first()
    services.note_profile_edit(profile=profile)
    services.apply_edits()
    assert not list_state(profile).is_waiting
    services.switch_to_run(run=tried, by=curator)
    assert list_state(profile).is_waiting
    services.apply_edits()
    assert not list_state(profile).is_waiting


def test_lists_that_are_being_dropped_are_not_switched_to(small_register, curator):
    """A worker was killed while it dropped them, so some rows are left."""
    scored()
    tried = trial()
    MatchRun.objects.filter(pk=tried.pk).update(dropped_at=timezone.now())
    tried.refresh_from_db()
    assert tried.matches.exists()
    with pytest.raises(Conflict, match="have been dropped"):
        services.switch_to_run(run=tried, by=curator)
    assert not run_pair(tried).has_lists
    assert [run.has_lists for run in recent_runs()] == [False, True]
    rescored()
    assert not tried.matches.exists()
    assert not tried.blocks.exists()


@pytest.mark.parametrize("purpose", ["live", "trial"])
def test_switch_waits_for_an_open_live_run_only(small_register, curator, purpose):
    scored()
    tried = trial()
    services.create_run(purpose=purpose)
    if purpose == "trial":
        assert services.switch_to_run(run=tried, by=curator).run == tried
        return
    with pytest.raises(Conflict, match="under way"):
        services.switch_to_run(run=tried, by=curator)


def test_run_without_lists_is_not_switched_to(small_register, curator):
    live, tried = scored(), trial()
    Match.objects.filter(run=tried).delete()
    with pytest.raises(Conflict, match="have been dropped"):
        services.switch_to_run(run=tried, by=curator)
    with pytest.raises(Conflict, match="already"):
        services.switch_to_run(run=live, by=curator)


def test_kept_are_the_current_lists_those_before_and_the_newest_trials(
    small_register, monkeypatch
):
    monkeypatch.setattr(switching, "TRIALS_KEPT", 2)
    oldest, older, trials = scored(), None, [trial() for _ in range(3)]
    older = rescored()
    newest = rescored()
    kept = set(Match.objects.values_list("run_id", flat=True))
    assert kept == {newest.pk, older.pk, trials[1].pk, trials[2].pk}
    long_ago = timezone.now() - timedelta(days=switching.TRIAL_DAYS + 1)
    MatchRun.objects.filter(pk=trials[1].pk).update(finished_at=long_ago)
    switching.drop_old_rows()
    kept = set(Match.objects.values_list("run_id", flat=True))
    assert kept == {newest.pk, older.pk, trials[2].pk}
    assert not oldest.blocks.exists()


def rescored() -> MatchRun:
    make_cluster("DE21", ("13",))
    return scored()
