"""The finder of duplicates: what it takes for one, and what it does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regions.moderation.duplicates import (
    ClusterRow,
    FacilityRow,
    PriorityRow,
    StrategyRow,
    find_cluster_pairs,
    find_facility_pairs,
    find_priority_pairs,
    find_strategy_pairs,
    host_of,
    mail_domain_of,
    name_key,
)

FIRST = {"title": "Catalan Bread Cluster", "country": "ES"}


def row(key: int, **fields) -> ClusterRow:
    values = {"title": f"Name {key}", "legal_name": "", "acronym": "", "website": ""}
    return ClusterRow(key=key, **{**values, "mailbox": "", "country": "ES"} | fields)


def reasons(first: dict, second: dict) -> list[str]:
    """The signs by which these two are taken for one; none if they are not."""
    pairs = find_cluster_pairs([row(1, **first), row(2, **second)])
    return [reason.code for pair in pairs for reason in pair.reasons]


@pytest.mark.parametrize(
    ("second", "codes"),
    [
        ({"title": "CATALAN BREAD CLUSTER e.V."}, ["name", "beginning"]),
        ({"title": "Clúster Bread, Catalan"}, ["name"]),
        ({"title": "Catalán Bread S.L."}, ["name", "beginning"]),
        ({"title": "CBC", "legal_name": "Catalan Bread Cluster GmbH"}, ["name"]),
        ({"title": "Catalan Brad Cluster"}, ["name"]),
    ],
)
def test_names_are_compared_without_forms_accents_order_and_slips(second, codes):
    assert reasons(FIRST, second) == codes


@pytest.mark.parametrize(
    ("first", "second", "codes"),
    [
        (
            {"website": "https://www.bread.eu/en"},
            {"website": "http://bread.eu"},
            ["site"],
        ),
        ({"acronym": "BRDC"}, {"title": "BRDC"}, ["acronym"]),
        (
            {"acronym": "BRD", "mailbox": "a@bread.eu"},
            {"acronym": "brd", "mailbox": "b@bread.eu"},
            ["mail", "acronym"],
        ),
    ],
)
def test_sites_mailboxes_and_short_names_are_signs(first, second, codes):
    assert reasons(first, second) == codes


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # Namesakes abroad, and neighbours whose names differ in what they say.
        ({"title": "BioEconomy Cluster"}, {"title": "Bioeconomy", "country": "SK"}),
        ({"title": "Luxembourg CleanTech"}, {"title": "Luxembourg HealthTech"}),
        ({"title": "Transilvania IT"}, {"title": "Transilvania Lifestyle"}),
        ({"mailbox": "a@gmail.com"}, {"mailbox": "b@gmail.com"}),
        ({"website": "https://facebook.com/a"}, {"website": "https://facebook.com/b"}),
        ({"acronym": "IT"}, {"acronym": "IT"}),
        ({"title": ""}, {"title": ""}),
    ],
)
def test_what_many_share_is_no_sign(first, second):
    assert reasons(first, second) == []


def test_site_of_an_agency_with_many_clusters_is_no_sign():
    rows = [
        row(key, title=title, website="https://agency.eu")
        for key, title in enumerate(("Wood", "Steel", "Glass", "Paper"))
    ]
    assert find_cluster_pairs(rows) == []
    assert len(find_cluster_pairs(rows[:2])) == 1


def test_pairs_of_one_cluster_are_those_of_all_that_hold_it():
    titles = ("Bread Cluster", "Cluster Bread", "Wine Cluster", "Wine e.V.", "Steel")
    rows = [row(key, title=title) for key, title in enumerate(titles)]
    everything = find_cluster_pairs(rows)
    assert [(one.first, one.second) for one in everything] == [(0, 1), (2, 3)]
    for key in range(len(rows)):
        own = [one for one in everything if key in (one.first, one.second)]
        assert find_cluster_pairs(rows, only=key) == own


def test_priorities_are_compared_within_one_strategy():
    titles = ("Sustainable food", "Food, sustainable", "Energy", "Sustainable food")
    rows = [
        PriorityRow(key, title, strategy)
        for key, (title, strategy) in enumerate(zip(titles, (1, 1, 1, 2), strict=True))
    ]
    found = find_priority_pairs(rows)
    assert [(one.first, one.second) for one in found] == [(0, 1)]
    assert find_priority_pairs(rows, only=3) == []


@given(st.lists(st.text(max_size=30), max_size=8))
def test_any_names_give_ordered_pairs_with_scores_up_to_one(names):
    rows = [
        row(key, title=name, legal_name=name[::-1]) for key, name in enumerate(names)
    ]
    for pair in find_cluster_pairs(rows):
        assert pair.first < pair.second
        assert 0 < pair.score <= 1
        assert pair.reasons


def test_addresses_are_read_to_the_host():
    assert host_of("https://WWW.Bread.eu:443/x?y") == "bread.eu"
    assert host_of("bread.eu") == ""
    assert host_of("https://sites.google.com/view/x") == ""
    assert mail_domain_of("Office@Bread.EU") == "bread.eu"
    assert name_key("Klaster Ł.Ó.D.Ź. sp. z o.o.") == name_key("łódź")


@pytest.mark.parametrize(
    ("first", "second", "codes"),
    [
        (("RIS3", "ES51", "2021-2027"), ("Plan", "ES51", "2021-2030"), ["period"]),
        (
            ("RIS3 Catalonia", "ES51", "2021-2027"),
            ("Catalonia RIS3", "ES51", "2021–2027"),
            ["title", "period"],
        ),
        (("RIS3 Catalonia", "ES51", ""), ("RIS3 Catalonia", "ES51", ""), ["title"]),
        # One that follows the other, though it is called the same.
        (("RIS3", "ES51", "2014-2020"), ("RIS3", "ES51", "2020-2027"), []),
        (("RIS3", "ES51", "2021-2027"), ("RIS3", "ES52", "2021-2027"), []),
        (("RIS3", "ES51", ""), ("Plan", "ES51", "2021-2027"), []),
        (("", "ES51", ""), ("", "ES51", ""), []),
    ],
)
def test_strategies_of_one_region_are_compared_by_years_and_titles(
    first, second, codes
):
    rows = [StrategyRow(1, *first), StrategyRow(2, *second)]
    found = find_strategy_pairs(rows)
    assert [reason.code for pair in found for reason in pair.reasons] == codes
    assert find_strategy_pairs(rows, only=2) == found
    assert find_strategy_pairs(rows, only=3) == []


SITE = "https://bread.eu"


@pytest.mark.parametrize(
    ("first", "second", "codes"),
    [
        (("Test bakery", "", "ES51"), ("Bakery, Test", "", "ES51"), ["name", "place"]),
        (("Test bakery", "", "ES51"), ("TEST BAKERY", "", "ES52"), ["name"]),
        (
            ("European test bakery", SITE, "ES51"),
            ("European tests bakery", SITE, "ES51"),
            ["name", "site", "place"],
        ),
        (("Test bakery", "", "ES51"), ("Test bakery", "", "FI1C"), []),
        # Two at one site and place are two unless they are called the same.
        (("Oven", SITE, "ES51"), ("Mill", SITE, "ES51"), []),
    ],
)
def test_facilities_are_compared_by_name_then_site_and_place(first, second, codes):
    rows = [FacilityRow(1, *first), FacilityRow(2, *second)]
    found = find_facility_pairs(rows)
    assert sorted(reason.code for pair in found for reason in pair.reasons) == sorted(
        codes
    )
    assert find_facility_pairs(rows, only=1) == found
