"""Real lists of a dozen regions stay as they are until somebody means to move them."""

import difflib
import re
from pathlib import Path

import pytest

from matching.queries import current_run
from tests.seed.golden import FIRST, REGIONS, render

pytestmark = pytest.mark.slow
FILE = Path(__file__).parent / "golden.txt"
# Points: rounding may differ between processors, nothing else.
TOLERANCE = 0.011
_SCORE = re.compile(r"^( *\d+ +)(\d+\.\d\d)", re.M)


def test_first_ten_of_a_dozen_regions_are_the_golden_ones():
    found = render(current_run())
    kept = FILE.read_text(encoding="utf-8")
    assert kept.count("\n") == len(REGIONS) * (FIRST + 1)
    difference = difflib.unified_diff(
        _without_scores(kept), _without_scores(found), "kept", "found", lineterm=""
    )
    assert "\n".join(difference) == ""
    assert _scores(found) == pytest.approx(_scores(kept), abs=TOLERANCE)


def _without_scores(text: str) -> list[str]:
    return _SCORE.sub(r"\1", text).splitlines()


def _scores(text: str) -> list[float]:
    return [float(score) for _, score in _SCORE.findall(text)]
