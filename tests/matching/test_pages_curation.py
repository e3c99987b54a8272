"""The curator's desk: start, watch, cancel; faults are sentences."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from matching.models import MatchBlock, MatchRun
from matching.queries_runs import Share, shares_of
from tests.matching.factories import make_run, make_user
from tests.matching.trials import scored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_broker")]
Status = MatchRun.Status


@pytest.fixture
def curator(client):
    client.force_login(make_user("curator@example.org", is_staff=True))
    return client


def text_of(answer) -> str:
    return answer.content.decode()


def test_start_queues_a_run_and_the_desk_shows_its_progress(curator):
    answer = curator.post("/curation/runs/start/", follow=True)
    run = MatchRun.objects.get()
    text = text_of(answer)
    assert (run.status, run.started_by.email) == (Status.QUEUED, "curator@example.org")
    assert f"Run {run.pk} has been started." in text
    assert f'hx-get="/curation/runs/{run.pk}/"' in text
    assert "Waiting for a worker" in text
    assert "Start a run" not in text


def test_second_start_is_refused_in_a_sentence(curator):
    make_run(status=Status.RUNNING, current=False)
    answer = curator.post("/curation/runs/start/", follow=True)
    assert answer.status_code == 200
    assert "A run is under way already." in text_of(answer)
    assert MatchRun.objects.count() == 1


def test_start_without_a_broker_is_refused_in_a_sentence(curator, broker_at):
    broker_at("redis://127.0.0.1:1/0")
    answer = curator.post("/curation/runs/start/", follow=True)
    assert answer.status_code == 200
    assert "The message broker cannot be reached" in text_of(answer)
    assert MatchRun.objects.count() == 0


def test_progress_is_a_part_that_asks_again_until_the_run_has_ended(curator):
    run = make_run(
        status=Status.RUNNING,
        step="scoring",
        rows_done=30,
        rows_total=120,
        current=False,
    )
    path = f"/curation/runs/{run.pk}/"
    part = curator.get(path, headers={"HX-Request": "true"})
    assert "<html" not in text_of(part)
    assert "Scoring profiles" in text_of(part)
    assert "30 of 120" in text_of(part)
    assert f'hx-get="{path}"' in text_of(part)
    assert "HX-Refresh" not in part
    MatchRun.objects.update(status=Status.FINISHED)
    part = curator.get(path, headers={"HX-Request": "true"})
    assert "hx-get" not in text_of(part)
    assert part["HX-Refresh"] == "true"


def test_progress_without_script_is_the_desk(curator):
    run = make_run(status=Status.RUNNING, current=False)
    answer = curator.get(f"/curation/runs/{run.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, "/curation/runs/")


def share(run, first: int, worker: str = "", status: str = "done") -> None:
    MatchBlock.objects.create(
        run=run,
        first=first,
        last=first + 500,
        status=status,
        claimed_by=worker,
        score_seconds=1.25,
        write_seconds=0.5,
    )


def test_desk_shows_what_each_worker_did_of_the_open_run(curator):
    run = make_run(status=Status.RUNNING, step="scoring", current=False)
    for first, worker in ((0, "north:1"), (500, "south:2"), (1000, "north:1")):
        share(run, first, worker)
    share(run, 1500, "east:3", "claimed")
    share(run, 2000, status="free")
    other = make_run()
    share(other, 0, "west:4")
    text = text_of(curator.get("/curation/runs/"))
    assert f"Run {run.pk}, shared by 2 workers." in text
    assert "west:4" not in text
    assert shares_of(run) == [
        Share("north:1", 2, 1000, 2.5, 1.0),
        Share("south:2", 1, 500, 1.25, 0.5),
    ]
    row = text[text.index("north:1") : text.index("south:2")]
    figures = re.findall(r'<td class="number"[^>]*>([^<]*)</td>', row)
    assert figures == ["2", "1,000", "2.5", "1.0"]
    part = curator.get(f"/curation/runs/{run.pk}/", headers={"HX-Request": "true"})
    assert "3 workers take part." in text_of(part)


def test_desk_shows_who_scored_the_lists_that_readers_see(curator):
    share(make_run(), 0, "west:4")
    text = text_of(curator.get("/curation/runs/"))
    assert "scored by one worker." in text
    assert "west:4" in text


def test_cancel_asks_first(curator):
    run = make_run(status=Status.QUEUED, current=False)
    path = f"/curation/runs/{run.pk}/cancel/"
    text = text_of(curator.get(path))
    run.refresh_from_db()
    assert run.status == Status.QUEUED
    assert f"Cancel run {run.pk}?" in text
    answer = curator.post(path, follow=True)
    run.refresh_from_db()
    assert run.status == Status.CANCELLED
    assert f"Run {run.pk} has been asked to stop." in text_of(answer)


def test_cancel_of_an_ended_run_is_refused_in_a_sentence(curator):
    run = make_run()
    answer = curator.post(f"/curation/runs/{run.pk}/cancel/", follow=True)
    run.refresh_from_db()
    assert run.status == Status.FINISHED
    assert "This run has ended already." in text_of(answer)


def test_history_shows_outcome_error_weights_and_timings(curator):
    make_run(timings={"score": 12.34}, weights_version="2031-01")
    make_run(status=Status.FAILED, error="profile 7, field 'key'", current=False)
    text = text_of(curator.get("/curation/runs/"))
    for words in ("finished", "failed", "profile 7, field", "2031-01", "scoring 12.3"):
        assert words in text


def test_history_tells_timings_in_the_order_of_the_work(curator):
    done = ("write", "score", "measure", "estimate", "index", "load")
    make_run(timings={name: place for place, name in enumerate(done)})
    text = text_of(curator.get("/curation/runs/"))
    told = (
        "reading the register 5.0",
        "preparing topics and words 4.0",
        "estimating all pairs 3.0",
        "scoring 1.0",
        "writing the lists 0.0",
        "measuring how evenly profiles are shown 2.0",
    )
    places = [text.index(words) for words in told]
    assert places == sorted(places)


@pytest.mark.parametrize("number", [1, 3, 25])
def test_history_asks_the_same_queries_for_any_number(
    curator, django_assert_num_queries, number
):
    for _ in range(number):
        make_run()
    # 1 session, 2 person, 3 open run, 4 current run and the one before, 5 history with
    # its people, 6 who scored, 7 whether a run is needed, 8 who switched last, 9 to 13
    # what waits behind the tabs, where pairs of likely duplicates are kept already, 14
    # unread notices.
    curator.get("/curation/runs/")
    with django_assert_num_queries(14):
        curator.get("/curation/runs/")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.FINISHED, "Run {last} finished: 1,886 profiles in 8 s."),
        (Status.UNCHANGED, "Run {last}: nothing had changed, the lists of run {kept} "),
        (Status.CANCELLED, "Run {last} was cancelled, the lists of run {kept} stay."),
        (Status.FAILED, "Run {last} failed, the lists of run {kept} stay."),
    ],
)
def test_desk_says_how_the_newest_run_ended(curator, status, words):
    kept, began = make_run(), timezone.now()
    last = make_run(
        status=status,
        rows_total=1886,
        started_at=began,
        finished_at=began + timedelta(seconds=8.2),
        current=False,
    )
    text = text_of(curator.get("/curation/runs/"))
    assert words.format(last=last.pk, kept=kept.pk) in text


def test_run_of_an_empty_register_says_nothing_of_how_evenly_it_shows(curator):
    scored()
    text = text_of(curator.get("/curation/runs/"))
    assert "finished: 0 profiles" in text
    assert "How evenly profiles are shown" not in text
    home = text_of(curator.get("/"))
    assert "The profiles have not been compared with one another yet." in home


def test_desk_before_the_first_run_has_ended_has_no_last_word(curator):
    make_run(status=Status.RUNNING, current=False)
    assert 'role="status"><strong>' not in text_of(curator.get("/curation/runs/"))


def test_person_who_is_no_curator_is_told_who_may_open_the_desk(client):
    client.force_login(make_user("stranger@example.org", "ES51"))
    answer = client.get("/curation/runs/")
    assert answer.status_code == 403
    said = text_of(answer).partition("<main")[2].partition("</main>")[0]
    assert "Only curators may open this page." in said
    assert "mandate" not in said


def test_writing_needs_a_token_and_a_curator():
    run = make_run(status=Status.QUEUED, current=False)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_user("curator2@example.org", is_staff=True))
    stranger = Client()
    stranger.force_login(make_user("stranger@example.org", "ES51"))
    for client in (strict, stranger):
        for path in ("/curation/runs/start/", f"/curation/runs/{run.pk}/cancel/"):
            assert client.post(path).status_code == 403
    run.refresh_from_db()
    assert (run.status, MatchRun.objects.count()) == (Status.QUEUED, 1)
    assert Client().get("/curation/runs/start/").status_code == 405


def test_admin_shows_runs_and_lets_nobody_edit_them(client):
    run = make_run()
    client.force_login(make_user("root@example.org", is_staff=True, is_superuser=True))
    path = "/admin/matching/matchrun/"
    assert client.get(path).status_code == 200
    assert client.get(f"{path}{run.pk}/change/").status_code == 200
    assert client.get(f"{path}add/").status_code == 403
    assert client.post(f"{path}{run.pk}/delete/", {"post": "yes"}).status_code == 403
    assert MatchRun.objects.count() == 1
