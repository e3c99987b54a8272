"""What tests of trial runs share: other weights, a register, runs and people."""

import json

import pytest

from matching import services
from matching.models import MatchRun
from tests.matching.factories import make_cluster, make_priority, make_user

OTHER = {
    "version": "other-1",
    "weights": {
        "focus": 0.40,
        "words": 0.08,
        "receive": 0.08,
        "give": 0.08,
        "chain": 0.06,
        "strength": 0.12,
        "track_record": 0.10,
        "reach": 0.08,
    },
    "metrics": {
        "projects": 1234,
        "forward": {"ndcg20": {"value": 0.4123, "low": 0.39, "high": 0.5}},
        "folds": [{"focus": 0.2}],
    },
}


@pytest.fixture
def weights_folder(settings, tmp_path):
    """A folder of data with one usable weights file."""
    settings.DATA_DIR = tmp_path
    folder = tmp_path / "weights"
    folder.mkdir()
    (folder / "other.json").write_text(json.dumps(OTHER), encoding="utf-8")
    return folder


@pytest.fixture
def small_register(db):
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
