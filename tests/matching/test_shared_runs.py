"""A run shared out among workers: each block is done once, whoever does it."""

import pytest
from celery import current_app
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from matching import services, storage
from matching.models import CurrentRun, Match, MatchBlock, MatchRun, RunSwitch
from matching.services import blocks
from matching.services.marks import RunLost
from matching.services.switching import finish_run
from matching.tasks import score_run
from regions.models import Profile
from regions.services import bump_register_version
from tests.matching.factories import make_cluster, make_region

pytestmark = pytest.mark.django_db
Status = MatchRun.Status


@pytest.fixture(autouse=True)
def register(settings):
    """Six clusters of three countries, in three blocks."""
    settings.MATCHING_STEP_ROWS = 2
    for number in range(6):
        region = ("AT", "DE", "FR")[number % 3]
        make_region(region)
        topics = ("13", "20")[: 1 + number % 2]
        make_cluster(region, topics, keywords=["textiles"])


def claimed() -> MatchRun:
    return services.claim_run(run_id=services.create_run().pk)


def rows_of(run: MatchRun) -> list[tuple]:
    fields = [field.column for field in Match._meta.concrete_fields][1:]
    return list(run.matches.order_by("profile_id", "rank").values_list(*fields))


def rows_of_one_worker() -> list[tuple]:
    CurrentRun.objects.all().delete()
    return rows_of(services.work_off_run(run=claimed()))


def changed() -> None:
    profile = Profile.objects.order_by("pk").first()
    profile.summary += " recycling"
    profile.save()


def silence() -> None:
    """Let all signs of life be an hour old."""
    long_ago = timezone.now() - timezone.timedelta(hours=1)
    MatchRun.objects.update(heartbeat_at=long_ago)
    MatchBlock.objects.filter(status="claimed").update(heartbeat_at=long_ago)


def once(act):
    """Call `act` after the first block only."""
    done = []

    def progress(run: MatchRun) -> None:
        if not done:
            done.append(act(run))

    return progress


def messages_waiting() -> int:
    with current_app.connection_for_write() as connection:
        return connection.default_channel._size("celery")


def test_blocks_cover_every_row_once(settings):
    settings.MATCHING_STEP_ROWS = 4
    run = services.work_off_run(run=claimed())
    assert list(run.blocks.values_list("first", "last", "status", "attempt")) == [
        (0, 4, "done", 1),
        (4, 6, "done", 1),
    ]
    parts = {"load", "index", "estimate", "score", "write", "measure"}
    assert run.timings.keys() == parts


def estimating(asked: CaptureQueriesContext) -> int:
    return sum("'estimating'" in one["sql"] for one in asked)


def test_only_who_prepared_a_run_estimates_it_for_all_blocks():
    by_helper = []

    def help_out(run: MatchRun) -> None:
        with CaptureQueriesContext(connection) as asked:
            services.help_run(run=services.join_run(run_id=run.pk))
        done = run.blocks.filter(status=MatchBlock.Status.DONE).count()
        by_helper.append((estimating(asked), done))

    with CaptureQueriesContext(connection) as asked:
        services.work_off_run(run=claimed(), progress=help_out)
    assert by_helper == [(0, 3)]
    assert estimating(asked) > 1


def test_several_workers_take_rows_by_themselves(settings):
    settings.MATCHING_WORKERS = 2
    with CaptureQueriesContext(connection) as asked:
        assert services.work_off_run(run=claimed()).status == Status.FINISHED
    assert estimating(asked) == 0


def test_second_worker_does_the_rest_and_the_first_one_ends_with_it():
    def help_out(run: MatchRun) -> None:
        helper = services.join_run(run_id=run.pk)
        assert services.help_run(run=helper).status == Status.FINISHED

    run = services.work_off_run(run=claimed(), progress=once(help_out))
    assert (run.status, run.rows_done, run.attempt) == (Status.FINISHED, 6, 1)
    assert RunSwitch.objects.count() == 1
    assert rows_of(run) == rows_of_one_worker()


def test_block_of_a_lost_worker_is_done_again_and_its_late_rows_are_refused():
    late = []

    def lose_one(run: MatchRun) -> None:
        late.append(blocks.claim_block(run))
        silence()

    run = services.work_off_run(run=claimed(), progress=once(lose_one))
    assert run.status == Status.FINISHED
    attempts = list(run.blocks.values_list("first", "attempt"))
    assert attempts == [(0, 1), (2, 2), (4, 1)]
    before = rows_of(run)
    assert blocks.finish_block(run, late[0], None, 0) is False
    assert rows_of(run) == before
    assert before == rows_of_one_worker()


def test_late_rows_are_refused_when_the_run_was_prepared_anew():
    def prepare_anew(run: MatchRun) -> None:
        changed()
        silence()
        other = services.claim_run(run_id=run.pk)
        assert services.work_off_run(run=other).status == Status.FINISHED

    run = services.work_off_run(run=claimed(), progress=once(prepare_anew))
    assert (run.status, run.attempt) == (Status.FINISHED, 2)
    assert rows_of(run) == rows_of_one_worker()


def test_prepared_anew_over_the_same_inputs_what_is_done_stays_done():
    run = claimed()

    def stop(run: MatchRun) -> None:
        blocks.claim_block(run)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        services.work_off_run(run=run, progress=stop)
    again = services.claim_run(run_id=run.pk, take_over=True)
    run = services.work_off_run(run=again)
    assert (run.status, run.rows_done) == (Status.FINISHED, 6)
    attempts = list(run.blocks.values_list("first", "attempt"))
    assert attempts == [(0, 1), (2, 2), (4, 1)]


def test_run_prepared_anew_and_cut_short_leaves_nothing_of_before(monkeypatch):
    """Its old rows were being taken back when the second worker was lost, too."""
    monkeypatch.setattr(storage, "KEYS_AT_ONCE", 10)

    def cut(execute, statement, *arguments):
        result = execute(statement, *arguments)
        if statement.startswith("DELETE") and 'matching_match"' in statement:
            raise KeyboardInterrupt
        return result

    def lose_two(run: MatchRun) -> None:
        changed()
        other = services.claim_run(run_id=run.pk, take_over=True)
        with connection.execute_wrapper(cut), pytest.raises(KeyboardInterrupt):
            services.work_off_run(run=other)
        third = services.claim_run(run_id=run.pk, take_over=True)
        assert services.work_off_run(run=third).status == Status.FINISHED

    run = services.work_off_run(run=claimed(), progress=once(lose_two))
    assert (run.status, run.attempt) == (Status.FINISHED, 3)
    assert rows_of(run) == rows_of_one_worker()


@pytest.mark.parametrize("is_told", [True, False])
def test_worker_that_reads_other_inputs_leaves_the_run_alone(is_told):
    """With and without a new version of the register."""

    def look_in(run: MatchRun) -> None:
        changed()
        if is_told:
            bump_register_version()
        assert services.take_part(run_id=run.pk) is None or not is_told
        run.refresh_from_db()
        assert (run.status, run.rows_done) == (Status.RUNNING, 2)

    run = services.work_off_run(run=claimed(), progress=once(look_in))
    assert (run.status, run.attempt) == (Status.FINISHED, 1)
    assert set(run.blocks.values_list("attempt", flat=True)) == {1}


def test_run_cancelled_while_two_work_at_it_keeps_no_row():
    def help_out(run: MatchRun) -> None:
        def cancel(run: MatchRun) -> None:
            services.cancel_run(run=run)

        helper = services.join_run(run_id=run.pk)
        services.help_run(run=helper, progress=cancel)

    run = services.work_off_run(run=claimed(), progress=once(help_out))
    assert run.status == Status.CANCELLED
    assert (run.matches.count(), run.blocks.count()) == (0, 0)
    assert not CurrentRun.objects.exists()


def test_run_cancelled_after_its_last_block_is_not_shown():
    def cancel(run: MatchRun) -> None:
        if run.rows_done == run.rows_total:
            services.cancel_run(run=run)

    run = services.work_off_run(run=claimed(), progress=cancel)
    assert run.status == Status.CANCELLED
    assert (run.matches.count(), run.blocks.count()) == (0, 0)
    assert not CurrentRun.objects.exists()


def test_two_that_see_the_last_block_done_switch_in_once():
    run = services.work_off_run(run=claimed())
    MatchRun.objects.filter(pk=run.pk).update(status=Status.RUNNING)
    RunSwitch.objects.all().delete()
    finish_run(run)
    with pytest.raises(RunLost):
        finish_run(run)
    assert list(RunSwitch.objects.values_list("run_id", flat=True)) == [run.pk]


def test_run_whose_last_worker_died_before_the_switch_is_switched_in_later():
    run = services.work_off_run(run=claimed())
    before = rows_of(run)
    MatchRun.objects.filter(pk=run.pk).update(status=Status.RUNNING, finished_at=None)
    CurrentRun.objects.all().delete()
    score_run(run.pk)
    assert CurrentRun.objects.get().run == run
    assert rows_of(run) == before


def test_block_that_fails_again_and_again_fails_the_run():
    def wear_out(run: MatchRun) -> None:
        run.blocks.filter(first=2).update(attempt=services.MOST_ATTEMPTS)

    run = services.work_off_run(run=claimed(), progress=once(wear_out))
    assert run.status == Status.FAILED
    assert "rows 2 to 3" in run.error
    assert run.matches.count() == 0


@pytest.mark.parametrize(("workers", "woken"), [(1, 0), (2, 1), (9, 2)])
def test_preparing_wakes_the_workers_wished_but_none_without_a_block(
    silent_broker, settings, workers, woken
):
    settings.MATCHING_WORKERS = workers
    before = messages_waiting()
    assert services.work_off_run(run=claimed()).status == Status.FINISHED
    assert messages_waiting() - before == woken


def test_run_goes_on_alone_when_helpers_cannot_be_called(broker_at, settings):
    settings.MATCHING_WORKERS = 3
    broker_at("redis://127.0.0.1:1/0")
    assert services.work_off_run(run=claimed()).status == Status.FINISHED


def test_idle_worker_offers_help_only_where_a_block_is_free(silent_broker):
    assert services.call_a_helper() is None
    run = services.create_run()
    assert services.call_a_helper() is None

    def look_in(one: MatchRun) -> None:
        assert services.call_a_helper() == run
        while blocks.claim_block(one):
            pass
        assert services.call_a_helper() is None
        silence()
        assert services.call_a_helper() == run

    claimed_run = services.claim_run(run_id=run.pk)
    services.work_off_run(run=claimed_run, progress=once(look_in))
    assert services.call_a_helper() is None
