"""Rows in bulk: what is written is what is read, and nobody's rows outlive them."""

import json
from io import StringIO

import numpy as np
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from matching import services, storage
from matching.models import Match, MatchRun
from matching.storage import COLUMNS, delete_matches, read_matches, write_matches
from regions.models import Profile
from tests.matching.dice import change_texts, rows_of, rows_of_a_full_run
from tests.matching.factories import make_list, make_match, make_run
from tests.matching.trials import scored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_broker")]
PLACES = 7


def rows_for(run: MatchRun, profiles: list[int]) -> np.ndarray:
    """Lists of seven places for profiles of these keys, every number another one."""
    rows = np.arange(len(profiles) * PLACES * len(COLUMNS)) % 9_000
    rows = rows.reshape(-1, len(COLUMNS))
    rows[:, 0] = run.pk
    rows[:, 1] = np.repeat(profiles, PLACES)
    rows[:, 2] = np.tile(np.arange(1, PLACES + 1), len(profiles))
    return rows


def stored(run: MatchRun) -> list[tuple]:
    rows = Match.objects.filter(run=run).order_by("profile_id", "rank")
    return list(rows.values_list(*COLUMNS))


@pytest.mark.parametrize("number", [0, 1, 9, 40])
def test_rows_are_stored_as_they_are_whatever_their_number(number):
    run, other = make_run(), make_run()
    rows = rows_for(run, list(range(1, number + 1)))
    write_matches(rows)
    write_matches(rows_for(other, [3]))
    assert stored(run) == [tuple(row) for row in rows.tolist()]


@pytest.mark.parametrize(("name", "number"), [("score", 32_768), ("rank", -1)])
def test_number_that_a_column_cannot_hold_is_refused_with_all_rows(name, number):
    run = make_run()
    rows = rows_for(run, [1, 2])
    rows[-1, COLUMNS.index(name)] = number
    with pytest.raises(ValueError, match="column cannot hold"):
        write_matches(rows)
    assert stored(run) == []


def test_row_that_is_there_already_is_refused():
    rows = rows_for(make_run(), [1])
    write_matches(rows)
    with pytest.raises(IntegrityError), transaction.atomic():
        write_matches(rows[:1])


def test_whole_lists_are_read_in_order_however_far_their_keys_lie_apart(monkeypatch):
    monkeypatch.setattr(storage, "KEYS_AT_ONCE", 10)
    run, keys = make_run(), [4, 13, 14, 250]
    rows = rows_for(run, keys)
    write_matches(rows[::-1])
    write_matches(rows_for(make_run(), [1, 13, 900]))
    wanted = ("partner_id", "profile_id", "rank")
    parts = list(read_matches(run.pk, wanted))
    assert [sorted(set(part[:, 1])) for part in parts] == [[4, 13], [14], [250]]
    expected = rows[:, [COLUMNS.index(name) for name in wanted]]
    np.testing.assert_array_equal(np.concatenate(parts), expected)
    best = np.concatenate(list(read_matches(run.pk, wanted, most=2)))
    np.testing.assert_array_equal(best, expected[expected[:, 2] <= 2])


def test_database_looks_nothing_up_for_a_row():
    """What it would look up for each of five million rows takes most of the time."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, Match._meta.db_table)
    # SQLite tells the columns of a key in the order of the table.
    keys = [sorted(one["columns"]) for one in found.values() if one["primary_key"]]
    assert keys == [["profile_id", "rank", "run_id"]]
    assert [one for one in found.values() if one["foreign_key"]] == []
    assert [one for one in found.values() if one["index"] and not one["unique"]] == []


def test_run_without_rows_has_nothing_to_read():
    write_matches(rows_for(make_run(), [1]))
    assert list(read_matches(make_run().pk, ("rank",))) == []


def test_one_list_is_one_query(django_assert_num_queries):
    run = make_run()
    write_matches(rows_for(run, [1, 2]))
    with django_assert_num_queries(1):
        assert len(Match.objects.filter(run=run, profile_id=2).order_by("rank")) == 7


# --- deleting --------------------------------------------------------------------


def test_all_rows_of_a_run_are_deleted_and_no_others(monkeypatch):
    monkeypatch.setattr(storage, "KEYS_AT_ONCE", 30)
    run, other = make_run(), make_run()
    write_matches(rows_for(run, [1, 3, 4, 50]))
    write_matches(rows_for(other, [1, 4]))
    delete_matches(run.pk)
    assert (stored(run), len(stored(other))) == ([], 2 * PLACES)


@pytest.mark.django_db(transaction=True)
def test_rows_are_deleted_in_steps_of_their_own(monkeypatch):
    """Who is cut off after the first step finds the rest as it was."""
    monkeypatch.setattr(storage, "KEYS_AT_ONCE", 20)
    run = make_run()
    write_matches(rows_for(run, [1, 2, 3, 4]))

    def cut(execute, statement, *arguments):
        result = execute(statement, *arguments)
        if statement.startswith("DELETE"):
            raise KeyboardInterrupt
        return result

    with connection.execute_wrapper(cut), pytest.raises(KeyboardInterrupt):
        delete_matches(run.pk)
    assert {row[1] for row in stored(run)} == {3, 4}
    delete_matches(run.pk)
    assert stored(run) == []


def test_deleted_profile_takes_its_rows_away_on_both_sides_in_all_runs():
    profile = make_list(3)
    first, second, third = Profile.objects.exclude(pk=profile.pk).order_by("pk")
    old = make_run(current=False)
    make_match(old, first, profile)
    make_match(old, second, third)
    profile.delete()
    assert list(Match.objects.values_list("run", "profile", "partner")) == [
        (old.pk, second.pk, third.pk)
    ]


# --- profiles that are deleted while lists are scored ------------------------------


def scored_while(act) -> MatchRun:
    """Score everything, and act once in the middle."""
    run = services.create_run()

    def progress(one: MatchRun) -> None:
        if 0 < one.rows_done < 14:
            act()

    claimed = services.claim_run(run_id=run.pk)
    return services.work_off_run(run=claimed, progress=progress)


@pytest.mark.parametrize("dice", [1], indirect=True)
@pytest.mark.parametrize("is_told", [True, False])
def test_profile_deleted_during_a_run_is_in_no_list_when_it_is_shown(
    dice, random_register, is_told
):
    gone = random_register[0]

    def act() -> None:
        if is_told:
            services.note_profile_edit(profile=gone, what="deleted")
        Profile.objects.get(pk=gone.pk).delete()

    key = gone.pk
    run = scored_while(act)
    assert run.status == MatchRun.Status.FINISHED
    named = {key for row in rows_of(run) for key in (row[0], row[2])}
    assert named == set(Profile.objects.values_list("pk", flat=True)) - {key}
    assert services.apply_edits() == is_told
    if is_told:
        assert rows_of(run) == rows_of_a_full_run(run)


@pytest.mark.parametrize("dice", [1], indirect=True)
def test_profile_deleted_untold_leaves_the_lists_with_the_next_edit(
    dice, random_register
):
    run = scored()
    change_texts(dice, random_register[0])
    services.apply_edits()
    random_register[1].delete()
    change_texts(dice, random_register[2])
    assert services.apply_edits() == 1
    assert rows_of(run) == rows_of_a_full_run(run)


# --- the benchmark -----------------------------------------------------------------


@pytest.fixture
def bench_database(monkeypatch):
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", "bench")


def test_bench_storage_writes_all_rows_and_leaves_none(bench_database):
    scored()
    before = (list(MatchRun.objects.values()), Match.objects.count())
    out = StringIO()
    call_command(
        "bench_storage", "--profiles", "600", "--top", "3", "--json", stdout=out
    )
    found = json.loads(out.getvalue())
    assert (found["profiles"], found["top"], found["database"]) == (
        600,
        3,
        connection.vendor,
    )
    assert found["write"]["rows_per_second"] > 0
    assert 20 < found["bytes_per_match"] < 1_000
    assert before == (list(MatchRun.objects.values()), Match.objects.count())


def test_bench_storage_stays_away_from_a_real_register():
    with pytest.raises(CommandError, match="with 'bench' in its name"):
        call_command("bench_storage")
    assert not MatchRun.objects.exists()


def test_bench_storage_needs_something_to_write(bench_database):
    with pytest.raises(CommandError, match="at least one profile"):
        call_command("bench_storage", "--top", "0")
