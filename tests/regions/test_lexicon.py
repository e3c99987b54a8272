"""The lexicon file: what is wrong in it is named by file, row and column."""

import pytest

from regions.register.lexicon import Entry, read_lexicon
from regions.register.reading import RegisterError

HEADER = "en,de,fr,note"


def write(folder, *rows: str, header: str = HEADER):
    text = "\n".join((header, *rows)) + "\n"
    (folder / "lexicon.csv").write_text(text, encoding="utf-8")
    return folder


def faults(folder) -> list[str]:
    with pytest.raises(RegisterError) as caught:
        read_lexicon(folder)
    return caught.value.faults


def test_lexicon_is_read_with_several_forms(tmp_path):
    write(tmp_path, "wood;timber,Holz,bois;bois d'œuvre,", "water,Wasser,,by hand")
    assert read_lexicon(tmp_path) == (
        Entry(("wood", "timber"), ("Holz",), ("bois", "bois d'œuvre")),
        Entry(("water",), ("Wasser",), ()),
    )


def test_each_fault_names_file_row_and_column(tmp_path):
    write(tmp_path, ",Holz,bois,", "water,,,", "sea,Meer;Meer,mer,", "Sea,See,,")
    assert faults(tmp_path) == [
        "lexicon.csv, row 2, column en: must not be empty",
        "lexicon.csv, row 4, column de: 'Meer' is given twice",
        "lexicon.csv, row 3, column de: no German and no French form",
    ]


def test_same_word_in_two_rows_is_a_fault(tmp_path):
    write(tmp_path, "sea,Meer,mer,", "Sea,See,,")
    assert faults(tmp_path) == [
        "lexicon.csv, row 3, column en: 'sea' stands in row 2 already"
    ]


def test_missing_column_and_missing_file_are_named(tmp_path):
    assert faults(tmp_path) == ["lexicon.csv: the file is missing"]
    write(tmp_path, "sea,Meer", header="en,de")
    assert faults(tmp_path) == [
        "lexicon.csv: column fr is missing",
        "lexicon.csv: column note is missing",
    ]


def test_our_own_lexicon_is_sound_and_large():
    entries = read_lexicon()
    assert len(entries) >= 500
    assert sum(bool(entry.de) and bool(entry.fr) for entry in entries) > 490
