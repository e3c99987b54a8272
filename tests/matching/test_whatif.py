"""Whom additions would bring: the counts hold when they are really made."""

import pytest

from matching.engine import Weights
from matching.features import Change
from matching.models import Match
from matching.queries import current_run
from matching.whatif import MOST_NEEDS, MOST_TOPICS, outcome_of, proposals_for
from portal.web.versioned import forget_all
from regions.models import Profile, TopicRelation
from tests.matching.edits import as_shown, shown_after, stored_after
from tests.matching.factories import (
    WEIGHTS,
    make_cluster,
    make_item,
    make_priority,
    make_topic,
)
from tests.matching.trials import scored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_broker")]
KEPT = 4
# A stored score is the sum of eight parts, each rounded to a hundredth.
ROUNDING = 0.05


@pytest.fixture
def profile(settings):
    """A priority and partners near its topics; its list keeps four of nine."""
    settings.MATCHES_PER_PROFILE = KEPT
    make_topic("C")
    for code in ("20", "21", "22", "26"):
        make_topic(code, parent_id="C")
    for code in ("62", "72", "99"):
        make_topic(code)
    TopicRelation.objects.create(first_id="20", second_id="62", phi=0.6)
    profile = make_priority("ES51", ("20",), title="Mine")
    make_item(profile, "offer", ("20",))
    for number in range(3):
        make_cluster(f"DE2{number}", ("20", "72"), title=f"Near {number}")
    for number in range(3):
        partner = make_cluster(f"FR1{number}", ("22",), title=f"Branch {number}")
        make_item(partner, "offer", ("22",), kind="skill")
    for number in range(3):
        partner = make_cluster(f"PL9{number}", ("62", "26"), title=f"Rel {number}")
        make_item(partner, "need", ("20",))
    make_item(partner, "offer", ("21",), kind="skill")
    make_cluster("ES511", ("20", "22", "62"), title="Next door")
    scored(weights=Weights.from_mapping(WEIGHTS))
    return profile


def assert_holds(outcome, profile) -> None:
    """Make the change, let the lists take it up, and compare who is where."""
    before = as_shown(stored_after(profile, Change(), profile)[:KEPT])
    after = as_shown(stored_after(profile, outcome.change, profile)[:KEPT])
    assert_lists(outcome, before, after, ROUNDING)
    # A full run over the changed register says the same, to the last digit.
    before = shown_after(profile, Change(), profile, WEIGHTS)
    after = shown_after(profile, outcome.change, profile, WEIGHTS)
    assert_lists(outcome, before, after, 1e-9)


def assert_lists(outcome, before, after, tolerance) -> None:
    ranks = {key: rank for rank, (key, _) in enumerate(after, start=1)}
    old, new = ([key for key, _ in rows] for rows in (before, after))
    assert [one.partner for one in outcome.appear] == [k for k in new if k not in old]
    assert [one.partner for one in outcome.leave] == [k for k in old if k not in new]
    for one in (*outcome.appear, *outcome.first):
        assert one.rank == ranks[one.partner]
        assert one.score == pytest.approx(dict(after)[one.partner], abs=tolerance)


CHANGES = {
    "topic": Change(topics=("22",)),
    "topics": Change(topics=("62", "72")),
    "need": Change(needs=(("skill", "22"),)),
    "offer": Change(offers=(("technology", "26"),)),
    "stage": Change(stages=("pilot",)),
    "confirm": Change(confirmed=True),
    "all": Change(("62",), (("skill", "22"),), (("market", "20"),), ("market",), True),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_announced_partners_come_when_the_change_is_made(profile, change):
    outcome = outcome_of(profile.pk, change, current_run())
    assert_holds(outcome, profile)


def test_topic_of_the_same_branch_brings_its_people(profile):
    outcome = outcome_of(profile.pk, CHANGES["topic"], current_run())
    titles = Profile.objects.in_bulk([one.partner for one in outcome.appear])
    assert {one.title[:6] for one in titles.values()} == {"Branch"}
    assert outcome.first == outcome.appear


def test_list_with_room_for_all_loses_nobody(profile, settings):
    settings.MATCHES_PER_PROFILE = 100
    outcome = outcome_of(profile.pk, CHANGES["topics"], current_run())
    assert outcome.leave == ()


def test_proposals_hold_when_made_and_bring_somebody(profile):
    found = proposals_for(profile.pk, current_run())
    topics = [one for one in found if one.change.topics]
    needs = [one for one in found if one.change.needs]
    assert found == (*topics, *needs)
    assert 0 < len(topics) <= MOST_TOPICS
    assert 0 < len(needs) <= MOST_NEEDS
    for outcome in found:
        assert outcome.appear or outcome.first
        assert_holds(outcome, profile)


def test_proposals_are_near_and_not_stated_yet(profile):
    found = {one.change.topics for one in proposals_for(profile.pk, current_run())}
    assert ("22",) in found
    assert ("62",) in found
    assert not found & {("20",), ("C",), ("99",)}


def test_proposed_needs_are_what_others_elsewhere_offer(profile):
    make_item(Profile.objects.get(title="Next door"), "offer", ("20",), kind="market")
    draft = make_cluster("SE11", ("20",), status="draft")
    make_item(draft, "offer", ("20",), kind="funding")
    forget_all()
    found = proposals_for(profile.pk, current_run())
    needs = {pair for one in found for pair in one.change.needs}
    assert needs == {("skill", "21")}


def test_need_that_is_stated_is_not_proposed(profile):
    make_item(profile, "need", ("21",), kind="skill")
    needs = [one.change.needs for one in proposals_for(profile.pk, current_run())]
    assert not any(needs)


def test_hidden_partners_are_not_counted(profile):
    hidden = make_cluster("SE11", ("20", "22"), status="draft", title="Secret")
    forget_all()
    for outcome in (
        outcome_of(profile.pk, CHANGES["topic"], current_run()),
        *proposals_for(profile.pk, current_run()),
    ):
        assert hidden.pk not in outcome.partners


def test_outcome_for_somebody_who_may_see_less_counts_less(profile):
    outcome = outcome_of(profile.pk, CHANGES["topic"], current_run())
    seen = {outcome.appear[0].partner}
    rest = outcome.among(seen)
    assert [len(part) for part in (rest.first, rest.appear, rest.leave)] == [1, 1, 0]


def test_profile_without_topics_gets_proposals_from_all_that_are_used(profile):
    bare = make_cluster("AT11", (), title="Bare")
    forget_all()
    found = proposals_for(bare.pk, current_run())
    topics = {code for one in found for code in one.change.topics}
    assert {"22", "62"} <= topics
    assert not topics & {"C", "99"}
    for outcome in found:
        assert_holds(outcome, bare)


def test_profile_that_is_gone_has_no_outcome(profile):
    key = profile.pk
    profile.delete()
    assert outcome_of(key, CHANGES["topic"], current_run()) is None
    assert proposals_for(key, current_run()) == ()


def test_nothing_is_stored(profile):
    stored = list(Match.objects.order_by("pk").values_list())
    outcome_of(profile.pk, CHANGES["all"], current_run())
    proposals_for(profile.pk, current_run())
    assert list(Match.objects.order_by("pk").values_list()) == stored != []
    assert set(profile.topics.values_list("pk", flat=True)) == {"20"}
    assert profile.items.count() == 1
