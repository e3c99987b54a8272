"""The finder of duplicates in the real register, which names two facilities twice."""

from dataclasses import replace

from regions.moderation.duplicate_queries import (
    cluster_rows,
    duplicate_twins,
    facility_rows,
    priority_rows,
    strategy_rows,
)
from regions.moderation.duplicates import find_cluster_pairs

# As their source has them: by a short name and by a long one.
KNOWN = [
    (
        "ukj1-instruct-integrated-structural-biology-infrastructure",
        "ukj1-integrated-structural-biology-infrastructure-for-europe-instruct",
    ),
    (
        "iti4-emso-european-multidisciplinary-seafloor-and-water-column-observatory",
        "iti4-european-multidisciplinary-seafloor-observatory-emso",
    ),
]


def test_no_pair_of_the_register_looks_like_a_duplicate():
    assert (len(cluster_rows()) > 600, len(priority_rows()) > 1000) == (True, True)
    twins = duplicate_twins()
    assert [one for one in twins if one.kind != "facility"] == []


def test_facilities_that_their_source_names_twice_are_found_and_no_others():
    assert (len(strategy_rows()) > 200, len(facility_rows()) > 400) == (True, True)
    found = [
        (twins.first.slug, twins.second.slug)
        for twins in duplicate_twins()
        if twins.kind == "facility"
    ]
    assert found == KNOWN


def test_second_entry_of_any_cluster_is_found_by_its_name():
    """As people write one anew: capitals, a legal form, the words turned round."""
    rows = cluster_rows()
    missed = []
    for number, row in enumerate(rows):
        words = row.title.upper().split()
        again = replace(row, key=-1, title=" ".join([*words[1:], words[0], "e.V."]))
        if number % 10 == 0:
            found = find_cluster_pairs([*rows, replace(again, acronym="")], only=-1)
            if not any(row.key in (one.first, one.second) for one in found):
                missed.append(row.title)
    assert missed == []
