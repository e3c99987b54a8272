"""Trial runs on pages and over the API, as curator, officer and visitor."""

import pytest

from matching import queries_runs, services
from matching.models import CurrentRun, Match, MatchRun
from portal.web.versioned import forget_all
from regions.models import Profile
from regions.services import bump_register_version
from tests.matching.factories import make_cluster, make_priority
from tests.matching.trials import scored, trial

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("silent_broker", "weights_folder"),
]
PEOPLE = ("visitor", "officer", "curator")


# --- pages -----------------------------------------------------------------------


def test_desk_lists_weights_with_their_metrics_and_names_a_broken_file(
    small_register, sign_in, weights_folder
):
    (weights_folder / "broken.json").write_text("{", encoding="utf-8")
    scored()
    text = sign_in("curator").get("/curation/runs/").content.decode()
    figure = "forward · ndcg20: 0.412 (0.390 to 0.500)"
    for words in ("other-1", figure, "projects: 1234", "broken.json", "cannot be used"):
        assert words in text
    assert "folds:" not in text
    assert text.count('name="version"') == 3


def test_try_compare_switch_and_back_by_the_pages(small_register, sign_in):
    live, client = scored(), sign_in("curator")
    answer = client.post("/curation/runs/try/", {"version": "other-1"}, follow=True)
    run = MatchRun.objects.get(purpose="trial")
    assert f"Trial run {run.pk} has been started." in answer.content.decode()
    assert (run.weights_version, run.started_by.email) == (
        "other-1",
        "curator@example.org",
    )
    services.take_part(run_id=run.pk)

    text = client.get("/curation/runs/").content.decode()
    compare = f'<a href="/curation/runs/{run.pk}/compare/">Compare run {run.pk}</a>'
    assert f"Trial run {run.pk} finished" in text
    assert compare in text
    page = client.get(f"/curation/runs/{run.pk}/compare/").content.decode()
    found = queries_runs.comparison(queries_runs.run_pair(run))
    assert found.most_changed
    profiles = queries_runs.profiles_of(found.most_changed)
    assert all(f"/matches/{one.slug}/" in page for one in profiles.values())
    assert "Switch to these lists" in page

    text = client.post(f"/curation/runs/{run.pk}/switch/", follow=True)
    assert f"Readers see the lists of run {run.pk} now." in text.content.decode()
    assert "Switched in by curator@example.org (" in text.content.decode()
    # What readers see is not to be compared with itself.
    assert f"Run {run.pk} finished" in text.content.decode()
    assert compare not in text.content.decode()
    page = client.get(f"/curation/runs/{run.pk}/compare/").content.decode()
    assert f"Switch back to run {live.pk}" in page
    page = client.get(f"/curation/runs/{live.pk}/compare/").content.decode()
    assert "Switch back to these lists" in page
    client.post(f"/curation/runs/{live.pk}/switch/")
    assert CurrentRun.objects.get().run == live


def test_comparison_shows_differences_with_their_signs(small_register, sign_in):
    live, run = scored(), trial()
    found = queries_runs.comparison(queries_runs.run_pair(run))
    client = sign_in("curator")
    page = client.get(f"/curation/runs/{run.pk}/compare/").content.decode()
    back = client.post(f"/curation/runs/{run.pk}/switch/", follow=True)
    back = client.get(f"/curation/runs/{live.pk}/compare/").content.decode()
    largest = f"{abs(found.whole.score_change_most):.2f}"
    signs = ("+", "−") if found.whole.score_change_most > 0 else ("−", "+")
    assert f'<td class="number">{signs[0]}{largest}</td>' in page
    assert f'<td class="number">{signs[1]}{largest}</td>' in back
    assert f'<td class="number">{100 * found.whole.overlap_10:.1f} %</td>' in page


def test_page_of_the_only_run_leads_to_other_weights(small_register, sign_in):
    run = scored()
    page = sign_in("curator").get(f"/curation/runs/{run.pk}/compare/").content.decode()
    assert "There is no other run to compare it with." in page
    assert 'href="/curation/runs/#weights-title">Try other weights' in page


def test_unknown_weights_are_refused_in_a_sentence(small_register, sign_in):
    client = sign_in("curator")
    answer = client.post("/curation/runs/try/", {"version": "nope"}, follow=True)
    assert "No weights of version nope are known." in answer.content.decode()
    assert not MatchRun.objects.exists()


def test_outdated_trial_offers_to_run_again_instead_of_switching(
    small_register, sign_in
):
    scored()
    run, client = trial(), sign_in("curator")
    bump_register_version()
    page = client.get(f"/curation/runs/{run.pk}/compare/").content.decode()
    assert "Try these weights again" in page
    assert "Switch to these lists" not in page
    answer = client.post(f"/curation/runs/{run.pk}/switch/", follow=True)
    assert "The register has changed since this run." in answer.content.decode()


def test_edited_profile_does_not_keep_a_trial_from_being_switched_to(
    small_register, sign_in
):
    scored()
    run, client = trial(), sign_in("curator")
    services.note_profile_edit(profile=Profile.objects.first())
    bump_register_version(is_wide=False)
    page = client.get(f"/curation/runs/{run.pk}/compare/").content.decode()
    assert "Switch to these lists" in page
    assert post(client, f"/api/v1/runs/{run.pk}/switch/").status_code == 200
    assert CurrentRun.objects.get().run == run
    assert services.apply_edits() == 1


def test_page_of_a_run_whose_lists_are_gone_says_so(small_register, sign_in):
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
    """The lists of one or three priorities change: words count first, then focus."""
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
    # small_register, 8-9 versions of all data, 10 clusters, 11-16 the rows, from the
    # first key to the last, 17 profiles, 18 unread notices.
    with django_assert_num_queries(18):
        client.get(f"/curation/runs/{run.pk}/compare/")


@pytest.mark.parametrize("person", PEOPLE)
def test_pages_of_trials_are_for_curators(small_register, sign_in, person):
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


def test_api_starts_a_trial_compares_and_switches(small_register, sign_in):
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
def test_api_names_what_is_wrong_with_a_wish(small_register, sign_in, content, field):
    answer = post(sign_in("curator"), "/api/v1/runs/", content)
    assert (answer.status_code, list(answer.json())) == (400, [field])
    assert not MatchRun.objects.exists()


def test_api_has_nothing_to_compare_without_two_runs(small_register, sign_in):
    run = scored()
    answer = sign_in("curator").get(f"/api/v1/runs/{run.pk}/compare/")
    assert answer.status_code == 409
    assert answer.json() == {"detail": "There are no two runs with lists to compare."}


@pytest.mark.parametrize("person", ["visitor", "officer"])
def test_api_of_trials_is_for_curators(small_register, sign_in, person):
    live = scored()
    run, client = trial(), sign_in(person)
    assert client.get(f"/api/v1/runs/{run.pk}/compare/").status_code == 403
    assert post(client, f"/api/v1/runs/{run.pk}/switch/").status_code == 403
    wish = {"weights": "other-1", "purpose": "trial"}
    assert post(client, "/api/v1/runs/", wish).status_code == 403
    assert CurrentRun.objects.get().run == live
    assert MatchRun.objects.count() == 2
