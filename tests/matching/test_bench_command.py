"""`bench_matching`: what it times, and what it refuses. No test looks at the times."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command


def bench(**options):
    out = StringIO()
    call_command("bench_matching", top=5, threads=1, stdout=out, **options)
    return out.getvalue()


def test_all_lists_are_timed_unless_rows_are_asked_for():
    found = json.loads(bench(profiles=130, json=True))
    assert (found["profiles"], found["ours"]["rows"]) == (130, 130)
    found = json.loads(bench(profiles=130, rows=7, json=True))
    assert (found["profiles"], found["ours"]["rows"]) == (130, 7)
    assert {"seconds", "ns_per_pair", "peak_mb", "index_seconds"} < set(found["ours"])


def test_table_says_how_many_lists_it_found():
    assert "all lists" in bench(profiles=100)
    assert "7 of the lists" in bench(profiles=100, rows=7)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"profiles": 99}, "at least 100 profiles and one place are needed"),
        ({"profiles": 100, "rows": 0}, "rows must be from 1 to 100"),
        ({"profiles": 100, "rows": 101}, "rows must be from 1 to 100"),
    ],
)
def test_sizes_that_make_no_sense_are_refused(options, message):
    with pytest.raises(CommandError, match=message):
        bench(**options)
