"""Cells that hold lists, and cells that a spreadsheet must not run."""

import csv
import io

import pytest

from regions.sheets.cells import CODES, LONGEST_LIST, PHRASES, guarded, unguarded
from regions.sheets.writing import csv_line


@pytest.mark.parametrize("kind", [PHRASES, CODES])
def test_list_that_is_too_long_is_refused_with_a_sentence(kind):
    """Blanks without end once cost hours."""
    with pytest.raises(ValueError, match="at most 5000 characters"):
        kind.value_of("a" + " " * 48_000 + "b")
    assert kind.value_of("a;" + " " * (LONGEST_LIST - 3) + "b") == ["a", "b"]


def test_values_of_a_list():
    cell = ' a ; "b; ""c""" ;; "" ;\td e '
    assert PHRASES.value_of(cell) == ["a", 'b; "c"', "", "d e"]


@pytest.mark.parametrize("cell", ['"a', '"a" b; c', 'x; "a""; b'])
def test_quotation_mark_that_is_not_closed(cell):
    with pytest.raises(ValueError, match="opened and not closed"):
        PHRASES.value_of(cell)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("a;=1+1", "a;'=1+1"),
        ("a; @b", "a; '@b"),
        ("a\n-b", "a\n'-b"),
        ("＝1", "'＝1"),
        ("＋1;－2", "'＋1;'－2"),
        ("a;'=b", "a;''=b"),
        ("a-b = c", "a-b = c"),
    ],
)
def test_sign_that_may_begin_a_formula_is_guarded_and_comes_back(text, safe):
    assert guarded(text) == safe
    assert unguarded(safe) == text


def test_every_cell_of_csv_is_in_quotation_marks():
    line = csv_line(["a", "b;=1", "", 'say "x"'])
    assert line == '"a","b;\'=1","","say ""x"""\r\n'
    assert next(csv.reader(io.StringIO(line))) == ["a", "b;'=1", "", 'say "x"']
