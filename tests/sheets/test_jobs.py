"""A file's way: checked by a worker, shown, applied whole or not at all."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override
from kombu.exceptions import OperationalError

from portal.accounts.models import Mandate
from portal.web.clock import registered_jobs
from portal.web.errors import Conflict, PortalError
from regions.editing import services
from regions.models import ImportJob, Priority, Status, Strategy, Version
from regions.sheets import jobs, tasks
from regions.sheets.applying import Then, submit_imported
from tests.sheets.files import xlsx

pytestmark = pytest.mark.django_db
GOOD = xlsx(
    priorities=[
        ["id", "strategy", "title", "economic"],
        ["food", "", "Better food", "10"],
        ["new:w", "es51-ris3", "Wood", "16"],
    ]
)
BAD = xlsx(priorities=[["id", "title"], ["nobody", "x"]])
State = ImportJob.State


@pytest.fixture
def owner(people, priority, sent):
    return people["owner"]


def upload(user, data=GOOD, name="file.xlsx") -> ImportJob:
    return jobs.start_import(user=user, name=name, data=data)


def checked(user, data=GOOD) -> ImportJob:
    return jobs.run_import(job_id=upload(user, data).pk)


def titles() -> list[str]:
    return sorted(Priority.objects.values_list("title", flat=True))


def test_upload_wakes_a_worker_that_checks_and_writes_nothing(owner, sent):
    job = upload(owner)
    assert sent == [("regions.run_import", (str(job.pk),))]
    assert (job.state, job.attempt) == (State.CHECKING, 0)
    job = jobs.run_import(job_id=job.pk)
    assert (job.state, job.report["fault_count"]) == (State.CHECKED, 0)
    assert job.report["counts"]["priority"] == {"new": 1, "changed": 1, "unchanged": 0}
    assert job.report["changes"][0]["title"] == "Food"
    assert job.report["changes"][0]["fields"] == [
        {"label": "title", "before": "Food", "after": "Better food"}
    ]
    assert (titles(), Version.objects.count()) == (["Food"], 0)


def test_asked_to_apply_it_writes_everything_and_drops_the_file(owner, sent):
    job = checked(owner)
    jobs.ask_to_apply(job=job)
    assert len(sent) == 2
    job = jobs.run_import(job_id=job.pk)
    assert (job.state, job.file, titles()) == (
        State.DONE,
        None,
        ["Better food", "Wood"],
    )
    assert jobs.run_import(job_id=job.pk) is None


def test_file_with_faults_cannot_be_applied(owner):
    job = checked(owner, BAD)
    assert job.report["faults"][0]["column"] == "id"
    with pytest.raises(Conflict):
        jobs.ask_to_apply(job=job)


def test_refused_file_fails_in_the_language_of_its_person(owner):
    with override("de"):
        job = upload(owner, b"nonsense", "x.csv")
    job = jobs.run_import(job_id=job.pk)
    assert (job.state, job.language, job.file) == (State.FAILED, "de", None)
    assert job.error


def test_change_after_the_check_is_shown_and_nothing_is_written(owner, priority):
    job = checked(owner)
    services.change_record(
        record=priority, document={"summary": "Theirs"}, by=owner, base_version=1
    )
    jobs.ask_to_apply(job=job)
    job = jobs.run_import(job_id=job.pk)
    assert (job.state, job.report["is_outdated"]) == (State.CHECKED, True)
    assert titles() == ["Food"]
    jobs.ask_to_apply(job=job)
    assert jobs.run_import(job_id=job.pk).state == State.DONE


def test_change_while_it_is_being_written_is_noticed(owner, priority, monkeypatch):
    """Somebody saves between the last comparison and the transaction."""
    job = checked(owner)
    jobs.ask_to_apply(job=job)
    compare = jobs._plan
    colleague = {"document": {"summary": "Theirs"}, "by": owner}

    def compare_and_change(job):
        plan = compare(job)
        monkeypatch.setattr(jobs, "_plan", compare)
        services.change_record(record=priority, base_version=1, **colleague)
        return plan

    monkeypatch.setattr(jobs, "_plan", compare_and_change)
    job = jobs.run_import(job_id=job.pk)
    assert (job.state, job.report["is_outdated"]) == (State.CHECKED, True)
    assert titles() == ["Food"]


def test_mandate_that_ended_after_the_check_stops_the_import(owner):
    job = checked(owner)
    jobs.ask_to_apply(job=job)
    Mandate.objects.filter(user=owner).delete()
    job = jobs.run_import(job_id=job.pk)
    assert (job.state, titles()) == (State.CHECKED, ["Food"])
    assert {one["column"] for one in job.report["faults"]} == {"id", "strategy"}


def test_account_that_was_closed_after_the_check_stops_the_import(owner):
    job = checked(owner)
    jobs.ask_to_apply(job=job)
    owner.is_active = False
    owner.save()
    assert jobs.run_import(job_id=job.pk).state == State.FAILED
    assert titles() == ["Food"]


def test_only_curators_publish_without_a_check(owner):
    job = checked(owner)
    with pytest.raises(PortalError, match="Only curators"):
        jobs.ask_to_apply(job=job, then=Then.PUBLISH)


def test_new_records_are_submitted_all_at_once_afterwards(owner):
    job = checked(owner)
    jobs.ask_to_apply(job=job)
    job = jobs.run_import(job_id=job.pk)
    assert submit_imported(job=job) == 1
    assert Priority.objects.get(title="Wood").status == Status.SUBMITTED
    assert Priority.objects.get(title="Better food").status == Status.PUBLISHED
    assert submit_imported(job=job) == 0


# --- cancelling, and workers that die ---------------------------------------------


def test_cancelled_before_or_after_the_check(owner):
    for job in (upload(owner), checked(owner)):
        job = jobs.cancel_import(job=job)
        assert (job.state, job.file) == (State.CANCELLED, None)
        assert jobs.run_import(job_id=job.pk) is None
        with pytest.raises(Conflict):
            jobs.ask_to_apply(job=job)
        with pytest.raises(Conflict):
            jobs.cancel_import(job=job)


@pytest.mark.parametrize("state", ["checking", "applying"])
def test_cancelled_while_a_worker_is_at_it(owner, monkeypatch, state):
    job = upload(owner) if state == "checking" else checked(owner)
    if state == "applying":
        jobs.ask_to_apply(job=job)
    compare = jobs._plan

    def cancel_and_compare(mine):
        jobs.cancel_import(job=ImportJob.objects.get(pk=mine.pk))
        return compare(mine)

    monkeypatch.setattr(jobs, "_plan", cancel_and_compare)
    assert jobs.run_import(job_id=job.pk).state == State.CANCELLED
    assert titles() == ["Food"]


def silent(job: ImportJob) -> None:
    long_ago = timezone.now() - timedelta(hours=1)
    ImportJob.objects.filter(pk=job.pk).update(heartbeat_at=long_ago, asked_at=long_ago)


def test_job_is_worked_on_by_one_worker_and_taken_over_when_it_is_silent(owner):
    job = upload(owner)
    assert jobs.claim(job_id=job.pk).attempt == 1
    assert jobs.claim(job_id=job.pk) is None
    silent(job)
    assert jobs.claim(job_id=job.pk).attempt == 2


def test_worker_that_was_thought_dead_writes_nothing(owner):
    job = checked(owner)
    jobs.ask_to_apply(job=job)
    slow = jobs.claim(job_id=job.pk)
    silent(job)
    assert jobs.run_import(job_id=job.pk).state == State.DONE
    before = Version.objects.count()
    with pytest.raises(jobs.JobLost):
        jobs._apply(slow)
    assert (Version.objects.count(), titles()) == (before, ["Better food", "Wood"])


def test_worker_killed_while_writing_leaves_nothing_and_it_is_done_again(
    owner, sent, monkeypatch
):
    job = checked(owner)
    jobs.ask_to_apply(job=job)
    apply = jobs.apply_plan

    def apply_and_die(**options):
        apply(**options)
        raise KeyboardInterrupt

    monkeypatch.setattr(jobs, "apply_plan", apply_and_die)
    with pytest.raises(KeyboardInterrupt):
        jobs.run_import(job_id=job.pk)
    monkeypatch.setattr(jobs, "apply_plan", apply)
    job.refresh_from_db()
    assert (job.state, titles()) == (State.APPLYING, ["Food"])
    assert jobs.requeue_abandoned_imports() == 0
    silent(job)
    sent.clear()
    assert jobs.requeue_abandoned_imports() == 1
    assert sent == [("regions.run_import", (str(job.pk),))]
    assert jobs.run_import(job_id=job.pk).state == State.DONE
    assert titles() == ["Better food", "Wood"]


def test_without_a_broker_the_file_waits_for_the_clock(people, priority, monkeypatch):
    def unreachable(*args, **options):
        raise OperationalError

    monkeypatch.setattr("regions.sheets.jobs.current_app.send_task", unreachable)
    job = upload(people["owner"])
    assert ImportJob.objects.abandoned().count() == 0
    silent(job)
    ImportJob.objects.update(heartbeat_at=None)
    assert list(ImportJob.objects.abandoned()) == [job]
    names = {one.name for one in registered_jobs()}
    assert {"pick-up-imports", "forget-imports"} <= names
    tasks.run_import(str(job.pk))
    job.refresh_from_db()
    assert job.state == State.CHECKED


def test_job_that_fails_each_time_is_given_up(owner):
    job = upload(owner)
    ImportJob.objects.update(attempt=jobs.MOST_ATTEMPTS)
    assert jobs.run_import(job_id=job.pk).state == State.FAILED


def test_jobs_are_forgotten_after_thirty_days(owner):
    old, new = upload(owner), upload(owner)
    days = timezone.now() - timedelta(days=jobs.KEPT_DAYS, minutes=1)
    ImportJob.objects.filter(pk=old.pk).update(created_at=days)
    assert jobs.forget_old_imports() == 1
    assert list(ImportJob.objects.all()) == [new]


def test_one_person_does_not_fill_the_queue(owner):
    for _ in range(jobs.MOST_KEPT):
        upload(owner)
    with pytest.raises(Conflict, match="Wait for them"):
        upload(owner)


def test_files_that_wait_for_their_person_count_too(owner):
    waiting = [checked(owner) for _ in range(jobs.MOST_KEPT)]
    with pytest.raises(Conflict, match="Import or cancel one of them"):
        upload(owner)
    jobs.cancel_import(job=waiting[0])
    assert upload(owner).state == State.CHECKING


def test_what_may_be_there_only_once_is_refused_at_once(owner, monkeypatch):
    job = jobs.ask_to_apply(job=checked(owner))
    taken = Strategy.objects.get(slug="es51-ris3")

    def apply_plan(**options):
        Strategy.objects.create(region_id="ES51", period=taken.period, slug="twice")

    monkeypatch.setattr(jobs, "apply_plan", apply_plan)
    job = jobs.run_import(job_id=job.pk)
    assert (job.state, job.attempt) == (State.FAILED, 2)
    assert "only once" in job.error
    assert not Strategy.objects.filter(slug="twice").exists()


def test_signs_of_life_are_given_while_cells_are_read(owner, monkeypatch):
    steps = []
    monkeypatch.setattr(jobs, "_mark", lambda job, **fields: steps.append(fields))
    rows = [["id", "title"], *([f"no-{n}", "x"] for n in range(150))]
    job = upload(owner, xlsx(priorities=rows))
    jobs._plan(job)
    assert steps[:2] == [{"step": "reading", "done": 0, "total": 0}] * 2
    assert Strategy.objects.count() == 2
