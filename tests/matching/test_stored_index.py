"""The index of a run on disk: the same lists, or none at all."""

import os

import numpy as np
import pytest
from django.core.management import call_command

from matching import services
from matching.engine import build_index, top_matches
from matching.features import can_score_now, current, current_index, load_inputs, stored
from matching.models import CurrentRun, ListEdit, MatchRun
from matching.queries import current_run
from portal.web.versioned import forget_all
from regions.models import Profile
from tests.matching.factories import make_cluster, make_item, make_priority, make_run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_broker")]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.INDEX_DIR = tmp_path / "index"
    return settings.INDEX_DIR


@pytest.fixture
def run() -> MatchRun:
    """A finished run over five profiles with words, topics, offers and needs."""
    for number, region in enumerate(("DE21", "FR10", "PL91", "AT11")):
        cluster = make_cluster(region, keywords=["fibres", f"word{number}"])
        make_item(cluster, ("offer", "need")[number % 2])
    make_item(make_priority(keywords=["fibres"]), "need")
    call_command("score_matches", verbosity=0)
    return current_run()


def lists(index):
    rows = np.flatnonzero(index.keys >= 0)
    return top_matches(index, rows, 4, services.read_weights())


def assert_same(first, second):
    for name in vars(first):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name))


def test_run_leaves_an_index_that_gives_the_same_lists(run, folder):
    assert len(list(folder.iterdir())) == 1
    inputs = load_inputs(run.started_at)
    built = build_index(inputs.profiles, inputs.topics, inputs.regions)
    assert_same(lists(stored.load_index(run)), lists(built))


def test_stored_index_answers_without_reading_the_profiles(
    run, django_assert_num_queries
):
    forget_all()
    with django_assert_num_queries(11):
        index = current_index()
    assert sorted(index.keys.tolist()) == sorted(
        Profile.objects.values_list("pk", flat=True)
    )


def test_stored_index_is_not_used_once_the_regions_have_changed(run):
    make_cluster("SE11")
    forget_all()
    assert len(current_index()) == Profile.objects.count()


def test_edits_since_come_on_top_of_the_stored_index(run):
    gone, stays = Profile.objects.order_by("pk")[:2]
    gone.status = "draft"
    gone.save()
    services.note_profile_edit(profile=gone)
    forget_all()
    assert gone.pk not in current_index().keys
    assert stays.pk in current_index().keys


@pytest.fixture
def is_large(monkeypatch):
    """The register has more profiles than may be read within a request."""
    monkeypatch.setattr(current, "ASKED_PAIRS_UP_TO", 2)


def test_large_register_is_answered_from_the_stored_index_alone(
    run, is_large, monkeypatch
):
    forget_all()
    monkeypatch.setattr(current, "read_inputs", None)
    assert can_score_now()
    assert len(current_index()) == 5


def test_large_register_without_an_index_is_answered_once_it_is_there(
    run, is_large, folder
):
    forget_all()
    file = next(folder.iterdir())
    aside = file.rename(folder / "aside")
    assert not can_score_now()
    aside.rename(file)
    assert can_score_now()


def test_large_register_is_not_answered_from_an_index_of_other_regions(run, is_large):
    make_cluster("SE11")
    forget_all()
    assert not can_score_now()


def test_large_register_with_many_edits_waits_for_the_next_run(
    run, is_large, monkeypatch
):
    monkeypatch.setattr(current, "EDITS_ON_TOP", 2)
    keys = Profile.objects.values_list("pk", flat=True)[:2]
    for number, key in enumerate(keys):
        forget_all()
        assert can_score_now(), f"{number} edits"
        ListEdit.objects.create(profile_key=key)
    forget_all()
    assert not can_score_now()


def test_large_register_before_the_first_run_is_not_answered(run, is_large):
    CurrentRun.objects.all().delete()
    assert not can_score_now()


@pytest.mark.parametrize("kept", [0, 5, 100, -1])
def test_file_that_is_cut_off_is_not_used(run, folder, kept):
    file = next(folder.iterdir())
    file.write_bytes(file.read_bytes()[:kept])
    assert stored.load_index(run) is None


def test_file_of_other_inputs_is_not_found(run):
    run.input_hash = "0" * 64
    assert stored.load_index(run) is None


def test_run_without_a_hash_has_no_stored_index(run):
    run.input_hash = ""
    assert stored.load_index(run) is None


def test_newest_files_are_kept_and_those_of_the_lists_that_are_and_were_shown(
    run, folder
):
    index, before = stored.load_index(run), make_run(current=False, input_hash="b" * 64)
    stored.store_index(before, index)
    CurrentRun.objects.update(previous=before)
    of_another_release = folder / f"{run.pk}-{run.input_hash[:16]}-0123456789ab.index"
    of_another_release.touch()
    os.utime(of_another_release, (0, 0))
    for number in range(stored.KEPT + 2):
        trial = MatchRun(pk=1000 + number, input_hash="c" * 64)
        stored.store_index(trial, index)
    kept = {file.name.partition("-")[0] for file in folder.iterdir()}
    assert kept == {str(run.pk), str(before.pk), "1002", "1003", "1004"}
    assert not of_another_release.exists()


def test_unchanged_run_leaves_the_index_that_is_missing(run, folder):
    """As after a release: it reads no file of another one."""
    before = lists(stored.load_index(run))
    next(folder.iterdir()).unlink()
    call_command("score_matches", verbosity=0)
    assert MatchRun.objects.order_by("pk").last().status == MatchRun.Status.UNCHANGED
    assert_same(lists(stored.load_index(run)), before)


def test_folder_that_cannot_be_written_leaves_a_finished_run(settings, tmp_path, db):
    (tmp_path / "file").write_text("in the way")
    settings.INDEX_DIR = tmp_path / "file"
    make_cluster("DE21")
    make_cluster("FR10")
    call_command("score_matches", verbosity=0)
    assert current_run().status == MatchRun.Status.FINISHED
    assert len(current_index()) == 2
