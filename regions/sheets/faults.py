"""What is wrong with a file: as a whole, or at one place of it."""

from dataclasses import asdict, dataclass
from typing import Any

from portal.web.errors import PortalError

LONGEST_VALUE = 80


class FileRefused(PortalError):
    """The file cannot be read as tables at all; the message says why and what to do."""


@dataclass(frozen=True)
class Fault:
    """One fault: `row` as a spreadsheet counts it, 0 where a whole table is meant."""

    sheet: str
    row: int
    column: str
    value: str
    reason: str

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def fault(sheet: str, row: int, column: str, value: object, reason: str) -> Fault:
    """A fault whose value is cut to what a person can read."""
    text = "" if value is None else str(value)
    if len(text) > LONGEST_VALUE:
        text = text[:LONGEST_VALUE] + "…"
    return Fault(sheet, row, column, text, str(reason))
