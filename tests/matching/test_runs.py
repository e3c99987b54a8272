"""The life of a run: claimed once, resumed, switched in at once, never half shown."""

import numpy as np
import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from matching import services
from matching.features import component_names
from matching.models import CurrentRun, Match, MatchRun
from portal.web.errors import Conflict, PortalError, Unreachable
from regions.models import Cluster, Profile, Region, Topic

Status = MatchRun.Status


@pytest.fixture
def register(db):
    """Six clusters in three countries, two topics."""
    for code in ("AT", "DE", "FR"):
        Region.objects.create(code=code, level=0, name=code, country=code)
    topics = [
        Topic.objects.create(code=code, scheme="economic", level=2, label_en=code)
        for code in ("13", "20")
    ]
    for number in range(6):
        cluster = Cluster.objects.create(
            slug=f"cluster-{number}",
            type="cluster",
            region_id=("AT", "DE", "FR")[number % 3],
            title=f"Smart textiles {number}",
            keywords=["textiles"],
        )
        cluster.topics.set(topics[: 1 + number % 2])


@pytest.fixture
def small_steps(settings):
    settings.MATCHING_STEP_ROWS = 2


def scored(**options) -> MatchRun:
    run = services.create_run()
    return services.work_off_run(run=services.claim_run(run_id=run.pk), **options)


def rows_of(run: MatchRun) -> list[tuple]:
    """Everything a run stored but its own number."""
    fields = [field.column for field in Match._meta.concrete_fields][1:]
    return list(run.matches.order_by("profile", "rank").values_list(*fields))


def changed() -> None:
    profile = Profile.objects.order_by("pk").first()
    profile.summary += " recycling"
    profile.save()


def test_run_lists_every_profile_of_another_region(register):
    run = scored()
    assert run.status == Status.FINISHED
    assert (run.rows_done, run.rows_total) == (6, 6)
    assert CurrentRun.objects.get().run == run
    pairs = Match.objects.current().values_list("profile__region", "partner__region")
    assert len(pairs) == 24
    assert not [pair for pair in pairs if pair[0] == pair[1]]


def test_contributions_sum_to_the_score_exactly(register):
    scored()
    names = component_names()
    for match in Match.objects.all():
        assert match.score == sum(getattr(match, name) for name in names)


def test_both_sides_of_a_pair_have_the_same_score_and_mirrored_gains(register):
    scored()
    pairs = {(one.profile_id, one.partner_id): one for one in Match.objects.all()}
    for (profile, partner), one in pairs.items():
        other = pairs[partner, profile]
        assert one.score == other.score
        assert (one.receive, one.give) == (other.give, other.receive)


def test_steps_of_any_size_give_the_same_lists(register, settings):
    whole = rows_of(scored())
    settings.MATCHING_STEP_ROWS = 1
    CurrentRun.objects.all().delete()
    assert rows_of(scored()) == whole


def test_unchanged_input_is_not_scored_again(register):
    first = scored()
    second = scored()
    assert second.status == Status.UNCHANGED
    assert CurrentRun.objects.get().run == first
    assert second.matches.count() == 0


def test_changed_input_replaces_the_old_lists_and_keeps_the_last_ones(register):
    first = scored()
    changed()
    second = scored()
    current = CurrentRun.objects.get()
    assert (current.run, current.previous) == (second, first)
    assert first.matches.count() == 24
    changed()
    third = scored()
    assert CurrentRun.objects.get().run == third
    assert (first.matches.count(), second.matches.count()) == (0, 24)


def test_lists_of_before_are_guesses_that_change_nothing(register, settings):
    settings.MATCHES_PER_PROFILE = 2
    scored()
    changed()
    # Two of the guesses become far too high: these profiles lose what they had.
    for profile in Profile.objects.order_by("pk")[2:4]:
        profile.topics.clear()
    guessed = rows_of(scored())
    CurrentRun.objects.all().delete()
    assert rows_of(scored()) == guessed
    assert len(guessed) > 6


def test_unpublished_profiles_are_not_matched(register):
    hidden = Profile.objects.get(slug="cluster-0")
    Profile.objects.filter(pk=hidden.pk).update(status="draft")
    run = scored()
    assert run.rows_total == 5
    assert not Match.objects.filter(partner=hidden).exists()


def test_empty_register_finishes_with_no_lists(db):
    run = scored()
    assert (run.status, run.rows_total) == (Status.FINISHED, 0)


def test_second_open_run_is_refused(register):
    services.create_run()
    with pytest.raises(Conflict, match="under way"):
        services.create_run()
    assert MatchRun.objects.count() == 1


def test_a_run_is_claimed_once(register):
    run = services.create_run()
    assert services.claim_run(run_id=run.pk).attempt == 1
    assert services.claim_run(run_id=run.pk) is None


def test_a_silent_run_is_claimed_again_and_its_old_worker_stops(register, small_steps):
    run = services.create_run()
    first = services.claim_run(run_id=run.pk)
    taken_over = []

    def fall_silent(one: MatchRun) -> None:
        if not taken_over:
            long_ago = timezone.now() - timezone.timedelta(hours=1)
            MatchRun.objects.filter(pk=one.pk).update(heartbeat_at=long_ago)
            taken_over.append(services.claim_run(run_id=one.pk))

    left = services.work_off_run(run=first, progress=fall_silent)
    assert (left.status, left.rows_done) == (Status.RUNNING, 2)
    finished = services.work_off_run(run=taken_over[0])
    assert (finished.status, finished.attempt) == (Status.FINISHED, 2)
    assert finished.matches.count() == 24


def test_resumed_run_stores_what_an_unbroken_one_stores(register, small_steps):
    class PowerCut(BaseException):
        pass

    def cut(run: MatchRun) -> None:
        if run.rows_done == 4:
            raise PowerCut

    run = services.create_run()
    with pytest.raises(PowerCut):
        services.work_off_run(run=services.claim_run(run_id=run.pk), progress=cut)
    run.refresh_from_db()
    assert (run.rows_done, run.matches.count()) == (4, 16)
    again = services.claim_run(run_id=run.pk, take_over=True)
    resumed = rows_of(services.work_off_run(run=again))

    CurrentRun.objects.all().delete()
    assert rows_of(scored()) == resumed


def test_run_resumed_over_changed_data_starts_anew(register, small_steps):
    def stop(run: MatchRun) -> None:
        raise KeyboardInterrupt

    run = services.create_run()
    with pytest.raises(KeyboardInterrupt):
        services.work_off_run(run=services.claim_run(run_id=run.pk), progress=stop)
    changed()
    again = services.claim_run(run_id=run.pk, take_over=True)
    resumed = rows_of(services.work_off_run(run=again))
    CurrentRun.objects.all().delete()
    assert rows_of(scored()) == resumed


def test_cancelled_run_leaves_the_old_lists(register, small_steps):
    old = scored()
    changed()
    run = services.create_run()

    def cancel(one: MatchRun) -> None:
        services.cancel_run(run=one)

    ended = services.work_off_run(
        run=services.claim_run(run_id=run.pk), progress=cancel
    )
    assert ended.status == Status.CANCELLED
    assert ended.matches.count() == 0
    assert CurrentRun.objects.get().run == old


def test_waiting_run_is_cancelled_at_once_and_an_ended_one_not_at_all(register):
    run = services.cancel_run(run=services.create_run())
    assert run.status == Status.CANCELLED
    with pytest.raises(Conflict, match="ended already"):
        services.cancel_run(run=run)


def test_bad_data_fails_the_run_and_names_the_culprit(register):
    old = scored()
    Profile.objects.filter(slug="cluster-1").update(confidence="guessed")
    run = scored()
    culprit = Profile.objects.get(slug="cluster-1").pk
    assert run.status == Status.FAILED
    assert f"profile {culprit}" in run.error
    assert "guessed" in run.error
    assert CurrentRun.objects.get().run == old


@pytest.mark.django_db(transaction=True)
def test_full_disk_leaves_the_old_lists_and_an_open_run(register, small_steps):
    old = scored()
    changed()
    run = services.create_run()
    with disk_full(), pytest.raises(DatabaseError):
        services.work_off_run(run=services.claim_run(run_id=run.pk))
    run.refresh_from_db()
    assert run.status == Status.RUNNING
    assert CurrentRun.objects.get().run == old
    assert old.matches.count() == 24

    again = services.claim_run(run_id=run.pk, take_over=True)
    assert services.work_off_run(run=again).status == Status.FINISHED
    assert run.matches.count() == 24


def test_run_that_fails_again_and_again_is_given_up(register):
    run = services.create_run()
    MatchRun.objects.filter(pk=run.pk).update(attempt=services.MOST_ATTEMPTS)
    ended = services.work_off_run(run=services.claim_run(run_id=run.pk))
    assert ended.status == Status.FAILED
    assert "too many attempts" in ended.error


def test_broker_down_leaves_no_run_behind(register, broker_at):
    broker_at("redis://127.0.0.1:1/0")
    with pytest.raises(Unreachable, match="broker cannot be reached"):
        services.start_run()
    assert MatchRun.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("{", "weights.json"),
        ('{"version": "x", "weights": {}}', "'focus': is missing"),
        ("[]", "expected 'version' and 'weights'"),
    ],
)
def test_bad_weights_file_is_named(tmp_path, content, fault):
    path = tmp_path / "weights.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(PortalError, match=fault):
        services.read_weights(path)


def test_missing_weights_file_is_named(tmp_path):
    with pytest.raises(PortalError, match="cannot be read"):
        services.read_weights(tmp_path / "nowhere.json")


def test_stored_parts_are_rounded_before_they_are_summed(register):
    """Hundredths are whole numbers, so the sum is exact whatever the floats were."""
    scored()
    stored = np.array(Match.objects.values_list("score", "freshness"))
    assert stored.dtype.kind == "i"
    assert (stored[:, 0] > 0).all()


class disk_full:
    """The database refuses to store another match, in the words of a full disk."""

    def __enter__(self):
        if connection.vendor == "postgresql":
            self._execute(
                "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$"
                " BEGIN RAISE EXCEPTION 'could not extend file'"
                " USING ERRCODE = 'disk_full'; END $$"
            )
            self._execute(
                "CREATE TRIGGER full_disk BEFORE INSERT ON matching_match"
                " EXECUTE FUNCTION full_disk()"
            )
        else:
            self._execute(
                "CREATE TRIGGER full_disk BEFORE INSERT ON matching_match BEGIN"
                " SELECT RAISE(ABORT, 'database or disk is full'); END"
            )

    def __exit__(self, *exception):
        if connection.vendor == "postgresql":
            self._execute("DROP FUNCTION full_disk() CASCADE")
        else:
            self._execute("DROP TRIGGER full_disk")

    @staticmethod
    def _execute(statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)
