"""Trial runs: other weights on the same register, compared, switched to and back."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from matching import queries_runs, services
from matching.models import CurrentRun, Match, MatchRun, RunSwitch
from matching.services import switching
from portal.web.errors import Conflict, PortalError
from portal.web.versioned import forget_all
from regions.services import bump_register_version
from tests.matching.factories import make_cluster, make_priority, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_broker")]
Status = MatchRun.Status
OTHER = {
    "version": "other-1",
    "weights": {
        "focus": 0.08,
        "words": 0.40,
        "receive": 0.08,
        "give": 0.08,
        "chain": 0.06,
        "strength": 0.12,
        "track_record": 0.10,
        "reach": 0.08,
    },
    "metrics": {"nDCG at 20": 0.41},
}
PEOPLE = ("visitor", "officer", "curator")


@pytest.fixture(autouse=True)
def weights_folder(settings, tmp_path):
    """A folder of data with one usable weights file."""
    settings.DATA_DIR = tmp_path
    folder = tmp_path / "weights"
    folder.mkdir()
    (folder / "other.json").write_text(json.dumps(OTHER), encoding="utf-8")
    return folder


@pytest.fixture
def register(db):
    """Four clusters and two priorities whose order depends on the weights."""
    words = ("textiles recycling", "textiles", "hydrogen", "recycling hydrogen")
    for number, region in enumerate(("DE21", "FR10", "PL91", "DE21")):
        topics = ("13", "20", "26")[number % 3 :]
        make_cluster(region, topics, keywords=words[number].split())
    for region in ("ES51", "FR10"):
        make_priority(region, ("13", "20"), keywords=["recycling", "textiles"])


@pytest.fixture
def curator():
    return make_user("curator@example.org", is_staff=True)


@pytest.fixture
def sign_in(client, curator):
    """Sign a named person in."""
    officer = make_user("officer@example.org", "ES51")

    def act(name: str):
        client.logout()
        if name != "visitor":
            client.force_login({"officer": officer, "curator": curator}[name])
        return client

    return act


def scored(**wishes) -> MatchRun:
    run = services.create_run(**wishes)
    return services.work_off_run(run=services.claim_run(run_id=run.pk))


def trial() -> MatchRun:
    return scored(weights=services.weights_of_version("other-1"), purpose="trial")


def lists_of(run: MatchRun) -> list[tuple]:
    rows = Match.objects.filter(run=run).order_by("profile", "rank")
    return list(rows.values_list("profile", "rank", "partner", "score"))


# --- weights that are known ------------------------------------------------------


def test_known_weights_are_the_portal_s_and_those_of_the_data_folder():
    default, other = services.known_weights()
    assert (default.file, default.fault) == ("default.json", "")
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
    broken = services.known_weights()[1]
    assert (broken.file, broken.weights) == ("broken.json", None)
    assert fault in broken.fault
    assert services.weights_of_version("other-1").words == 0.40


def test_two_files_of_one_version_are_not_mixed_up(weights_folder):
    twin = OTHER | {"weights": OTHER["weights"] | {"focus": 0.18, "words": 0.30}}
    (weights_folder / "twin.json").write_text(json.dumps(twin), encoding="utf-8")
    second = services.known_weights()[2]
    assert second.fault == "Version other-1 is that of other.json already."
    assert services.weights_of_version("other-1").words == 0.40


def test_unknown_version_is_refused():
    with pytest.raises(PortalError, match="version nope are known"):
        services.weights_of_version("nope")


# --- runs ------------------------------------------------------------------------


def test_trial_keeps_its_rows_and_readers_see_nothing_of_it(register):
    live = scored()
    before = lists_of(live)
    tried = trial()
    assert (tried.status, tried.purpose) == (Status.FINISHED, "trial")
    assert CurrentRun.objects.get().run == live
    assert lists_of(live) == before
    assert len(lists_of(tried)) == len(before)
    assert lists_of(tried) != before


def test_switch_shows_the_trial_and_its_weights_are_the_next_run_s(register, curator):
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
    register, curator
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


def test_weights_of_a_live_run_are_the_next_run_s_too(register):
    scored(weights=services.weights_of_version("other-1"))
    assert services.weights_in_force().version == "other-1"
    scored(weights=services.read_weights())
    assert CurrentRun.objects.get().chosen_weights is None


def test_chosen_weights_that_the_engine_no_longer_knows_give_way(register):
    scored()
    CurrentRun.objects.update(chosen_weights={"version": "old", "weights": {"x": 1}})
    assert services.weights_in_force() == services.read_weights()


def test_trial_over_an_older_register_is_not_switched_to(register, curator):
    live, tried = scored(), trial()
    bump_register_version()
    with pytest.raises(Conflict, match="register has changed"):
        services.switch_to_run(run=tried, by=curator)
    assert CurrentRun.objects.get().run == live


@pytest.mark.parametrize("purpose", ["live", "trial"])
def test_switch_waits_for_an_open_live_run_only(register, curator, purpose):
    scored()
    tried = trial()
    services.create_run(purpose=purpose)
    if purpose == "trial":
        assert services.switch_to_run(run=tried, by=curator).run == tried
        return
    with pytest.raises(Conflict, match="under way"):
        services.switch_to_run(run=tried, by=curator)


def test_run_without_lists_is_not_switched_to(register, curator):
    live, tried = scored(), trial()
    Match.objects.filter(run=tried).delete()
    with pytest.raises(Conflict, match="have been dropped"):
        services.switch_to_run(run=tried, by=curator)
    with pytest.raises(Conflict, match="already"):
        services.switch_to_run(run=live, by=curator)


def test_kept_are_the_current_lists_those_before_and_the_newest_trials(
    register, monkeypatch
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


# --- pages -----------------------------------------------------------------------


def test_desk_lists_weights_with_their_metrics_and_names_a_broken_file(
    register, sign_in, weights_folder
):
    (weights_folder / "broken.json").write_text("{", encoding="utf-8")
    scored()
    text = sign_in("curator").get("/curation/").content.decode()
    for words in ("other-1", "nDCG at 20: 0.41", "broken.json", "cannot be used"):
        assert words in text
    assert text.count('name="version"') == 2


def test_try_compare_switch_and_back_by_the_pages(register, sign_in):
    live, client = scored(), sign_in("curator")
    answer = client.post("/curation/runs/try/", {"version": "other-1"}, follow=True)
    run = MatchRun.objects.get(purpose="trial")
    assert f"Trial run {run.pk} has been started." in answer.content.decode()
    assert (run.weights_version, run.started_by.email) == (
        "other-1",
        "curator@example.org",
    )
    services.take_part(run_id=run.pk)

    text = client.get("/curation/").content.decode()
    assert f"Trial run {run.pk} finished" in text
    page = client.get(f"/curation/runs/{run.pk}/compare/").content.decode()
    found = queries_runs.comparison(queries_runs.run_pair(run))
    assert found.most_changed
    profiles = queries_runs.profiles_of(found.most_changed)
    assert all(f"/matches/{one.slug}/" in page for one in profiles.values())
    assert "Switch to these lists" in page

    text = client.post(f"/curation/runs/{run.pk}/switch/", follow=True)
    assert f"Readers see the lists of run {run.pk} now." in text.content.decode()
    assert "by curator@example.org" in text.content.decode()
    page = client.get(f"/curation/runs/{run.pk}/compare/").content.decode()
    assert f"Switch back to run {live.pk}" in page
    page = client.get(f"/curation/runs/{live.pk}/compare/").content.decode()
    assert "Switch back to these lists" in page
    client.post(f"/curation/runs/{live.pk}/switch/")
    assert CurrentRun.objects.get().run == live


def test_unknown_weights_are_refused_in_a_sentence(register, sign_in):
    client = sign_in("curator")
    answer = client.post("/curation/runs/try/", {"version": "nope"}, follow=True)
    assert "No weights of version nope are known." in answer.content.decode()
    assert not MatchRun.objects.exists()


def test_outdated_trial_offers_to_run_again_instead_of_switching(register, sign_in):
    scored()
    run, client = trial(), sign_in("curator")
    bump_register_version()
    page = client.get(f"/curation/runs/{run.pk}/compare/").content.decode()
    assert "Try these weights again" in page
    assert "Switch to these lists" not in page
    answer = client.post(f"/curation/runs/{run.pk}/switch/", follow=True)
    assert "The register has changed since this run." in answer.content.decode()


def test_page_of_a_run_whose_lists_are_gone_says_so(register, sign_in):
    scored()
    run = trial()
    Match.objects.filter(run=run).delete()
    page = sign_in("curator").get(f"/curation/runs/{run.pk}/compare/").content.decode()
    assert "are not kept" in page
    assert "Switch to these lists" not in page


@pytest.mark.parametrize("number", [1, 3])
def test_comparison_asks_the_same_queries_for_any_number(
    sign_in, django_assert_num_queries, number
):
    """The lists of one or three priorities change: focus counts first, then words."""
    for _ in range(number):
        make_priority("ES51", ("13",), keywords=["recycling", "textiles"])
    make_cluster("ES51", ("13",), keywords=["hydrogen"])
    make_cluster("ES51", ("20",), keywords=["recycling", "textiles"])
    make_cluster("DE21", ("13",), keywords=["hydrogen"])
    make_cluster("DE21", ("20",), keywords=["recycling", "textiles"])
    scored()
    run, client = trial(), sign_in("curator")
    found = queries_runs.comparison(queries_runs.run_pair(run))
    assert found.by_type["priority"].changed_10 == number
    forget_all()
    # 1 session, 2 person, 3 run, 4 pointer, 5-6 are there lists, 7 version of the
    # register, 8-9 versions of all data, 10 clusters, 11-12 rows, 13 profiles.
    with django_assert_num_queries(13):
        client.get(f"/curation/runs/{run.pk}/compare/")


@pytest.mark.parametrize("person", PEOPLE)
def test_pages_of_trials_are_for_curators(register, sign_in, person):
    live = scored()
    run, client = trial(), sign_in(person)
    told = client.get(f"/curation/runs/{run.pk}/compare/")
    expected = {"visitor": 302, "officer": 403, "curator": 200}[person]
    assert told.status_code == expected
    switched = client.post(f"/curation/runs/{run.pk}/switch/")
    tried = client.post("/curation/runs/try/", {"version": "other-1"})
    if person == "curator":
        assert CurrentRun.objects.get().run == run
        assert MatchRun.objects.open().count() == 1
    else:
        assert {switched.status_code, tried.status_code} == {expected}
        assert CurrentRun.objects.get().run == live
        assert not MatchRun.objects.open().exists()
        assert "other-1" not in told.content.decode()


# --- API -------------------------------------------------------------------------


def post(client, path: str, content: dict | None = None):
    return client.post(path, content or {}, content_type="application/json")


def test_api_starts_a_trial_compares_and_switches(register, sign_in):
    live, client = scored(), sign_in("curator")
    answer = post(client, "/api/v1/runs/", {"weights": "other-1", "purpose": "trial"})
    assert answer.status_code == 201
    assert (answer.json()["purpose"], answer.json()["weights_version"]) == (
        "trial",
        "other-1",
    )
    run = services.take_part(run_id=answer.json()["id"])
    told = client.get(f"/api/v1/runs/{run.pk}/compare/").json()
    found = queries_runs.comparison(queries_runs.run_pair(run))
    assert (told["run"], told["other"]) == (run.pk, live.pk)
    assert told["whole"]["changed_20"] == found.whole.changed_20 > 0
    assert told["by_type"]["cluster"]["lists"] == 4
    assert len(told["most_changed"]) == len(found.most_changed)
    assert post(client, f"/api/v1/runs/{run.pk}/switch/").status_code == 200
    assert CurrentRun.objects.get().run == run
    again = post(client, f"/api/v1/runs/{run.pk}/switch/")
    assert again.status_code == 409
    assert again.json() == {"detail": "Readers see these lists already."}


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"weights": "nope"}, "weights"),
        ({"purpose": "fun"}, "purpose"),
        ({"speed": "high"}, "speed"),
    ],
)
def test_api_names_what_is_wrong_with_a_wish(register, sign_in, content, field):
    answer = post(sign_in("curator"), "/api/v1/runs/", content)
    assert (answer.status_code, list(answer.json())) == (400, [field])
    assert not MatchRun.objects.exists()


def test_api_has_nothing_to_compare_without_two_runs(register, sign_in):
    run = scored()
    answer = sign_in("curator").get(f"/api/v1/runs/{run.pk}/compare/")
    assert answer.status_code == 409
    assert answer.json() == {"detail": "There are no two runs with lists to compare."}


@pytest.mark.parametrize("person", ["visitor", "officer"])
def test_api_of_trials_is_for_curators(register, sign_in, person):
    live = scored()
    run, client = trial(), sign_in(person)
    assert client.get(f"/api/v1/runs/{run.pk}/compare/").status_code == 403
    assert post(client, f"/api/v1/runs/{run.pk}/switch/").status_code == 403
    wish = {"weights": "other-1", "purpose": "trial"}
    assert post(client, "/api/v1/runs/", wish).status_code == 403
    assert CurrentRun.objects.get().run == live
    assert MatchRun.objects.count() == 2
