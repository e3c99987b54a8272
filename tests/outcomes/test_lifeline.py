"""The life line of a match: own steps and joint ones, for people of either side."""

import re

import pytest

from matching.outcomes.models import JOINT, PRIVATE, Stage
from matching.outcomes.services import note_outcome
from tests import factories
from tests.outcomes.conftest import at

pytestmark = pytest.mark.django_db
HERE, THERE = "/matches/food/fish/", "/matches/fish/food/"


@pytest.fixture
def history(lists, profile, partner):
    """A match from both sides, up to a meeting."""
    steps = [
        (Stage.SHOWN, profile, partner, "2026-10-12"),
        (Stage.SHORTLISTED, profile, partner, "2026-10-13"),
        (Stage.DISMISSED, partner, profile, "2026-10-13"),
        (Stage.OPENED, profile, partner, "2026-10-14"),
        (Stage.INTRODUCED, profile, partner, "2026-10-15"),
        (Stage.OPENED, partner, profile, "2026-10-16"),
        (Stage.ACCEPTED, profile, partner, "2026-10-17"),
        (Stage.MET, profile, partner, "2026-10-20"),
    ]
    for what, one, other, day in steps:
        note_outcome(what=what, profile=one, partner=other, at=at(day))


def steps(answer) -> list[str]:
    html = answer.content.decode()
    found = re.search(r'<ol class="lifeline">(.*?)</ol>', html, re.S)
    if not found:
        return []
    rows = re.findall(r"<li>(.*?)</li>", found[1], re.S)
    return [re.sub(r"<[^>]+>", "", row).strip() for row in rows]


OURS = [
    "12 October 2026: shown at rank 1 in the list of “Food”",
    "13 October 2026: shortlisted for “Food”",
    "14 October 2026: opened by people of “Food”",
    "15 October 2026: “Food” asked for an introduction",
    "17 October 2026: the introduction was accepted",
    "20 October 2026: both sides met",
]
THEIRS = [
    "13 October 2026: dismissed for “Fish”",
    "15 October 2026: “Food” asked for an introduction",
    "16 October 2026: opened by people of “Fish”",
    "17 October 2026: the introduction was accepted",
    "20 October 2026: both sides met",
]


@pytest.mark.parametrize("path", [HERE, THERE])
@pytest.mark.parametrize(("who", "wanted"), [("owner", OURS), ("colleague", THEIRS)])
def test_each_side_sees_its_own_steps_and_the_joint_ones(
    client, history, request, path, who, wanted
):
    client.force_login(request.getfixturevalue(who))
    seen = steps(client.get(path))
    # From the other side's page on, the visit itself is a step of today.
    assert [
        row for row in seen if " 2026: opened" not in row or row in wanted
    ] == wanted


def test_own_visit_is_on_it_at_once(client, lists, owner):
    client.force_login(owner)
    [step] = steps(client.get(HERE))
    assert step.endswith(": opened by people of “Food”")


def test_reader_sees_it_too(client, history, reader):
    client.force_login(reader)
    assert steps(client.get(HERE)) == OURS


@pytest.mark.parametrize("who", ["visitor", "curator", "stranger"])
def test_others_see_nothing(client, history, curator, who):
    person = {"curator": curator, "visitor": None}.get(who)
    if who == "stranger":
        person = factories.make_person("stranger", "DE21")
    if person:
        client.force_login(person)
    for path in (HERE, THERE):
        answer = client.get(path)
        assert answer.status_code == 200
        assert steps(answer) == []
        assert "What has happened so far" not in answer.content.decode()


def test_other_pairs_of_the_same_profiles_are_not_on_it(
    client, history, owner, profile, partner, third
):
    note_outcome(what=Stage.MET, profile=third, partner=profile, at=at("2026-10-21"))
    note_outcome(what=Stage.MET, profile=partner, partner=third, at=at("2026-10-21"))
    client.force_login(owner)
    assert steps(client.get(HERE)) == OURS


def test_every_stage_is_private_or_joint():
    assert (*PRIVATE, *JOINT) == tuple(Stage)
