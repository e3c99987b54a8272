"""What one cell holds: each kind of cell has a reader, and a writer that undoes it.

A reader takes the cell's text, never an empty one, and raises ValueError with a
sentence; a writer takes a value and gives a text. Reading what was written gives the
value again.
"""

import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

Reader = Callable[[str], Any]
Writer = Callable[[Any], str]

_WHOLE = re.compile(r"(-?\d{1,9})(?:[.,]0)?")
_YES = {"yes", "1", "true", "ja", "oui", "wahr", "vrai"}
_NO = {"no", "0", "false", "nein", "non", "falsch", "faux"}
_NEEDS_QUOTES = re.compile(r'[;"\r\n]|^\s|\s$|^$')
# Possessive: what was passed over is not tried again, so long cells cost no more.
_QUOTED = re.compile(r'"((?:[^"]++|"")*+)"\s*+(?:;|\Z)')
_BLANKS = re.compile(r"\s*+")
LONGEST_LIST = 5_000


@dataclass(frozen=True)
class Kind:
    """A kind of cell: how it is read and written, and what an empty one means."""

    read: Reader
    write: Writer
    empty: Any = ""

    def value_of(self, cell: str) -> Any:
        """The value of a cell; a list is made anew each time."""
        if cell == "" or (self.empty != "" and not cell.strip()):
            return self.empty.copy() if self.empty in ([], {}) else self.empty
        return self.read(cell)


def _as_it_is(value: str) -> str:
    return value


def _read_code(cell: str) -> str:
    return cell.strip()


def _read_word(cell: str) -> str:
    return cell.strip().lower()


def _read_whole(cell: str) -> int:
    match = _WHOLE.fullmatch(cell.strip())
    if not match:
        raise ValueError(_("This is not a whole number."))
    return int(match[1])


def _write_whole(value: int | None) -> str:
    return "" if value is None else str(value)


def _read_flag(cell: str) -> bool:
    word = cell.strip().lower()
    if word not in _YES | _NO:
        raise ValueError(_("Write yes or no."))
    return word in _YES


def _write_flag(value: bool) -> str:
    return "yes" if value else "no"


def split_list(cell: str) -> list[str]:
    """The values of a list in one cell: `a; b; "with ; or "" in it"`."""
    _check_length(cell)
    values, place = [], 0
    while place <= len(cell):
        blanks = _BLANKS.match(cell, place)
        place = blanks.end() if blanks else place
        if cell.startswith('"', place):
            quoted = _QUOTED.match(cell, place)
            if quoted is None:
                raise ValueError(_("A quotation mark is opened and not closed."))
            values.append(quoted[1].replace('""', '"'))
            place = quoted.end() if quoted[0].endswith(";") else len(cell) + 1
            continue
        end = cell.find(";", place)
        end = len(cell) if end < 0 else end
        plain = cell[place:end].strip()
        if plain:
            values.append(plain)
        place = end + 1
    return values


def _check_length(cell: str) -> None:
    if len(cell) > LONGEST_LIST:
        raise ValueError(
            _("A list is at most %(most)d characters long; these are %(count)d.")
            % {"most": LONGEST_LIST, "count": len(cell)}
        )


def join_list(values: list[str]) -> str:
    """A list as one cell; what would be taken for two values, or trimmed, is quoted."""
    quoted = [
        '"' + one.replace('"', '""') + '"' if _NEEDS_QUOTES.search(one) else one
        for one in values
    ]
    return "; ".join(quoted)


def _read_codes(cell: str) -> list[str]:
    _check_length(cell)
    return [one for one in re.split(r"[\s;,]+", cell.strip()) if one]


def _read_pairs(cell: str) -> dict[str, str]:
    pairs = {}
    for one in split_list(cell):
        name, mark, level = one.partition("=")
        if not mark:
            raise ValueError(_("Write pairs such as team_size=partners."))
        pairs[name.strip()] = level.strip()
    return pairs


def _write_pairs(value: Mapping[str, str]) -> str:
    return "; ".join(f"{name}={level}" for name, level in sorted(value.items()))


TEXT = Kind(_as_it_is, _as_it_is)
CODE = Kind(_read_code, _as_it_is)
WORD = Kind(_read_word, _as_it_is)
WHOLE = Kind(_read_whole, _write_whole, None)
FLAG = Kind(_read_flag, _write_flag, False)
PHRASES = Kind(split_list, join_list, [])
CODES = Kind(_read_codes, "; ".join, [])
PAIRS = Kind(_read_pairs, _write_pairs, {})


def restored_code(code: str, known: Container[str]) -> str:
    """A code as it was before a spreadsheet took it for a number: 5 or 5.0 is 05."""
    if code in known:
        return code
    whole = code.removesuffix(".0").removesuffix(",0")
    for guess in (whole, whole.zfill(2)):
        if whole.isdigit() and guess in known:
            return guess
    return code


# --- what spreadsheets would run, or cannot hold ----------------------------------

# Full-width signs too: some spreadsheets take them for the narrow ones.
_SIGN = "'*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]"
_RUNS = re.compile(_SIGN)
# Where a spreadsheet that parts cells otherwise may see the beginning of one.
_BEGINS_RUNNING = re.compile(rf"(^|[;\n])( *)({_SIGN})")
_APOSTROPHE = re.compile(rf"(^|[;\n])( *)'({_SIGN})")
# Written by Excel's rule (ECMA-376, ST_Xstring): what XML cannot hold, or would change.
_NOT_IN_XML = re.compile(
    "[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4})"
)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def guarded(text: str) -> str:
    """A text for CSV that no spreadsheet runs: an apostrophe stands before each sign.

    After semicolons and line ends too, where another spreadsheet begins a cell.
    """
    return _BEGINS_RUNNING.sub(r"\1\2'\3", text)


def unguarded(cell: str) -> str:
    """The text that `guarded` was given; `'s-Hertogenbosch` keeps its apostrophe."""
    return _APOSTROPHE.sub(r"\1\2\3", cell)


def would_run(text: str) -> bool:
    """Whether a spreadsheet may take this text for a formula."""
    return bool(_RUNS.match(text))


def to_xml(text: str) -> str:
    """A text as XLSX holds it: signs that XML cannot hold as `_xHHHH_`."""
    return _NOT_IN_XML.sub(lambda one: f"_x{ord(one[0]):04X}_", text)


def from_xml(text: str) -> str:
    """The text that `to_xml` was given."""
    return _ESCAPED.sub(lambda one: chr(int(one[1], 16)), text)
