"""The lexicon: words of the register in English, German and French, by hand."""

from dataclasses import dataclass
from pathlib import Path

from regions.register import cells
from regions.register.reading import DATA_FOLDER, Register, RegisterError, read_table
from regions.register.tables import Column, Table

LEXICON_FOLDER = DATA_FOLDER / "hand"
_FORMS = cells.phrases(80)

LEXICON = Table(
    "lexicon",
    (
        Column("en", _FORMS, required=True),
        Column("de", _FORMS, empty=()),
        Column("fr", _FORMS, empty=()),
        Column("note", cells.text(200)),
    ),
    ("en",),
)


@dataclass(frozen=True)
class Entry:
    """One thing and its names; the first English one is the register's own."""

    en: tuple[str, ...]
    de: tuple[str, ...]
    fr: tuple[str, ...]


def read_lexicon(folder: Path = LEXICON_FOLDER) -> tuple[Entry, ...]:
    """Read `lexicon.csv`; RegisterError names file, row and column of each fault."""
    register = Register()
    rows = read_table(folder / LEXICON.file, LEXICON, register)
    seen: dict[str, int] = {}
    for row in rows:
        name = row["en"][0].casefold()
        if name in seen:
            problem = f"{name!r} stands in row {seen[name]} already"
            register.report(LEXICON, row.number, "en", problem)
        seen.setdefault(name, row.number)
        if not row["de"] and not row["fr"]:
            register.report(LEXICON, row.number, "de", "no German and no French form")
    if register.faults:
        raise RegisterError(register.faults)
    return tuple(
        Entry(tuple(row["en"]), tuple(row["de"]), tuple(row["fr"])) for row in rows
    )
