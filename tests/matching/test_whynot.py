"""Why a partner is not in a list: every number is what a run would give."""

import pytest

from matching.acts import MOST_ACTS
from matching.candidates import kept_bonuses
from matching.engine import Weights
from matching.features import Change, current, explain_pairs
from matching.models import Match
from matching.queries import current_run
from matching.views_whynot import place_of_pair
from matching.whynot import NO_BONUSES, why_not
from portal.web.versioned import forget_all
from regions.models import Profile
from tests.matching.edits import as_shown, ranked_after, stored_after
from tests.matching.factories import (
    WEIGHTS,
    make_cluster,
    make_item,
    make_match,
    make_priority,
    make_run,
    make_topic,
)
from tests.matching.trials import scored

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(settings):
    """A priority with five candidates, of whom the list keeps two."""
    settings.MATCHES_PER_PROFILE = 2
    make_topic("C")
    for code in ("20", "21", "22", "26"):
        make_topic(code, parent_id="C")
    mine = make_priority("ES51", ("20", "21"), title="Mine", confidence="read")
    make_item(mine, "offer", ("20",))
    near = make_cluster("DE21", ("20", "21"), title="Near", stage_bits=4)
    make_item(near, "need", ("20",))
    make_cluster("FR10", ("20",), title="Close", confidence="read")
    make_cluster("PL91", ("26", "22"), title="Beside", confidence="read")
    far = make_cluster("SE11", ("26", "72"), title="Far", confidence="read")
    make_item(far, "offer", ("26",), kind="skill")
    make_item(far, "need", ("22",))
    make_cluster("ES5", ("20",), title="Around")
    # Others that neither side touches: topics have to be rare to say something.
    for number in range(4):
        make_cluster(f"IT{number}", ("99",), title="Elsewhere")
    run = make_run()
    make_match(run, mine, near, 1)
    return mine, far


def answer_for(mine, theirs, bonuses=NO_BONUSES):
    gaps = explain_pairs(mine.pk, [theirs.pk])[theirs.pk].unknown
    unknown = dict.fromkeys(gap.component for gap in gaps)
    return why_not(mine.pk, theirs.pk, WEIGHTS, unknown, bonuses)


def test_place_is_that_of_the_whole_list(register):
    mine, far = register
    answer = answer_for(mine, far)
    found = ranked_after(mine, Change(), mine, WEIGHTS)
    keys = [key for key, _ in found]
    assert answer.rank == keys.index(far.pk) + 1 > 2
    assert answer.number == len(found)
    assert answer.score == pytest.approx(dict(found)[far.pk], abs=1e-9)
    assert answer.last_score == pytest.approx(found[1][1], abs=1e-9)
    assert answer.has_room is False


def test_component_that_lost_is_the_one_farthest_below_the_first(register):
    mine, far = register
    answer = answer_for(mine, far)
    shortfalls = {
        name: answer.average[name] - points for name, points in answer.points.items()
    }
    assert answer.lost_by == max(shortfalls, key=shortfalls.get) == "focus"
    assert sum(answer.points.values()) == pytest.approx(answer.score)
    assert answer.compared == 2
    listed = [key for key, _ in ranked_after(mine, Change(), mine, WEIGHTS)[:2]]
    around = [answer_for(mine, Profile.objects.get(pk=key)).points for key in listed]
    for name, average in answer.average.items():
        assert average == pytest.approx((around[0][name] + around[1][name]) / 2)


@pytest.mark.parametrize("is_mirrored", [False, True])
def test_every_act_brings_the_score_and_rank_it_promises(register, is_mirrored):
    mine, theirs = reversed(register) if is_mirrored else register
    answer = answer_for(mine, theirs)
    assert {act.side for act in answer.acts} == {"you", "they"}
    for act in answer.acts:
        actor = mine if act.side == "you" else theirs
        found = ranked_after(actor, act.change, mine, WEIGHTS)
        keys = [key for key, _ in found]
        assert act.score == pytest.approx(dict(found)[theirs.pk], abs=1e-9)
        assert act.rank == keys.index(theirs.pk) + 1
        assert answer.enters(act) is (act.rank <= 2)


@pytest.mark.usefixtures("silent_broker")
@pytest.mark.parametrize("is_mirrored", [False, True])
def test_act_that_is_done_brings_the_stored_list_what_it_promises(
    register, settings, is_mirrored
):
    settings.FAIRNESS_MARGIN = 10
    scored(weights=Weights.from_mapping(WEIGHTS))
    mine, theirs = reversed(register) if is_mirrored else register
    answer = answer_for(mine, theirs, kept_bonuses(current_run()))
    assert any(answer.enters(act) for act in answer.acts)
    for act in answer.acts:
        actor = mine if act.side == "you" else theirs
        stored = [key for key, _ in as_shown(stored_after(actor, act.change, mine))]
        places = {key: rank for rank, key in enumerate(stored, start=1)}
        wanted = act.rank if answer.enters(act) else None
        assert places.get(theirs.pk) == wanted


def test_acts_name_what_the_other_side_has_offers_or_needs(register):
    mine, far = register
    acts = answer_for(mine, far).acts
    own = {act.code: act.subjects for act in acts if act.side == "you"}
    assert own["add_need"] == ("skill", "26")
    assert own["add_offer"] == ("technology", "22")
    assert own["confirm"] == ()
    topics = {act.subjects for act in acts if act.code == "add_topic"}
    assert topics <= {("26",), ("72",), ("20",), ("21",)}
    for side in ("you", "they"):
        for code, most in MOST_ACTS.items():
            found = [act for act in acts if (act.side, act.code) == (side, code)]
            assert len(found) <= most


def test_pair_scores_the_same_from_both_sides(register):
    mine, far = register
    one, other = answer_for(mine, far), answer_for(far, mine)
    assert one.score == pytest.approx(other.score, abs=1e-9)
    swapped = {"receive": "give", "give": "receive"}
    for name, points in one.points.items():
        there = other.points[swapped.get(name, name)]
        assert points == pytest.approx(there, abs=1e-9)


def test_limit_is_what_nothing_that_is_stated_can_pass(register):
    mine, far = register
    answer = answer_for(mine, far)
    limits = {limit.component: limit for limit in answer.limits}
    assert set(limits) == {"receive", "chain", "strength"}
    need = Change(needs=(("skill", "26"),))
    found = dict(ranked_after(mine, need, mine, WEIGHTS))
    assert found[far.pk] == pytest.approx(limits["receive"].score, abs=1e-9)
    for limit in limits.values():
        assert (limit.needed is None) is (limit.score < answer.last_score)


def test_confirmed_profile_is_not_asked_to_confirm(register):
    mine, far = register
    Profile.objects.filter(pk=mine.pk).update(confidence="confirmed")
    acts = answer_for(mine, far).acts
    assert [act.side for act in acts if act.code == "confirm"] == ["they"]


def test_partner_within_the_list_has_room(register):
    mine = register[0]
    close = Profile.objects.get(title="Close")
    assert answer_for(mine, close).has_room is True


def state_of(mine, theirs, run=None):
    return place_of_pair(run or make_run(), mine, theirs, None)


def test_neighbours_can_never_be_partners(register):
    mine = register[0]
    around = Profile.objects.get(title="Around")
    inside = make_cluster("ES511", ("20",))
    same = make_cluster("ES51", ("20",))
    for other in (around, inside, same):
        assert state_of(mine, other) == ("nested", None)
        assert why_not(mine.pk, other.pk, WEIGHTS, ()) is None


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_unpublished_profile_is_not_matched(register, status):
    mine = register[0]
    hidden = make_cluster("SE12", ("20",), status=status)
    assert state_of(mine, hidden) == ("not_public", None)
    assert state_of(hidden, mine) == ("not_public", None)
    assert why_not(mine.pk, hidden.pk, WEIGHTS, ()) is None


def test_before_the_first_run_there_is_no_list(register):
    assert place_of_pair(None, *register, None) == ("no_run", None)


def test_profile_that_came_since_is_not_scored_yet(register):
    mine, far = register
    run = make_run()
    assert state_of(mine, far, run)[0] == ""
    fresh = make_cluster("SE12", ("20",))
    assert state_of(mine, fresh, run) == ("not_scored", None)
    forget_all()
    assert state_of(mine, fresh, run)[0] == ""


def test_large_register_is_not_compared_in_a_request(register, monkeypatch):
    monkeypatch.setattr(current, "ASKED_PAIRS_UP_TO", 2)
    assert state_of(*register) == ("no_index", None)


def test_pair_with_nothing_in_common_has_no_rank(register, settings):
    mine = register[0]
    nobody = make_cluster("ES62", ("99",), title="Other")
    Profile.objects.filter(pk=nobody.pk).update(confidence="read")
    settings.MATCHES_PER_PROFILE = 100
    weights = {"version": "t", "weights": {**WEIGHTS["weights"], "reach": 0.0}}
    weights["weights"]["focus"] += 0.08
    answer = why_not(mine.pk, nobody.pk, weights, ())
    assert (answer.rank, answer.score, answer.has_room) == (None, 0, False)
    assert any(answer.enters(act) for act in answer.acts)


def test_hidden_profiles_take_no_place(register):
    mine, far = register
    before = answer_for(mine, far)
    for status in ("draft", "withdrawn"):
        make_cluster("AT11", ("20", "21"), status=status)
    forget_all()
    after = answer_for(mine, far)
    assert (after.rank, after.number) == (before.rank, before.number)


def test_nothing_is_stored(register):
    mine, far = register
    number = Match.objects.count()
    answer_for(mine, far)
    assert Match.objects.count() == number
    assert set(mine.topics.values_list("pk", flat=True)) == {"20", "21"}
