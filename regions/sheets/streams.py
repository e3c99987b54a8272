"""XML parts of a workbook as streams: the texts that cells share, the rows of a sheet.

Read by defusedxml: no entities, no document types, nothing from elsewhere.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from xml.sax import SAXException  # nosec B406 - a name; defusedxml parses
from xml.sax.handler import ContentHandler  # nosec B406 - a name too

import defusedxml.sax
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _

from regions.sheets.cells import from_xml
from regions.sheets.faults import FileRefused
from regions.sheets.raw import MOST_COLUMNS, Cell
from regions.sheets.raw import letters as column_letters

MOST_TEXTS, MOST_LINES, MOST_CELLS = 1_000_000, 1_048_576, 4_000_000
_BLOCK = 64 * 1024
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


class Handler(ContentHandler):
    """Calls with each element's own name, without the prefix of its namespace."""

    def startElement(self, name, attrs):
        self.begin(name.rpartition(":")[2], dict(attrs.items()))

    def endElement(self, name):
        self.end(name.rpartition(":")[2])

    def begin(self, name: str, attrs: dict[str, str]) -> None:
        """An element opens."""

    def end(self, name: str) -> None:
        """An element closes."""


class Calls(Handler):
    def __init__(self, begin: Callable[[str, dict[str, str]], None]) -> None:
        super().__init__()
        self.begin = begin  # type: ignore[method-assign]


def parse(
    package: zipfile.ZipFile, part: str, begin: Callable[[str, dict[str, str]], None]
) -> None:
    feed(package, part, Calls(begin))


def feed(package: zipfile.ZipFile, part: str, handler: ContentHandler) -> None:
    for _step in _feeding(package, part, handler):
        pass


def _feeding(
    package: zipfile.ZipFile, part: str, handler: ContentHandler
) -> Iterator[None]:
    """Give the part to the handler block by block."""
    parser = defusedxml.sax.make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(handler)
    try:
        with package.open(part) as stream:
            while block := stream.read(_BLOCK):
                parser.feed(block)
                yield
            parser.close()
            yield
    except DefusedXmlException as error:
        raise FileRefused(
            _("The file holds declarations that no table needs, so it is refused.")
        ) from error
    except (SAXException, LookupError, ValueError) as error:
        raise FileRefused(
            _(
                "The file is damaged and cannot be opened. Save it again and upload"
                " that."
            )
        ) from error


class Texts(Handler):
    """Texts that cells share; readings of Asian signs are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._is_text = self._is_reading = False

    def begin(self, name: str, attrs: dict[str, str]) -> None:
        if name == "si":
            self._parts = []
        self._is_reading = self._is_reading or name == "rPh"
        self._is_text = name == "t" and not self._is_reading

    def characters(self, content: str) -> None:
        if self._is_text:
            self._parts.append(content)

    def end(self, name: str) -> None:
        self._is_text = False
        if name == "rPh":
            self._is_reading = False
        if name == "si":
            self.texts.append(from_xml("".join(self._parts)))
            if len(self.texts) > MOST_TEXTS:
                raise FileRefused(_("The file holds more texts than a table has."))


class Sheet(Handler):
    """The rows of one sheet, with what is wrong with a cell beside its text."""

    def __init__(self, title: str, texts: list[str], dates: set[int]) -> None:
        super().__init__()
        self.title = title
        self.merged: list[str] = []
        self._texts, self._dates = texts, dates
        self._ready: list[tuple[int, dict[int, Cell]]] = []
        self._row, self._column = 0, -1
        self._cells: dict[int, Cell] = {}
        self._lines = self._count = 0
        self._open: dict[str, str] = {}
        self._has_formula = self._is_reading = False
        self._parts: list[str] = []
        self._taking = False

    def rows_of(
        self, package: zipfile.ZipFile, part: str
    ) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Number and cells of each row, as the sheet is read."""
        for _step in _feeding(package, part, self):
            ready, self._ready = self._ready, []
            yield from ready

    def begin(self, name: str, attrs: dict[str, str]) -> None:
        if name == "row":
            self._begin_row(attrs)
        elif name == "c":
            self._begin_cell(attrs)
        elif name == "f":
            self._has_formula, self._parts = True, ["="]
        elif name == "rPh":
            self._is_reading = True
        elif name == "mergeCell" and len(self.merged) < 100:
            self.merged.append(attrs.get("ref", ""))
        # Of a formula its own text is shown, not what it came to.
        is_value = name in ("v", "t") and not self._is_reading
        self._taking = name == "f" or (is_value and not self._has_formula)

    def _begin_row(self, attrs: dict[str, str]) -> None:
        self._row = int(attrs.get("r", self._row + 1))
        self._column, self._cells = -1, {}
        self._lines += 1
        if self._lines > MOST_LINES or self._count > MOST_CELLS:
            raise FileRefused(_("The file holds more rows than a spreadsheet has."))

    def _begin_cell(self, attrs: dict[str, str]) -> None:
        self._open = attrs
        self._parts, self._has_formula = [], False
        self._count += 1
        match = _REFERENCE.fullmatch(attrs.get("r", ""))
        self._column = _place(match[1]) if match else self._column + 1

    def characters(self, content: str) -> None:
        if self._taking:
            self._parts.append(content)

    def end(self, name: str) -> None:
        self._taking = False
        if name == "rPh":
            self._is_reading = False
        elif name == "c":
            self._end_cell()
        elif name == "row" and self._cells:
            self._ready.append((self._row, self._cells))

    def _end_cell(self) -> None:
        cell = self._cell("".join(self._parts))
        if not cell.text and not cell.reason:
            return
        if self._column >= MOST_COLUMNS:
            raise FileRefused(
                _(
                    "%(sheet)s, row %(row)d: there are cells as far as column"
                    " %(column)s."
                )
                % {
                    "sheet": self.title,
                    "row": self._row,
                    "column": column_letters(self._column),
                }
            )
        self._cells[self._column] = cell

    def _cell(self, text: str) -> Cell:
        kind = self._open.get("t", "n")
        if self._has_formula:
            return Cell(text, _("This is a formula. Paste its value instead."))
        if kind == "s":
            return Cell(self._texts[int(text)]) if text else Cell("")
        if kind in ("inlineStr", "str"):
            return Cell(from_xml(text))
        if kind == "e":
            return Cell(text, _("This cell shows an error of the spreadsheet."))
        if kind == "b":
            return Cell("yes" if text == "1" else "no") if text else Cell("")
        style = self._open.get("s", "0")
        if text and (kind == "d" or int(style) in self._dates):
            return Cell(
                text,
                _(
                    "The spreadsheet made a date of this. Format the column as text and"
                    " write the value again."
                ),
            )
        return Cell(_number(text))


def _number(text: str) -> str:
    """A number as a person wrote it: 4.0 and 4 are 4."""
    if not text:
        return ""
    number = float(text)
    if number.is_integer() and abs(number) < 10**15:
        return str(int(number))
    return repr(number)


def _place(name: str) -> int:
    place = 0
    for letter in name:
        place = place * 26 + ord(letter) - 64
    return place - 1
