"""Who closes a gap, what else that changes, and what a swap breaks."""

from matching.composition import (
    Actor,
    Aims,
    Candidate,
    Category,
    Composition,
    Move,
    gap_closers,
    swap_warnings,
)
from tests.composition.making import partner, rule, several

DE = {"country": "DE", "category": Category.MORE}
PL = {"country": "PL", "category": Category.LESS}
LESS = rule("min_from", n=1, categories=["less"])
THREE = rule("min_countries", n=3)
FEW = rule("max_partners", n=2)


def moves(gap):
    return [(closer.key, closer.move, closer.closes) for closer in gap.closers]


def test_candidates_who_close_a_gap_come_best_first():
    candidates = [
        Candidate(partner("rich", country="FR", category=Category.MORE), 1.0),
        Candidate(partner("weak", **PL), 0.2),
        Candidate(partner("strong", **PL), 0.9),
    ]

    (gap,) = gap_closers([LESS], several(partner("a", **DE)), candidates)

    assert (gap.position, gap.finding.code) == (0, "too_few")
    assert moves(gap) == [("strong", Move.JOIN, True), ("weak", Move.JOIN, True)]
    assert gap.closers[0].gain > gap.closers[1].gain


def test_candidates_who_bring_it_nearer_where_nobody_closes_it():
    candidates = [Candidate(partner("b", **PL)), Candidate(partner("c", **DE))]

    (gap,) = gap_closers([THREE], several(partner("a", **DE)), candidates)

    assert moves(gap) == [("b", Move.JOIN, False)]
    assert gap.closers[0].finding.missing == 1


def test_candidate_who_closes_another_gap_too_is_before_a_stronger_one():
    present = several(partner("a", **DE), partner("b", country="FR"))
    candidates = [
        Candidate(partner("strong", country="IT", category=Category.MORE), 1.0),
        Candidate(partner("both", **PL), 0.1),
    ]

    gaps = gap_closers([THREE, LESS], present, candidates)

    assert moves(gaps[0]) == [("both", Move.JOIN, True), ("strong", Move.JOIN, True)]
    assert gaps[0].closers[0].also == (1,)


def test_breaking_another_rule_is_said_and_comes_last():
    present = several(partner("a", **DE), partner("b", **DE))

    (gap,) = gap_closers([LESS, FEW], present, [Candidate(partner("c", **PL))])

    assert gap.closers[0].breaks == (1,)


def test_too_many_partners_are_fewer_when_one_leaves():
    present = several(partner("a", **DE), partner("b", **DE), partner("c", **PL))

    gap = gap_closers([FEW, LESS], present, [])[0]

    assert [(closer.key, closer.breaks) for closer in gap.closers] == [
        ("a", ()),
        ("b", ()),
        ("c", (1,)),
    ]
    assert {closer.move for closer in gap.closers} == {Move.LEAVE}


def test_partner_or_candidate_may_coordinate():
    lead = rule("coordinator_actor", actors=["authority"])
    present = several(
        partner("a", actor=Actor.COMPANY),
        partner("b", actor=Actor.AUTHORITY),
        coordinator="a",
    )
    candidates = [
        Candidate(partner("c", actor=Actor.AUTHORITY), 0.9),
        Candidate(partner("d", actor=Actor.CLUSTER), 1.0),
    ]

    (gap,) = gap_closers([lead], present, candidates)

    assert set(moves(gap)) == {
        ("b", Move.COORDINATE, True),
        ("c", Move.COORDINATE, True),
    }


def test_shares_and_project_have_no_closers():
    rules = [rule("min_share", categories=["less"], share=0.5), rule("min_trl", trl=6)]

    assert gap_closers(rules, several(partner("a", **PL)), []) == []


def test_rules_that_are_met_have_no_gaps():
    assert gap_closers([LESS], several(partner("a", **PL)), []) == []


def test_closers_are_so_many_at_most():
    candidates = [Candidate(partner(f"x{i}", **PL)) for i in range(20)]

    (gap,) = gap_closers([LESS], Composition(), candidates, most=3)

    assert [closer.key for closer in gap.closers] == ["x0", "x1", "x2"]


def test_another_candidate_of_a_present_organisation_is_not_named():
    candidates = [
        Candidate(partner("a", **DE), organisation="ministry"),
        Candidate(partner("b", **PL), 1.0, organisation="ministry"),
        Candidate(partner("c", **PL), organisation="agency"),
    ]

    (gap,) = gap_closers([LESS], several(candidates[0].partner), candidates)

    assert moves(gap) == [("c", Move.JOIN, True)]


def test_aims_decide_between_those_who_close_it():
    candidates = [
        Candidate(partner("a", topics=frozenset({"food"}), **PL)),
        Candidate(partner("b", topics=frozenset({"wind"}), **PL)),
    ]

    (gap,) = gap_closers([LESS], Composition(), candidates, aims=Aims({"wind": 1.0}))

    assert [closer.key for closer in gap.closers] == ["b", "a"]


def test_swap_warns_of_rules_that_were_met_only():
    before = several(partner("a", **DE), partner("b", **PL))
    after = several(partner("a", **DE), partner("c", country="FR"))

    (warning,) = swap_warnings([LESS, THREE, FEW], before, after)

    assert warning.position == 0
    assert (warning.before.status, warning.after.status) == ("met", "unknown")


def test_swap_that_breaks_nothing_warns_of_nothing():
    before = several(partner("a", **DE), partner("b", **PL))

    assert swap_warnings([LESS, FEW], before, several(partner("c", **PL))) == []
