"""A pair that no list keeps is scored when it is asked for, as a run would score it."""

import pytest

from matching import features, services
from matching.features import current
from matching.models import CurrentRun, Match, MatchRun
from matching.pairs import unkept_match
from portal.web.versioned import forget_all
from regions.models import Profile
from tests.factories import make_cluster, make_region

FIGURES = ("score", "kind", "known", "freshness", *features.component_names())


@pytest.fixture
def run(db) -> MatchRun:
    for code, country in (("AT11", "AT"), ("DE11", "DE"), ("FR10", "FR")):
        make_region(code, country=country)
        make_cluster(region=code, title=f"Textiles of {code}", keywords=["textiles"])
    run = services.create_run()
    return services.work_off_run(run=services.claim_run(run_id=run.pk))


def figures(match: Match) -> list[int]:
    return [getattr(match, name) for name in FIGURES]


def test_pair_asked_for_has_the_figures_that_a_run_stores(run):
    stored = list(Match.objects.filter(run=run).select_related("profile", "partner"))
    assert len(stored) == 6
    for match in stored:
        asked = unkept_match(run, match.profile, match.partner)
        assert figures(asked) == figures(match)
        assert asked.rank == 0


def test_pair_asked_for_is_not_stored(run):
    one, other, _ = Profile.objects.all()
    unkept_match(run, one, other)
    assert Match.objects.count() == 6


def test_pair_of_one_region_has_no_score(run):
    one = Profile.objects.first()
    neighbour = make_cluster(region=one.region_id, title="Next door")
    forget_all()
    assert unkept_match(run, one, neighbour) is None


def test_pair_with_a_draft_has_no_score(run):
    one = Profile.objects.first()
    draft = make_cluster(region="FR10", title="Not ready", status="draft")
    forget_all()
    assert unkept_match(run, one, draft) is None


def test_large_register_is_not_read_within_a_request(run, monkeypatch, settings):
    monkeypatch.setattr(current, "ASKED_PAIRS_UP_TO", 2)
    one, other, _ = Profile.objects.all()
    assert unkept_match(run, one, other) is not None
    settings.INDEX_DIR = settings.INDEX_DIR / "nothing here"
    forget_all()
    assert unkept_match(run, one, other) is None


def test_page_of_a_pair_that_is_not_kept_shows_its_score(client, run):
    one, other, _ = Profile.objects.all()
    match = Match.objects.get(profile=one, partner=other)
    Match.objects.all().delete()
    page = client.get(f"/matches/{one.slug}/{other.slug}/").content.decode()
    assert f"{match.score / 100:.1f}" in page
    assert "The score was computed now" in page


def test_before_the_first_run_there_is_no_score(client, run):
    CurrentRun.objects.all().delete()
    one, other, _ = Profile.objects.all()
    page = client.get(f"/matches/{one.slug}/{other.slug}/").content.decode()
    assert "The score was computed now" not in page
