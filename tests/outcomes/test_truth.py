"""The log as the truth that the ranking is measured against."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from matching.outcomes.models import MatchEvent, Stage
from matching.outcomes.services import note_outcome
from matching.outcomes.truth import POSITIVE, read_dismissed, read_log
from regions.models import Profile
from tests.matching.factories import make_match, make_run
from tests.matching.known import make_register
from tests.outcomes.conftest import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def register():
    make_register()
    return {one.region_id: one for one in Profile.objects.filter(type="priority")}


@pytest.fixture
def history(register):
    """ES51 came to an outcome with three others; the rest is no truth."""
    steps = [
        ("ES51", "DE21", Stage.ACCEPTED, "2026-03-01"),
        ("ES51", "DE21", Stage.MET, "2027-03-09"),
        ("FR10", "ES51", Stage.PARTNERED, "2027-04-01"),
        ("ES51", "ITC4", Stage.REFUSED, "2027-05-01"),
        ("ES51", "NL31", Stage.SHOWN, "2026-03-01"),
        ("ES51", "PL91", Stage.DECLINED, "2026-03-01"),
        ("ES51", "DE22", Stage.DISMISSED, "2026-03-01"),
    ]
    for one, other, what, day in steps:
        note_outcome(
            what=what, profile=register[one], partner=register[other], at=at(day)
        )
    return register


def evaluate(*options) -> str:
    out = StringIO()
    call_command("evaluate_matching", "--log", *options, stdout=out)
    return out.getvalue()


def test_partners_of_a_profile_are_a_project(history):
    [project] = read_log().projects
    own = history["ES51"]
    assert (project.name, project.asking) == (own.title, "ES51")
    assert project.codes == ("13", "20")
    assert project.year == 2026
    assert [one.code for one in project.members] == ["DE21", "FR10", "ITC4"]
    assert {one.kind for one in project.members} == {"region"}


def test_positive_is_what_both_sides_wanted():
    assert set(Stage) - set(POSITIVE) == {
        Stage.SHOWN,
        Stage.OPENED,
        Stage.SHORTLISTED,
        Stage.DISMISSED,
        Stage.INTRODUCED,
        Stage.DECLINED,
        Stage.EXPIRED,
        Stage.WITHDRAWN,
    }


def test_same_tasks_and_baselines_are_run(history):
    found = json.loads(evaluate("--json"))
    assert found["command"] == "python manage.py evaluate_matching --log"
    assert (found["projects"], found["members"]) == (1, 3)
    assert list(found["tasks"]) == ["theme", "hidden_member"]
    assert "ours" in found["tasks"]["theme"]
    assert "popularity" in found["tasks"]["theme"]


def test_who_asks_is_no_candidate(history):
    """Its own words would find it first; without it, textiles and dyes come first."""
    figures = json.loads(evaluate("--json"))["tasks"]["theme"]
    assert figures["jaccard"]["auc"]["value"] == 1
    assert figures["jaccard"]["mrr"]["value"] == 1


def test_newer_profile_or_deleted_partner_is_left_out(history):
    Profile.objects.get(pk=history["ITC4"].pk).delete()
    with pytest.raises(CommandError) as told:
        evaluate()
    assert str(told.value) == (
        "the log holds 2 pairs with an outcome: no profile has partners in 3 other "
        "regions yet"
    )


def test_empty_log_is_told_in_one_line(register):
    with pytest.raises(CommandError) as told:
        evaluate()
    assert told.value.returncode == 1
    assert str(told.value).startswith("the log holds 0 pairs with an outcome")
    assert "\n" not in str(told.value)


def test_log_and_folder_exclude_each_other(history, tmp_path):
    with pytest.raises(CommandError, match="not allowed with"):
        evaluate("--truth", str(tmp_path))


def test_dismissed_pairs_are_counted_beside_by_rank_and_reason(history):
    run = make_run()
    own = history["ES51"]
    for rank, code in ((5, "PL91"), (6, "NL31"), (51, "ES52")):
        make_match(run, own, history[code], rank)
        note_outcome(
            what=Stage.DISMISSED, profile=own, partner=history[code], reason="no_fit"
        )
    # A second time counts no second pair.
    note_outcome(
        what=Stage.DISMISSED,
        profile=own,
        partner=history["PL91"],
        reason="size",
        occasion="again",
    )
    assert MatchEvent.objects.filter(what=Stage.DISMISSED).count() == 5
    assert read_dismissed() == {
        "pairs": 4,
        "bands": {
            "1-5": {"size": 1},
            "6-20": {"no_fit": 1},
            "21-50": {},
            "51 and beyond": {"no_fit": 1},
            "not in the list": {"": 1},
        },
    }
    assert "  rank 1-5: 1 (size 1)" in evaluate().splitlines()


def test_dismissals_change_no_figure(history):
    before = json.loads(evaluate("--json"))
    note_outcome(what=Stage.DISMISSED, profile=history["ES51"], partner=history["DE21"])
    after = json.loads(evaluate("--json"))
    assert after["dismissed"]["pairs"] == before["dismissed"]["pairs"] + 1
    assert {**after, "dismissed": 0} == {**before, "dismissed": 0}
