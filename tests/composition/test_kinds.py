"""Every kind of rule in compositions that meet it, miss it, and leave it unknown."""

import pytest

from matching.composition import (
    FINDING_CODES,
    KINDS,
    Actor,
    Category,
    Composition,
    check,
)
from tests.composition.making import LOWER, finding, partner, rule, several, stands

MET = ("met", "met")
DE1 = {"country": "DE", "region": "DE1", "category": Category.MORE}
DE2 = {"country": "DE", "region": "DE2", "category": Category.TRANSITION}
PL1 = {"country": "PL", "region": "PL1", "category": Category.LESS}
PL2 = {"country": "PL", "region": "PL2", "category": Category.LESS}
FRY = {"country": "FR", "region": "FRY", "category": Category.MORE}
NO1 = {"country": "NO", "region": "NO1", "in_eu": False}
NOWHERE = {"country": "", "region": ""}
UNSAID = {"country": "IT", "region": "ITX"}  # of the Union, category not known
AUTHORITY = {"actor": Actor.AUTHORITY, "is_nonprofit": True}
CLUSTER = {"actor": Actor.CLUSTER}
COMPANY = {"actor": Actor.COMPANY, "is_nonprofit": False}
AREAS = {"north": ["NO", "PL"], "middle": ["DE"], "south": ["FR", "IT"]}


def of(*described: dict, **known) -> Composition:
    """Partners a, b, c … as described."""
    partners = [
        partner(key, **what) for key, what in zip("abcdefgh", described, strict=False)
    ]
    return several(*partners, **known)


CASES = [
    ("min_partners", {"n": 2}, of(DE1, DE1), MET),
    ("min_partners", {"n": 2}, of(DE1), ("unmet", "too_few")),
    ("max_partners", {"n": 1}, of(DE1), MET),
    ("max_partners", {"n": 1}, of(DE1, PL1), ("unmet", "too_many")),
    ("min_actor", {"n": 1, "actors": ["cluster"]}, of(CLUSTER), MET),
    ("min_actor", {"n": 1, "actors": ["cluster"]}, of(COMPANY), ("unmet", "too_few")),
    ("min_regions", {"n": 2}, of(DE1, DE2), MET),
    ("min_regions", {"n": 2}, of(DE1, DE1), ("unmet", "too_few")),
    ("min_regions", {"n": 2}, of(DE1, NOWHERE), ("unknown", "region_unknown")),
    ("min_regions", {"n": 3}, of(DE1, NOWHERE), ("unmet", "too_few")),
    ("min_countries", {"n": 2}, of(DE1, NO1), MET),
    ("min_countries", {"n": 2}, of(DE1, DE2), ("unmet", "too_few")),
    ("min_countries", {"n": 2}, of(DE1, NOWHERE), ("unknown", "country_unknown")),
    ("min_countries", {"n": 2, "among": "eu"}, of(DE1, PL1), MET),
    ("min_countries", {"n": 2, "among": "eu"}, of(DE1, NO1), ("unmet", "too_few")),
    (
        "min_countries",
        {"n": 2, "among": "listed", "countries": ["DE", "PL"]},
        of(DE1, PL1),
        MET,
    ),
    (
        "min_countries",
        {"n": 2, "among": "listed", "countries": ["DE", "PL"]},
        of(DE1, FRY),
        ("unmet", "too_few"),
    ),
    ("min_from", {"n": 1, "categories": LOWER}, of(DE1, DE2), MET),
    ("min_from", {"n": 1, "categories": LOWER}, of(DE1, NO1), ("unmet", "too_few")),
    (
        "min_from",
        {"n": 1, "categories": LOWER},
        of(DE1, UNSAID),
        ("unknown", "category_unknown"),
    ),
    ("min_from", {"n": 2, "of": "regions", "categories": LOWER}, of(PL1, PL2), MET),
    (
        "min_from",
        {"n": 2, "of": "countries", "categories": LOWER},
        of(PL1, PL2),
        ("unmet", "too_few"),
    ),
    (
        "min_from",
        {"n": 1, "categories": ["less"], "outermost": True},
        of({**FRY, "is_outermost": True}),
        MET,
    ),
    (
        "min_from",
        {"n": 1, "categories": ["less"]},
        of({**FRY, "is_outermost": True}),
        ("unmet", "too_few"),
    ),
    ("eligible_countries", {"countries": ["DE", "PL"]}, of(DE1, PL1), MET),
    ("eligible_countries", {"countries": ["DE"]}, of(PL1), ("unmet", "not_eligible")),
    (
        "eligible_countries",
        {"countries": ["DE"]},
        of(DE1, NOWHERE),
        ("unknown", "country_unknown"),
    ),
    ("min_areas", {"n": 2, "areas": AREAS}, of(DE1, PL1), MET),
    ("min_areas", {"n": 2, "areas": AREAS}, of(NO1, PL1), ("unmet", "too_few")),
    (
        "min_areas",
        {"n": 2, "areas": AREAS},
        of(DE1, NOWHERE),
        ("unknown", "country_unknown"),
    ),
    ("max_share_of_country", {"share": 0.5}, of(DE1, PL1), MET),
    ("max_share_of_country", {"share": 0.3333}, of(DE1, PL1, FRY), MET),
    (
        "max_share_of_country",
        {"share": 0.5},
        of(DE1, DE2, PL1),
        ("unmet", "share_too_large"),
    ),
    (
        "max_share_of_country",
        {"share": 0.5},
        of(DE1, PL1, NOWHERE),
        ("unknown", "country_unknown"),
    ),
    (
        "min_actor_share",
        {"actors": ["authority"], "share": 0.5},
        of(AUTHORITY, CLUSTER),
        MET,
    ),
    (
        "min_actor_share",
        {"actors": ["authority"], "share": 0.5},
        of(AUTHORITY, CLUSTER, COMPANY),
        ("unmet", "share_too_small"),
    ),
    ("coordinator_actor", {"actors": ["company"]}, of(COMPANY, coordinator="a"), MET),
    (
        "coordinator_actor",
        {"actors": ["authority"], "nonprofit": True},
        of(AUTHORITY, coordinator="a"),
        MET,
    ),
    (
        "coordinator_actor",
        {"actors": ["authority"]},
        of(CLUSTER, AUTHORITY, coordinator="a"),
        ("unmet", "coordinator_wrong_actor"),
    ),
    (
        "coordinator_actor",
        {"actors": ["company"], "nonprofit": True},
        of(COMPANY, coordinator="a"),
        ("unmet", "coordinator_for_profit"),
    ),
    (
        "coordinator_actor",
        {"actors": ["cluster"], "nonprofit": True},
        of(CLUSTER, coordinator="a"),
        ("unknown", "coordinator_nonprofit_unknown"),
    ),
    (
        "coordinator_actor",
        {"actors": ["authority"]},
        of(AUTHORITY),
        ("unknown", "coordinator_missing"),
    ),
    ("coordinator_category", {"categories": LOWER}, of(DE2, coordinator="a"), MET),
    (
        "coordinator_category",
        {"categories": ["more"]},
        of(DE1, NO1, coordinator="b"),
        ("unmet", "coordinator_wrong_category"),
    ),
    (
        "coordinator_category",
        {"categories": ["more"]},
        of(DE1, UNSAID, coordinator="b"),
        ("unknown", "coordinator_category_unknown"),
    ),
    (
        "coordinator_category",
        {"categories": ["more"]},
        of(DE1),
        ("unknown", "coordinator_missing"),
    ),
    ("topics_any", {"topics": ["wind"]}, of({"topics": {"wind", "food"}}), MET),
    (
        "topics_any",
        {"topics": ["wind"]},
        of({"topics": {"food"}}),
        ("unmet", "too_few"),
    ),
    ("topics_any", {"topics": ["wind"]}, of(DE1), ("unknown", "topics_unknown")),
    ("min_role", {"role": "user", "n": 1}, of({"roles": {"user"}}), MET),
    ("min_role", {"role": "user", "n": 1}, of({"roles": {"x"}}), ("unmet", "too_few")),
    ("min_role", {"role": "user", "n": 1}, of(DE1), ("unknown", "role_unknown")),
    ("min_trl", {"trl": 6}, of(trl=6), MET),
    ("min_trl", {"trl": 6}, of(trl=5), ("unmet", "value_too_small")),
    ("min_trl", {"trl": 6}, of(), ("unknown", "value_missing")),
    ("grant_range", {"low": 2, "high": 9}, of(grant=9.0), MET),
    ("grant_range", {"low": 2, "high": 9}, of(grant=9.5), ("unmet", "value_too_large")),
    ("grant_range", {"low": 2}, of(), ("unknown", "value_missing")),
    ("duration_range", {"low": 18, "high": 36}, of(duration_months=18), MET),
    (
        "duration_range",
        {"low": 18, "high": 36},
        of(duration_months=12),
        ("unmet", "value_too_small"),
    ),
    ("duration_range", {"high": 36}, of(), ("unknown", "value_missing")),
]


def shares(*said: float | None, places=(PL1, DE1, DE2)) -> Composition:
    return of(*({**place, "share": s} for place, s in zip(places, said, strict=True)))


HALF_LESS = {"categories": ["less"], "share": 0.5}
BUDGETS = [
    ("min_share", HALF_LESS, shares(0.5, 0.3, 0.2), MET),
    ("min_share", HALF_LESS, shares(0.4, 0.4, 0.2), ("unmet", "share_too_small")),
    ("min_share", HALF_LESS, shares(0.5, None, None), MET),
    ("min_share", HALF_LESS, shares(None, 0.6, None), ("unmet", "share_too_small")),
    ("min_share", HALF_LESS, shares(None, 0.3, 0.2), ("unknown", "shares_missing")),
    ("min_share", HALF_LESS, shares(None, None, None), ("unknown", "shares_missing")),
    (
        "min_share",
        HALF_LESS,
        shares(0.5, 0.1, 0.1),
        ("unknown", "shares_do_not_add_up"),
    ),
    (
        "min_share",
        HALF_LESS,
        shares(0.3, 0.4, 0.3, places=(PL1, UNSAID, DE1)),
        ("unknown", "category_unknown"),
    ),
    ("max_share", {"share": 0.5}, shares(0.5, 0.3, 0.2), MET),
    ("max_share", {"share": 0.5}, shares(0.6, 0.2, 0.2), ("unmet", "share_too_large")),
    ("max_share", {"share": 0.5}, shares(0.4, None, 0.3), MET),
    (
        "max_share",
        {"share": 0.5},
        shares(0.2, None, 0.2),
        ("unknown", "shares_missing"),
    ),
    ("max_share", {"of": "country", "share": 0.6}, shares(0.5, 0.3, 0.2), MET),
    (
        "max_share",
        {"of": "country", "share": 0.6},
        shares(0.3, 0.3, 0.4),
        ("unmet", "share_too_large"),
    ),
    (
        "max_share",
        {"of": "country", "share": 0.6},
        shares(0.4, 0.3, 0.3, places=(PL1, DE1, NOWHERE)),
        ("unknown", "fact_unknown"),
    ),
    (
        "max_share",
        {"of": "categories", "categories": ["more"], "share": 0.3},
        shares(0.5, 0.3, 0.2),
        MET,
    ),
    (
        "max_share",
        {"of": "categories", "categories": ["more"], "share": 0.3},
        shares(0.4, 0.4, 0.2),
        ("unmet", "share_too_large"),
    ),
]


@pytest.mark.parametrize(("kind", "params", "composition", "expected"), CASES + BUDGETS)
def test_rule_stands_as_expected(kind, params, composition, expected):
    assert stands(composition, kind, **params) == expected


def test_every_kind_has_a_passing_and_a_failing_case():
    seen = {(kind, status) for kind, _, _, (status, _code) in CASES + BUDGETS}

    assert seen >= {(kind, status) for kind in KINDS for status in ("met", "unmet")}


def test_every_code_of_a_finding_has_a_case():
    assert {code for *_, (_status, code) in CASES + BUDGETS} == FINDING_CODES


def test_finding_says_numbers_partners_and_places():
    found = finding(of(DE1, DE2, PL1), "max_share_of_country", share=0.5)

    assert (round(found.have, 2), found.need) == (0.67, 0.5)
    assert (found.partners, found.about) == (("a", "b"), ("DE",))
    assert round(found.missing, 2) == 0.17


def test_finding_that_is_unknown_names_partners_without_the_fact():
    found = finding(of(DE1, NOWHERE, NOWHERE), "min_countries", n=2)

    assert (found.have, found.need, found.partners) == (1, 2, ("b", "c"))


def test_areas_that_are_missing_are_named():
    found = finding(of(DE1, PL1), "min_areas", n=3, areas=AREAS)

    assert (found.have, found.about) == (2, ("south",))


def test_check_keeps_the_order_of_the_rules():
    rules = [rule("max_partners", n=1), rule("min_partners", n=1)]

    assert [found.rule for found in check(rules, of(DE1))] == rules


def test_empty_composition_never_fails():
    for kind, params, _composition, _expected in CASES + BUDGETS:
        finding(Composition(), kind, **params)


def test_every_kind_describes_its_parameters():
    for kind in KINDS.values():
        names = [param.name for param in kind.params]
        assert names
        assert len(set(names)) == len(names)
        assert kind.__doc__
