"""What is no table, or none that can be trusted, is refused with place and reason."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook
from openpyxl.workbook.protection import WorkbookProtection

from regions.sheets import reading
from regions.sheets.faults import FileRefused
from regions.sheets.reading import read_file
from tests.sheets.files import csv, package, places, saved, xlsx, zipped

HEAD = ["id", "title", "economic"]
GOOD = [HEAD, ["new:1", "Food", "10"]]
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def changed(part: str, *replacements: tuple[bytes, bytes], **more: bytes) -> bytes:
    """A good workbook with one part changed, and parts added."""
    parts = parts_of(xlsx(priorities=GOOD))
    for old, new in replacements:
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new)
    return package(parts | more)


def read(data: bytes, name: str = "file.xlsx") -> dict:
    file = read_file(name, data)
    assert file.faults == []
    return {
        table: [(row.number, row.cells) for row in raw.rows]
        for table, raw in file.tables.items()
    }


ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'
XML = b"<?xml version='1.0' encoding='UTF-8'?>"
BILLION = b"".join(
    [
        b'<!DOCTYPE lolz [<!ENTITY l0 "lol">',
        *(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10)),
        b"]>",
    ]
)
REFUSED = {
    "nothing": (b"", "f.xlsx", "The file is empty."),
    "blanks": (b" \n ", "f.csv", "The file is empty."),
    "old Excel": (OLD + b"x" * 100, "f.xls", "old Excel file"),
    "password": (
        OLD + b"x" * 99 + "EncryptedPackage".encode("utf-16-le"),
        "f.xlsx",
        "protected by a password",
    ),
    "cut off": (xlsx(priorities=GOOD)[:-400], "f.xlsx", "damaged"),
    "no zip": (b"PK\x03\x04 nonsense", "f.xlsx", "damaged"),
    "macros": (
        package(parts_of(xlsx(priorities=GOOD)) | {"xl/vbaProject.bin": b"x"}),
        "f.xlsm",
        "macros",
    ),
    "macros by type": (
        changed(
            "[Content_Types].xml",
            (b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"),
        ),
        "f.xlsx",
        "macros",
    ),
    "OpenDocument": (package({"mimetype": b"application/vnd.oasis"}), "f.ods", "Open"),
    "entities": (
        changed("xl/worksheets/sheet1.xml", (b"<worksheet", ENTITY + b"<worksheet")),
        "f.xlsx",
        "declarations",
    ),
    "billion laughs": (
        package(
            parts_of(xlsx(priorities=GOOD))
            | {"xl/sharedStrings.xml": BILLION + b"<sst><si><t>&l9;</t></si></sst>"}
        ),
        "f.xlsx",
        "declarations",
    ),
    "no XML": (
        changed("xl/worksheets/sheet1.xml", (b"</row>", b"</raw>")),
        "f.xlsx",
        "damaged",
    ),
    "no known sheet": (xlsx(Sheet1=[]), "f.xlsx", "no table in this file"),
    "UTF-16": ("id;title".encode("utf-16"), "f.csv", "not in UTF-8"),
    "Latin": (
        csv("id,title", "new:1,Food") + "\r\nnew:2,Käse".encode("latin-1"),
        "priorities.csv",
        "priorities.csv, row 3: the text is not in UTF-8",
    ),
    "NUL": (
        csv("id,title", "new:1,Fo\x00od"),
        "priorities.csv",
        "row 2: there is a NUL byte",
    ),
    "tabs": (csv("id\ttitle", "new:1\tFood"), "priorities.csv", "neither by commas"),
    "open quote": (
        csv("id,title", 'new:1,"Food'),
        "priorities.csv",
        "no readable CSV",
    ),
    "other columns": (csv("a,b", "1,2"), "things.csv", "no table in this file"),
    "twice": (
        package(
            {"priorities.csv": csv("id,title"), "x/priorities.csv": csv("id,title")}
        ),
        "f.zip",
        "is in the file twice",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_table_is_refused_with_a_sentence(case):
    data, name, said = REFUSED[case]
    with pytest.raises(FileRefused, match=said):
        read_file(name, data)


def test_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    parts = parts_of(xlsx(priorities=GOOD))
    bomb = package(parts | {"xl/worksheets/sheet9.xml": b" " * 6 * 1024 * 1024})
    opened = []
    monkeypatch.setattr(reading, "read_workbook", lambda *a: opened.append(a))
    with pytest.raises(FileRefused, match="far larger once unpacked"):
        read_file("f.xlsx", bomb)
    assert opened == []


def test_many_parts_that_are_large_together_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_UNPACKED", 3_000)
    with pytest.raises(FileRefused, match="far larger once unpacked"):
        read_file("f.xlsx", xlsx(priorities=GOOD))


def test_too_many_rows_are_refused(settings):
    settings.IMPORT_MOST_ROWS = 2
    rows = [["new:1", "A", "10"], ["new:2", "B", "10"], ["new:3", "C", "10"]]
    assert read(xlsx(priorities=[HEAD, *rows[:2]]))
    with pytest.raises(FileRefused, match="more than 2 rows"):
        read_file("f.xlsx", xlsx(priorities=[HEAD, *rows]))


def test_too_large_a_file_is_refused(settings):
    settings.IMPORT_MOST_BYTES = 1024 * 1024
    with pytest.raises(FileRefused, match="larger than 1 MB"):
        read_file("f.csv", b"x" * (1024 * 1024 + 1))


def test_workbook_whose_structure_is_locked_can_be_read():
    book = Workbook()
    book.active.title = "priorities"
    book.active.append(HEAD)
    book.active.append(["new:1", "Food", "10"])
    book.security = WorkbookProtection(workbookPassword="x", lockStructure=True)
    assert read(saved(book))["priorities"][0][0] == 2


# --- faults at a place --------------------------------------------------------


def test_formulas_dates_and_errors_are_faults_at_their_cells():
    rows = [
        ["id", "title", "summary", "economic"],
        ["new:1", "=1+1", date(2021, 5, 1), "10"],
        ["new:2", "Food", "#N/A", "=A1"],
    ]
    found = places(xlsx(priorities=rows))
    assert [one[:3] for one in found] == [
        ("priorities", 2, "title"),
        ("priorities", 2, "summary"),
        ("priorities", 3, "summary"),
        ("priorities", 3, "economic"),
    ]
    assert found[0][3] == "This is a formula. Paste its value instead."
    assert "made a date" in found[1][3]
    assert "error" in found[2][3]


def test_formula_in_csv_is_a_fault_and_other_signs_are_text():
    data = csv(
        "id,title,summary", "new:1,=1+1,-5", "new:2,'=1+1,+49 30", "new:3,@x,'-5"
    )
    file = read_file("priorities.csv", data)
    assert [(one.row, one.column, one.value) for one in file.faults] == [
        (2, "title", "=1+1")
    ]
    rows = [row.cells for row in file.tables["priorities"].rows]
    assert [(row["title"], row["summary"]) for row in rows] == [
        ("", "-5"),
        ("=1+1", "+49 30"),
        ("@x", "-5"),
    ]


def test_merged_cells_are_a_fault():
    book = Workbook()
    book.active.title = "priorities"
    for row in GOOD:
        book.active.append(row)
    book.active.merge_cells("B2:C3")
    found = places(saved(book))
    assert [one[:3] for one in found] == [("priorities", 2, "B2:C3")]


@pytest.mark.parametrize(
    ("header", "column", "reason"),
    [
        (["id", "title", "Title"], "title", "twice"),
        (["id", "title", "colour"], "colour", "no such column"),
        (["title"], "id", "missing"),
        (["id", "=1"], "=1", "formula"),
    ],
)
def test_faulty_header_is_named(header, column, reason):
    (found,) = places(xlsx(priorities=[header, ["new:1", "x"]]))
    assert found[:3] == ("priorities", 1, column)
    assert reason in found[3]


def test_cell_outside_the_columns_is_a_fault():
    (found,) = places(xlsx(priorities=[["id", "title"], ["new:1", "Food", "beside"]]))
    assert found[:3] == ("priorities", 2, "C")


def test_sheet_of_another_name_is_a_fault_unless_it_is_empty():
    assert places(xlsx(priorities=GOOD, Sheet1=[], codes=[["x"]])) == []
    (found,) = places(xlsx(priorities=GOOD, Notes=[["remember"]]))
    assert found[:3] == ("Notes", 0, "")


def test_sign_that_no_database_keeps_is_a_fault():
    data = changed("xl/worksheets/sheet1.xml", (b">Food<", b">Fo_x0000_od<"))
    (found,) = places(data)
    assert found[:3] == ("priorities", 2, "title")


def test_texts_that_cells_share_are_read_as_excel_writes_them():
    """With parts in other fonts, a reading beside, and signs XML cannot hold."""
    shared = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si>'
        b"<r><t>Fo</t></r><r><rPr><b/></rPr><t>od_x005F_x0041__x0001_</t></r>"
        b'<rPh sb="0" eb="1"><t>reading</t></rPh></si></sst>'
    )
    parts = parts_of(xlsx(priorities=GOOD))
    sheet = "xl/worksheets/sheet1.xml"
    before = b't="inlineStr"><is><t>Food</t></is></c>'
    assert before in parts[sheet]
    parts[sheet] = parts[sheet].replace(before, b't="s"><v>0</v></c>')
    found = read(package(parts | {"xl/sharedStrings.xml": shared}))
    assert found["priorities"][0][1]["title"] == "Food_x0041_\x01"


# --- what spreadsheets do to values -------------------------------------------


def test_numbers_are_read_as_people_wrote_them():
    rows = [["id", "title", "economic"], ["new:1", 2030, 5], ["new:2", 1.5, 10.0]]
    cells = [row for _, row in read(xlsx(priorities=rows))["priorities"]]
    assert [(row["title"], row["economic"]) for row in cells] == [
        ("2030", "5"),
        ("1.5", "10"),
    ]


@pytest.mark.parametrize("first", ["", "\ufeff", "sep=;\r\n"])
def test_csv_with_semicolons_mark_and_line_of_excel(first):
    data = first.encode() + csv("id;title;keywords", 'new:1;Food;"a; b"')
    expected = 3 if first.startswith("sep") else 2
    assert read(data, "priorities.csv") == {
        "priorities": [(expected, {"id": "new:1", "title": "Food", "keywords": "a; b"})]
    }


def test_single_csv_is_known_by_its_columns():
    data = csv("id,strategy,title", "new:1,es51-2021,Food")
    assert list(read(data, "my table.csv")) == ["priorities"]
    data = csv("of,side,kind,text", "x,offer,skill,Welding")
    assert list(read(data, "my table.csv")) == ["offers_needs"]


def test_zip_of_tables_is_read():
    data = zipped(
        priorities=csv("id,title", "new:1,Food"),
        offers_needs=csv("of,side,kind", "new:1,offer,skill"),
        codes=csv("whatever"),
    )
    assert list(read(data, "f.zip")) == ["priorities", "offers_needs"]


def test_blank_rows_are_passed_over_and_counted():
    rows = [["id", "title"], [], ["new:1", "Food"], ["", "  "], ["new:2", "Wood"]]
    assert [number for number, _ in read(xlsx(priorities=rows))["priorities"]] == [3, 5]
