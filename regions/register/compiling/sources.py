"""Read the collected facts, and say plainly when a file or a column is not there."""

import csv
from collections.abc import Iterable
from pathlib import Path


class SourceError(Exception):
    """A source file is missing, unreadable, or lacks a column that is needed."""


def read_rows(folder: Path, name: str, columns: Iterable[str]) -> list[dict[str, str]]:
    """Return the rows of one source file with only the columns asked for.

    Cells are stripped, and runs of white space (some sources end names with a hard
    space or a line break) become one space.
    """
    path = folder / name
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            missing = set(columns) - set(reader.fieldnames or ())
            if missing:
                lacking = ", ".join(sorted(missing))
                raise SourceError(f"{name} lacks the column {lacking}")
            return [{key: tidy(row[key]) for key in columns} for row in reader]
    except FileNotFoundError:
        raise SourceError(f"{name} is not in {folder}") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise SourceError(f"{name} cannot be read: {error}") from None


def tidy(cell: str | None) -> str:
    return " ".join((cell or "").split())


def split_phrases(cell: str) -> list[str]:
    """Return the phrases of a cell parted by semicolons, each once."""
    phrases = [tidy(part) for part in cell.split(";")]
    return list(dict.fromkeys(part for part in phrases if part))


def unique_codes(cell: str) -> str:
    """Return the codes of a cell parted by spaces, sorted, each once."""
    return " ".join(sorted(set(cell.split())))
