"""Papers as tagged PDF files (PDF/UA-1), set by Typst from data.

What people wrote goes in as data and is set letter by letter: nothing in it is read as
markup. A template can read files of its own folder only, and import the frame that all
papers share, `@portal/papers` (`documents/packages/`); nothing is fetched. Fonts are
those inside of Typst (Libertinus: Latin, Greek, Cyrillic, Hebrew), so that a paper
looks the same on every machine. A sheet takes a few milliseconds.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst

PACKAGES = Path(__file__).parent / "documents" / "packages"
MEDIA_TYPE = "application/pdf"
# Stands for a sign that the font does not have.
UNKNOWN = "□"
# A word beyond this can be parted where it does not fit its column.
LONGEST_WORD = 36
_TURNS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
# The mark of an order of bytes, which texts from files begin with; PDF/UA refuses it.
_MARK = "\ufeff"
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed')
_CODE = re.compile(r"\\u\{([0-9a-f]+)\}")
# Papers in which signs are missing are set again, at most so often.
MOST_TRIES = 3


def typeset(template: Path, data: Mapping[str, Any]) -> bytes:
    """The paper as a PDF file; `template` is a Typst file.

    Values of the name `url` are left as they are: they lead somewhere.

    Signs that no font of ours has become a square: a paper without them is better than
    none, and PDF/UA takes no sign that cannot be read.
    """
    known = _cleaned(data)
    for _ in range(MOST_TRIES):
        try:
            return _compiled(template, known)
        except typst.TypstError as error:
            missing = _missing(error.diagnostic)
            if not missing:
                raise
            known = _without(known, missing)
    return _compiled(template, _plainest(known))


def source_of(template: Path) -> dict[str, Any]:
    """How Typst is asked: the file, its folder, and fonts that are inside of it."""
    return {
        "input": template,
        "root": template.parent,
        "font_paths": _fonts(),
        "ignore_system_fonts": True,
        # None is fetched: there are no others than our own.
        "package_path": PACKAGES,
        "package_cache_path": PACKAGES,
    }


def inputs_of(data: Mapping[str, Any]) -> dict[str, str]:
    return {"data": json.dumps(data, ensure_ascii=False)}


def _compiled(template: Path, data: Mapping[str, Any]) -> bytes:
    return typst.compile(
        **source_of(template),
        format="pdf",
        pdf_standards="ua-1",
        sys_inputs=inputs_of(data),
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


def _missing(diagnostic: str) -> set[str]:
    """The signs that Typst says it cannot show. It names a letter beside a mark that
    the font does not have, so that marks go first, and letters only after them."""
    found: set[str] = set()
    for text in _MISSING.findall(diagnostic):
        found |= set(_CODE.sub(lambda one: chr(int(one[1], 16)), text))
    return {sign for sign in found if unicodedata.category(sign)[0] == "M"} or found


def _without(value: Any, signs: set[str]) -> Any:
    table = str.maketrans(dict.fromkeys(signs, UNKNOWN))
    return _mapped(value, lambda text: text.translate(table))


def _plainest(value: Any) -> Any:
    """Only letters, digits and signs up to Cyrillic, if all else failed."""
    return _mapped(
        value, lambda text: "".join(s if ord(s) < 0x530 else UNKNOWN for s in text)
    )


def _cleaned(value: Any) -> Any:
    """All texts cleaned; a title of signs that nobody sees is not left empty."""
    found = _mapped(value, clean)
    for one in (found, *found.get("blocks", ())):
        for name in ("title", "text"):
            if name in one and not one[name].strip():
                one[name] = UNKNOWN
    return found


def clean(text: str) -> str:
    """The text without signs of control or of other readings, long words parted."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = "".join(sign for sign in plain if sign == "\n" or _is_written(sign))
    return re.sub(
        rf"\S{{{LONGEST_WORD},}}", _parted, unicodedata.normalize("NFC", kept)
    )


def _is_written(sign: str) -> bool:
    return unicodedata.category(sign) not in ("Cc", "Cs", "Co", "Cn") and (
        sign not in _TURNS and sign != _MARK
    )


def _parted(word: re.Match[str]) -> str:
    text = word[0]
    step = LONGEST_WORD // 3
    return "\u200b".join(text[at : at + step] for at in range(0, len(text), step))


def _mapped(value: Any, change: Any) -> Any:
    """The same shape, with each text changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {
            name: one if name == "url" else _mapped(one, change)
            for name, one in value.items()
        }
    if isinstance(value, list | tuple):
        return [_mapped(one, change) for one in value]
    return value
