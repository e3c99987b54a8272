"""The funnel as CSV: a line for each group and stage, small numbers protected."""

from collections.abc import Iterator

from matching.outcomes.filters import labels_of
from matching.outcomes.funnel import Asked, read_divisions, read_funnel
from matching.outcomes.models import Stage
from matching.outcomes.protection import FEW, LEAST, Figure, lone
from regions.sheets.writing import csv_line

COLUMNS = ("since", "until", "only", "group", "value", "label", "stage", "pairs")


def csv_of(asked: Asked) -> str:
    """The whole file; with the mark by which spreadsheets know its letters."""
    return "\ufeff" + csv_line(COLUMNS) + "".join(map(csv_line, _lines(asked)))


def _lines(asked: Asked) -> Iterator[list[str]]:
    head = [
        asked.since.isoformat() if asked.since else "",
        asked.until.isoformat() if asked.until else "",
        " ".join(f"{name}={value}" for name, value in asked.only),
    ]
    for row in read_funnel(asked).stages:
        own = lone(row.pairs.value) if row.pairs.value is not None else row.pairs
        yield [*head, "total", "", "", row.stage.value, _cell(own)]
    for by, groups in read_divisions(asked).items():
        labels = labels_of(by)
        for group in groups:
            named = [by, group.value, labels.get(group.value, group.value)]
            for stage in Stage:
                yield [*head, *named, stage.value, _cell(group.pairs[stage])]


def _cell(figure: Figure) -> str:
    """A number, "<5", or "x" where it is not told for the sake of another."""
    if figure.value is not None:
        return str(figure.value)
    return f"<{LEAST}" if figure.mark == FEW else "x"
