"""The finder of duplicates in the real register, in which nobody stands twice."""

from dataclasses import replace

from regions.moderation.duplicate_queries import (
    cluster_rows,
    duplicate_twins,
    priority_rows,
)
from regions.moderation.duplicates import find_cluster_pairs


def test_no_pair_of_the_register_looks_like_a_duplicate():
    assert (len(cluster_rows()) > 600, len(priority_rows()) > 1000) == (True, True)
    assert duplicate_twins() == []


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
