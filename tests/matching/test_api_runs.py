"""Runs over the API: everybody reads, curators start and cancel."""

import pytest

from matching.models import MatchRun
from tests.matching.factories import make_run, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_broker")]
Status = MatchRun.Status


@pytest.fixture
def curator(client):
    client.force_login(make_user("curator@example.org", is_staff=True))
    return client


def test_everybody_reads_runs_newest_first(client):
    first, second = make_run(), make_run(status=Status.FAILED, error="profile 7")
    answer = client.get("/api/v1/runs/").json()
    assert [row["id"] for row in answer["results"]] == [second.pk, first.pk]
    one = client.get(f"/api/v1/runs/{second.pk}/").json()
    assert (one["status"], one["error"]) == ("failed", "profile 7")
    assert "started_by" not in one


def test_runs_are_filtered_by_status_and_refuse_what_is_unknown(client):
    make_run()
    failed = make_run(status=Status.FAILED)
    found = client.get("/api/v1/runs/?status=failed").json()["results"]
    assert [row["id"] for row in found] == [failed.pk]
    tried = make_run(purpose="trial", current=False)
    found = client.get("/api/v1/runs/?purpose=trial").json()["results"]
    assert [(row["id"], row["purpose"]) for row in found] == [(tried.pk, "trial")]
    wrong = client.get("/api/v1/runs/?status=lost")
    assert (wrong.status_code, list(wrong.json())) == (400, ["status"])


def test_curator_starts_a_run_and_a_second_one_conflicts(curator):
    answer = curator.post("/api/v1/runs/")
    run = MatchRun.objects.get()
    assert answer.status_code == 201
    assert (answer.json()["id"], answer.json()["status"]) == (run.pk, "queued")
    assert run.started_by.email == "curator@example.org"
    second = curator.post("/api/v1/runs/")
    assert second.status_code == 409
    assert second.json() == {"detail": "A run is under way already."}
    assert MatchRun.objects.count() == 1


def test_start_without_a_broker_says_so_and_leaves_nothing(curator, broker_at):
    broker_at("redis://127.0.0.1:1/0")
    answer = curator.post("/api/v1/runs/")
    assert answer.status_code == 503
    assert "broker cannot be reached" in answer.json()["detail"]
    assert MatchRun.objects.count() == 0


def test_curator_cancels_an_open_run_once(curator):
    run = make_run(status=Status.QUEUED, current=False)
    answer = curator.post(f"/api/v1/runs/{run.pk}/cancel/")
    assert (answer.status_code, answer.json()["status"]) == (200, "cancelled")
    again = curator.post(f"/api/v1/runs/{run.pk}/cancel/")
    assert again.status_code == 409
    assert again.json() == {"detail": "This run has ended already."}


@pytest.mark.parametrize("person", ["visitor", "stranger"])
def test_others_neither_start_nor_cancel(client, person):
    run = make_run(status=Status.QUEUED, current=False)
    if person == "stranger":
        client.force_login(make_user("stranger@example.org", "ES51"))
    for path in ("/api/v1/runs/", f"/api/v1/runs/{run.pk}/cancel/"):
        assert client.post(path).status_code == 403
    run.refresh_from_db()
    assert (run.status, MatchRun.objects.count()) == (Status.QUEUED, 1)
