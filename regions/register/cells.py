"""What one cell of a table may hold: each reader takes text and gives a value.

A reader raises ValueError with a phrase that finishes "row 12, column x: ...".
An empty cell never reaches a reader; `empty` in the column says what it means.
"""

import re
from collections.abc import Callable
from datetime import date

Reader = Callable[[str], object]

_URL = re.compile(r"https?://[^\s/]+\.[^\s]+")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PERIOD = re.compile(r"(\d{4})-(\d{4})")


def text(limit: int) -> Reader:
    """Words of at most `limit` characters."""

    def read(cell: str) -> str:
        if len(cell) > limit:
            raise ValueError(f"{len(cell)} characters, at most {limit} fit")
        return cell

    return read


def choice(*allowed: str) -> Reader:
    """One of a few words."""

    def read(cell: str) -> str:
        if cell not in allowed:
            raise ValueError(f"unknown value {cell!r}, one of {', '.join(allowed)}")
        return cell

    return read


def whole(low: int, high: int) -> Reader:
    """A whole number from `low` to `high`."""

    def read(cell: str) -> int:
        try:
            number = int(cell)
        except ValueError:
            raise ValueError(f"{cell!r} is not a whole number") from None
        return _within(number, low, high)

    return read


def decimal(low: float, high: float) -> Reader:
    """A number from `low` to `high`; nan and infinity are refused."""

    def read(cell: str) -> float:
        try:
            number = float(cell)
        except ValueError:
            raise ValueError(f"{cell!r} is not a number") from None
        return _within(number, low, high)

    return read


def _within(number, low, high):
    if not low <= number <= high:
        raise ValueError(f"{number} is not between {low} and {high}")
    return number


def flag(cell: str) -> bool:
    """0 or 1."""
    if cell not in ("0", "1"):
        raise ValueError(f"{cell!r} is neither 0 nor 1")
    return cell == "1"


def url(limit: int) -> Reader:
    """A web address of at most `limit` characters."""

    def read(cell: str) -> str:
        if not _URL.fullmatch(cell):
            raise ValueError(f"{cell!r} is not a web address")
        return text(limit)(cell)

    return read


def slug(limit: int) -> Reader:
    """Small letters, digits and single hyphens: the end of a page's address."""

    def read(cell: str) -> str:
        if not _SLUG.fullmatch(cell):
            raise ValueError(f"{cell!r} is not a page address")
        return text(limit)(cell)

    return read


def day(cell: str) -> date:
    """A date such as 2024-05-31."""
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise ValueError(f"{cell!r} is not a date like 2024-05-31") from None


def period(cell: str) -> str:
    """Two years such as 2021-2027, the first not later."""
    match = _PERIOD.fullmatch(cell)
    if not match or match[1] > match[2]:
        raise ValueError(f"{cell!r} is not a period like 2021-2027")
    return cell


def many(part: Reader, separator: str) -> Reader:
    """A list in one cell; a value given twice is a fault."""

    def read(cell: str) -> list:
        values = [part(each.strip()) for each in cell.split(separator)]
        if "" in values:
            raise ValueError(f"an empty value between two {separator!r}")
        for value in values:
            if values.count(value) > 1:
                raise ValueError(f"{value!r} is given twice")
        return values

    return read


def codes(limit: int = 12) -> Reader:
    """Codes with a space between."""
    return many(text(limit), " ")


def phrases(limit: int) -> Reader:
    """Short phrases with a semicolon between."""
    return many(text(limit), ";")
