"""Each statement of the document about one component, on the smallest register."""

from dataclasses import replace

import numpy as np
import pytest

from matching.engine import (
    Item,
    Kind,
    ProfileInput,
    Project,
    RegionSpace,
    TopicSpace,
    Weights,
    build_index,
    score_pair,
    score_profile,
)
from matching.engine.combine import freshness, rank_value
from matching.engine.kinds import Traits, kinds_of
from matching.engine.text import tokenize

WEIGHTS = Weights("test", 0.28, 0.2, 0.08, 0.08, 0.06, 0.12, 0.1, 0.08)
TOPICS = TopicSpace.from_rows(
    [(code, "economic", None, 1) for code in ("13", "14", "62")]
    + [("N1", "scientific", None, 1), ("P1", "policy", None, 1)],
    [("13", "62", 0.8)],
    profile_count=5,
)
ROWS = [
    ("A", "A", ""),
    ("A1", "A", "less"),
    ("A11", "A", "less"),
    ("A12", "A", "less"),
    ("A2", "A", "less"),
    ("B1", "B", "less"),
    ("C1", "C", "more"),
]


def regions_with(strengths=(), projects=()):
    return RegionSpace.from_rows(
        ROWS,
        strengths,
        [Project(n, year, codes) for n, (year, *codes) in enumerate(projects)],
        as_of_year=2026,
    )


def pair_of(source, target, regions=None):
    index = build_index([source, target], TOPICS, regions or regions_with())
    return score_pair(index, source.key, target.key, WEIGHTS)


def track_between(first, second, *projects):
    pair = ProfileInput(1, first), ProfileInput(2, second)
    return pair_of(*pair, regions_with(projects=projects)).values["track_record"]


def test_joint_project_fades_by_half_in_eight_years():
    assert track_between("A1", "B1", (2018, "A1", "B1")) == pytest.approx(0.5 / 1.5)


def test_project_of_a_coming_year_counts_like_one_of_this_year():
    assert track_between("A1", "B1", (2030, "A1", "B1")) == pytest.approx(0.5)


@pytest.mark.parametrize("named", ["A", "A11"])
def test_member_of_another_level_counts_half(named):
    assert track_between("A1", "B1", (2026, named, "B1")) == pytest.approx(0.5 / 1.5)


def test_two_regions_of_one_coarse_member_did_not_thereby_meet():
    assert track_between("A1", "A2", (2026, "A")) == 0
    assert track_between("A1", "A2", (2026, "A", "A2")) == pytest.approx(0.5 / 1.5)


def test_third_region_counts_less_than_a_project_together():
    through = track_between("A1", "B1", (2026, "A1", "C1"), (2026, "B1", "C1"))
    assert through == pytest.approx(0.0625 / 1.0625)


def test_country_is_no_third_region_because_others_in_it_are():
    assert track_between("B1", "C1", (2026, "B1", "A1"), (2026, "C1", "A2")) == 0


def test_nothing_recorded_is_a_known_zero():
    assert track_between("A1", "B1") == 0


@pytest.mark.parametrize(
    ("first", "second", "eligible"),
    [
        ("A1", "A1", False),
        ("A1", "A11", False),
        ("A11", "A", False),
        ("A1", "A2", True),
        ("A11", "A12", True),
    ],
)
def test_one_region_or_nested_ones_are_no_pair(first, second, eligible):
    pair = pair_of(ProfileInput(1, first), ProfileInput(2, second))
    assert pair.eligible is eligible


def test_strength_falls_back_to_the_larger_unit_then_to_the_mean_within():
    figures = [("A1", "13", 0.8), ("A2", "13", 0.2), ("A1", "14", 1.0)]
    regions = regions_with([*figures, ("A11", "14", 0.0)])

    def strength(region, topic):
        first = ProfileInput(1, region, topics=(topic,))
        second = ProfileInput(2, "B1", topics=(topic,))
        return pair_of(first, second, regions).values["strength"]

    assert strength("A11", "13") == pytest.approx(0.8)
    assert strength("A", "13") == pytest.approx(0.5)
    assert strength("A11", "14") == 0
    assert strength("A", "62") is None


def test_strength_looks_at_shared_economic_topics_only():
    regions = regions_with([("A1", "13", 1.0), ("A1", "14", 0.5), ("B1", "62", 1.0)])
    first = ProfileInput(1, "A1", topics=("13", "14", "N1"))
    second = ProfileInput(2, "B1", topics=("14", "62", "N1"))
    assert pair_of(first, second, regions).values["strength"] == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("second", "projects", "reach"),
    [("A2", 3, 0.0), ("A2", 2, 0.2), ("B1", 3, 0.5), ("C1", 3, 0.8), ("C1", 0, 1.0)],
)
def test_reach_adds_country_category_and_newcomer(second, projects, reach):
    regions = regions_with(projects=projects * [(2020, "A1", second)])
    pair = pair_of(ProfileInput(1, "A1"), ProfileInput(2, second), regions)
    assert pair.values["reach"] == pytest.approx(reach)


def test_focus_counts_only_schemes_that_both_state():
    first = ProfileInput(1, "A1", topics=("13", "N1"))
    second = ProfileInput(2, "B1", topics=("14", "N1", "P1"))
    assert pair_of(first, second).values["focus"] == pytest.approx(0.25 / 0.75)
    no_common = replace(first, topics=("13",)), replace(second, topics=("P1",))
    assert pair_of(*no_common).values["focus"] is None


@pytest.mark.parametrize(
    ("offer", "cover"),
    [
        (Item(1, "skill", ("13",)), 1.0),
        (Item(1, "skill", ("13",), stated=False), 0.5),
        (Item(1, "market", ("13",)), 0.5),
        (Item(1, "skill", ("62",)), 0.4),
        (Item(1, "skill", ("14",)), 0.0),
    ],
)
def test_cover_depends_on_standing_kind_and_relation(offer, cover):
    source = ProfileInput(1, "A1", needs=(Item(2, "skill", ("13",)),))
    target = ProfileInput(2, "B1", offers=(offer,))
    values = pair_of(source, target).values
    assert values["receive"] == pytest.approx(cover / 2)
    assert values["give"] is None


def test_offers_without_topics_leave_the_direction_unknown():
    source = ProfileInput(1, "A1", needs=(Item(2, "skill", ("13",)),))
    target = ProfileInput(2, "B1", offers=(Item(1, "skill", ()),))
    assert pair_of(source, target).values["receive"] is None


@pytest.mark.parametrize(
    ("mine", "theirs", "value"),
    [
        (("research",), ("research",), 0.0),
        (("research", "development"), ("pilot", "production"), 2 / 3),
        (("research",), ("research", "development", "pilot"), 0.5 / 4),
        (
            ("research", "development", "pilot", "production", "market"),
            ("research",),
            0.25,
        ),
        ((), ("research",), None),
    ],
)
def test_chain_joins_what_each_side_lacks(mine, theirs, value):
    pair = ProfileInput(1, "A1", stages=mine), ProfileInput(2, "B1", stages=theirs)
    assert pair_of(*pair).values["chain"] == (value and pytest.approx(value))


@pytest.mark.parametrize(
    ("confidence", "months", "factor"),
    [
        ("confirmed", 0, 1.0),
        ("confirmed", 12, 1.0),
        ("confirmed", 13, 1 - 0.1 / 12),
        ("confirmed", 18, 0.95),
        ("confirmed", 24, 0.9),
        ("confirmed", 240, 0.9),
        ("confirmed", None, 1.0),
        ("read", 0, 0.95),
        ("read", None, 0.95),
        ("recalled", 12, 0.9),
        ("recalled", 18, 0.855),
        ("derived", 24, 0.765),
    ],
)
def test_freshness_follows_source_and_age(confidence, months, factor):
    assert freshness(confidence, months) == pytest.approx(factor)


@pytest.mark.parametrize("source", ["read", "recalled", "derived"])
def test_to_confirm_a_record_is_never_punished(source):
    """At any age: not beside itself without the confirmation, which is older still."""
    for age in range(40):
        for confirmed in range(age + 1):
            assert freshness("confirmed", confirmed) > freshness(source, age)


def test_what_was_confirmed_long_ago_is_not_below_what_nobody_ever_confirmed():
    for months in range(40):
        assert freshness("confirmed", months) >= freshness("recalled", 0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Énergie & ÉNERGIE", ["energie", "energie"]),
        ("The Größe of Łódź, Ærø", ["grosse", "lodz", "aero"]),
        ("Industry 4.0, 5G; l'eau_usée", ["industry", "5g", "eau", "usee"]),
        ("für und avec", []),
        ("Ενέργεια", ["ενεργεια"]),
    ],
)
def test_tokenize_folds_and_drops_stop_words(text, words):
    assert tokenize(text) == words


def test_idea_from_nowhere_is_compared_without_region():
    listed = [ProfileInput(1, "A1", topics=("13",)), ProfileInput(2, "B1")]
    index = build_index(listed, TOPICS, regions_with([("A1", "13", 0.6)]))
    found = score_profile(index, ProfileInput(0, "", topics=("13",)), WEIGHTS)
    focus, strength, track, reach = found.values[[0, 5, 6, 7], 0, 0]
    assert (focus, strength) == (pytest.approx(1), pytest.approx(0.6))
    assert track == 0  # nobody there has taken part in any project
    assert np.isnan(reach)
    assert found.eligible.all()


def test_kind_is_bridge_for_related_but_different_topics():
    first = ProfileInput(1, "A1", topics=("13",))
    second = ProfileInput(2, "B1", topics=("62",))
    assert pair_of(first, second).kind is Kind.BRIDGE
    assert pair_of(first, replace(second, topics=("14",))).kind is Kind.ALIKE
    assert pair_of(first, replace(second, topics=("13",))).kind is Kind.ALIKE
    assert pair_of(first, replace(second, topics=("P1",))).kind is Kind.ALIKE


def test_kind_is_bridge_for_strangers_with_a_strong_common_partner():
    pair = (
        ProfileInput(1, "A1", topics=("13",)),
        ProfileInput(2, "B1", topics=("13",)),
    )
    through = [(2026, "A1", "C1"), (2026, "B1", "C1")]
    assert pair_of(*pair, regions_with(projects=through)).kind is Kind.BRIDGE
    old = [(2010, "A1", "C1"), (2010, "B1", "C1")]
    assert pair_of(*pair, regions_with(projects=old)).kind is Kind.ALIKE
    met = [*through, (2026, "A1", "B1")]
    assert pair_of(*pair, regions_with(projects=met)).kind is Kind.ALIKE


def test_kind_is_complementary_when_what_one_lacks_stands_out():
    needs, offers = (Item(1, "skill", ("13",)),), (Item(2, "skill", ("13",)),)
    first = ProfileInput(1, "A1", topics=("13",), needs=needs)
    second = ProfileInput(2, "B1", topics=("13",), offers=offers)
    assert pair_of(first, second).kind is Kind.COMPLEMENTARY
    weak = (replace(offers[0], kind="market", stated=False),)
    unsure = (replace(needs[0], stated=False),)
    pair = replace(first, needs=unsure), replace(second, offers=weak)
    assert pair_of(*pair).kind is Kind.ALIKE


def test_kind_is_not_bridge_where_one_side_states_no_field_of_work():
    first = ProfileInput(1, "A1", topics=("13", "P1"))
    second = ProfileInput(2, "B1", topics=("P1",))
    assert pair_of(first, second).kind is Kind.ALIKE


@pytest.mark.parametrize(
    ("receive", "kind"), [(0.1, Kind.COMPLEMENTARY), (0.099, Kind.ALIKE)]
)
def test_kind_is_complementary_from_an_eighth_of_likeness(receive, kind):
    unknown = np.nan
    values = np.array([0.8, unknown, receive, unknown, unknown, 1, 1, 1])
    traits = Traits(far=np.array(False), tie=np.array(0.0))
    assert kinds_of(values, traits) == kind


@pytest.mark.parametrize("order", [1, -1])
def test_best_of_several_offers_on_a_topic_counts(order):
    offers = (
        Item(1, "skill", ("13",)),
        Item(3, "skill", ("13",), stated=False),
    )[::order]
    source = ProfileInput(1, "A1", needs=(Item(2, "skill", ("13",)),))
    target = ProfileInput(2, "B1", offers=offers)
    assert pair_of(source, target).values["receive"] == pytest.approx(0.5)


def test_words_the_register_lacks_make_an_idea_less_alike():
    listed = [ProfileInput(1, "A1", texts={"title": "fibres"})]
    index = build_index(listed, TOPICS, regions_with())
    known, unseen = (
        score_profile(index, ProfileInput(0, "", texts={"title": text}), WEIGHTS)
        for text in ("fibres", "fibres blades")
    )
    assert known.values[1, 0, 0] == pytest.approx(1)
    common, rare = np.log(1 + 2 / 2), np.log(1 + 2 / 1)
    assert unseen.values[1, 0, 0] == pytest.approx(common / np.hypot(common, rare))


def test_scores_that_agree_to_nine_decimals_are_equal():
    ranks = rank_value(np.array([50.0, 50.0 + 1e-11, 50.0 + 1e-8]))
    assert ranks[0] == ranks[1] < ranks[2]
