"""The command that times proposals."""

import json

import pytest
from django.core.management import CommandError, call_command


def test_bench_prints_json_of_every_call(capsys):
    call_command("bench_consortia", "--candidates=30", "--registers=1", "--json")

    told = json.loads(capsys.readouterr().out)

    assert told["candidates"] == 30
    assert set(told["calls"]) == {"strand 1", "strand 2a", "mixed"}
    for call in told["calls"].values():
        assert call["exact"]["feasible"] >= call["greedy"]["feasible"]
        part = call["greedy_by_rules"]["part_of_best"]
        assert part is None or part <= 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--candidates=0"], "from 1 to"),
        (["--candidates=9", "--registers=0"], "at least 1"),
        (["--candidates=9", "--low=5", "--high=2"], "size of a consortium"),
    ],
)
def test_bench_refuses_what_it_cannot_do(options, words):
    with pytest.raises(CommandError, match=words):
        call_command("bench_consortia", *options)
