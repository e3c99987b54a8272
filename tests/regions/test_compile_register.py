"""Compiling makes the same tables every time and keeps figures and places honest."""

import csv
import re
from io import StringIO

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from regions.register.compiling.facilities import facility_rows
from regions.register.compiling.figures import (
    location_quotients,
    relatedness,
    strengths,
)
from regions.register.compiling.places import crosswalk_rows, region_rows
from regions.register.compiling.slugs import make_slug, unique_slugs
from regions.register.compiling.sources import SourceError
from regions.register.compiling.writing import write_tables
from regions.register.loading import read_register
from regions.register.reading import DATA_FOLDER
from tests.regions.register_tables import small_tables

NUTS_HEAD = (
    "nuts_code,level,lon,lat,population_2021,population_source,in_eu27,outermost,"
    "cohesion_2021_27,cohesion_source\n"
)
NUTS_ROWS = """\
DE,0,10,51,,,1,0,,
DE1,1,9,48,,,1,0,,
DE11,2,9,48.8,300,JRC_2025.08,1,0,more_developed,computed_gdp_2015_17
DE12,2,8.5,49,500,recalled_approx_2021,1,0,transition,computed_gdp_2015_17_check
DE121,3,8.4,49,100,JRC_2025.08,1,0,,
"""
ATLAS = """\
NUTS_ID,NAME_LATN,NUTS_NAME
DE,Deutschland,Deutschland
DE1,Baden-Württemberg,Baden-Württemberg
DE11,Stuttgart,Stuttgart
DE12,Karlsruhe,"Karlsruhe
"
DE121,"Baden-Baden, Stadtkreis","Baden-Baden, Stadtkreis"
"""


@pytest.fixture
def source(tmp_path):
    """A folder of collected facts with the regions of one country."""
    folder = tmp_path / "source"
    for name in ("regions", "facilities"):
        (folder / name).mkdir(parents=True)
    (folder / "regions/nuts_2021.csv").write_text(
        NUTS_HEAD + NUTS_ROWS, encoding="utf-8"
    )
    return folder


@pytest.fixture
def atlas(tmp_path):
    path = tmp_path / "atlas/data/dist/NUTS/sourceText/NUTS_2021.csv"
    path.parent.mkdir(parents=True)
    path.write_text(ATLAS, encoding="utf-8")
    return tmp_path / "atlas"


def rows_by_code(source, atlas):
    rows = region_rows(source, atlas, DATA_FOLDER / "hand")
    return {row["code"]: row for row in rows}


def test_region_rows_names(source, atlas):
    rows = rows_by_code(source, atlas)

    assert list(rows) == ["DE", "DE1", "DE11", "DE12", "DE121"]
    assert (rows["DE"]["name"], rows["DE"]["name_fr"]) == ("Germany", "Allemagne")
    assert rows["DE"]["name_local"] == "Deutschland"
    assert rows["DE12"]["name_local"] == "Karlsruhe"
    assert rows["DE121"]["parent"] == "DE12"
    assert rows["DE"]["parent"] == ""


def test_region_rows_exonyms_beside_the_local_name(source, atlas):
    text = "code,name_en,name_de,name_fr\n"
    hand = source / "hand"
    hand.mkdir()
    (hand / "country_names.csv").write_text(text, encoding="utf-8")
    (hand / "exonyms.csv").write_text(f"{text}DE1,,,Souabe\n", encoding="utf-8")

    rows = {row["code"]: row for row in region_rows(source, atlas, hand)}

    columns = ("name", "name_de", "name_fr", "name_local")
    local = "Baden-Württemberg"
    assert [rows["DE1"][each] for each in columns] == [local, local, "Souabe", local]
    names = [rows["DE11"][each] for each in columns]
    assert names == ["Stuttgart", "", "", "Stuttgart"]


def test_region_rows_all_of_the_parent_has_its_names(source, atlas):
    with (source / "regions/nuts_2021.csv").open("a", encoding="utf-8") as stream:
        stream.write("EE,0,25,59,,,1,0,,\nEE0,1,25,59,,,1,0,,\nEE00,2,25,59,,,1,0,,\n")
        stream.write("EE004,3,24,59,,,1,0,,\n")
    with (atlas / "data/dist/NUTS/sourceText/NUTS_2021.csv").open("a") as stream:
        stream.write("EE,Eesti,Eesti\nEE0,Eesti,Eesti\nEE00,Eesti,Eesti\n")
        stream.write("EE004,Lääne-Eesti,Lääne-Eesti\n")

    rows = rows_by_code(source, atlas)

    names = [rows[code]["name"] for code in ("EE", "EE0", "EE00", "EE004")]
    assert names == ["Estonia", "Estonia", "Estonia", "Lääne-Eesti"]


def test_region_rows_categories_say_how_they_came(source, atlas):
    rows = rows_by_code(source, atlas)

    found = {
        code: (row["cohesion_category"], row["cohesion_note"])
        for code, row in rows.items()
    }
    assert found == {
        "DE": ("transition", "derived: most of its people"),
        "DE1": ("transition", "derived: most of its people"),
        "DE11": ("more", "computed from GDP 2015-2017"),
        "DE12": ("transition", "computed from GDP 2015-2017, uncertain"),
        "DE121": ("transition", "derived: that of DE12, uncertain"),
    }
    assert rows["DE12"]["population_note"] == "2021, approximate, recalled"
    assert rows["DE"]["population_note"] == ""


def test_region_rows_atlas_without_a_region(source, atlas):
    path = source / "regions/nuts_2021.csv"
    path.write_text(NUTS_HEAD + NUTS_ROWS + "FR,0,2,46,,,1,0,,\n", encoding="utf-8")

    with pytest.raises(SourceError, match=r"differ in regions: FR$"):
        rows_by_code(source, atlas)


def test_crosswalk_rows_new_codes_only(source):
    (source / "regions/nuts_crosswalk.csv").write_text(
        "version_from,code_from,code_to,pop21,pop_share\n"
        "2016,PT16,PT16,900,1.0\n"
        "2021,PT16,PT19,300,0.75\n"
        "2021,PT16,PT1D,100,0.25\n"
        "2021,PT18,PT1D,300,1.0\n"
        "2021,ITI3,ITH5,5,0.1\n"
        "2021,ITH5,ITH5,900,1.0\n"
        "2021,RO31,RO3X,0,0.0\n",
        encoding="utf-8",
    )

    found = [tuple(row.values()) for row in crosswalk_rows(source)]

    assert found == [
        ("PT19", "PT16", 1.0, "0.75"),
        ("PT1D", "PT16", 0.25, "0.25"),
        ("PT1D", "PT18", 0.75, "1.0"),
    ]


def test_facility_rows_places_that_do_not_hold(source):
    regions = [
        {"code": "DE", "name": "Germany", "name_local": "Deutschland"},
        {"code": "DE300", "name": "Capital", "name_local": "Berlin"},
        {
            "code": "DE911",
            "name": "Brunswick",
            "name_local": "Braunschweig, Kreisfreie Stadt",
        },
        {"code": "HU", "name": "Hungary", "name_local": "Magyarország"},
    ]
    head = "name,url,host,location,country,domain,category,lat,lng,nuts2\n"
    energy = "Engineering and Energy,Electricity"
    lines = [
        f'Kept,lab.example/a,"Uni, Address: X (Germany)","A 1, Berlin (Germany)",'
        f"Germany,{energy},52.5,13.4,DE30",
        f'Wrong town,,,"B 2, Braunschweig (Germany)",Germany,{energy},52.5,13.4,DE30',
        f"Country only,,,Germany,Germany,{energy},52.5,13.4,DE30",
        f'Middle,,,"C 3 (Germany)",Germany,{energy},51.1657,10.4515,DE30',
        f'Abroad,,,"D 4, Szeged (Hungary)",Germany,{energy},52.5,13.4,DE30',
    ]
    (source / "facilities/meril_2018.csv").write_text(
        head + "\n".join(lines) + "\n", encoding="utf-8"
    )
    (source / "facilities/esfri_2016.csv").write_text(
        "name,domain,coordinating_country,website,nuts2\n", encoding="utf-8"
    )

    rows = facility_rows(source, regions)

    assert [(row["slug"], row["host"], row["website"]) for row in rows] == [
        ("de30-kept", "Uni", "http://lab.example/a")
    ]
    assert (rows[0]["economic"], rows[0]["scientific"]) == ("35", "NABS.5.6")


def test_make_slug_letters_without_a_decomposition():
    assert make_slug("PL71", "Łódź & Müße/R.D.") == "pl71-lodz-and-musse-r-d"


def test_make_slug_long_name_cut_at_a_word():
    assert make_slug("de11", "alpha beta gamma", limit=12) == "de11-alpha"


def test_unique_slugs_crowded():
    wanted = [("a", "2014"), ("a", "2021"), ("b", "x"), ("a", "2021"), ("c", "")]

    slugs = unique_slugs(wanted, frozenset({"c"}))

    assert slugs == ["a-2014", "a-2021", "b", "a-2021-2", "c-2"]


def test_location_quotients_by_hand():
    people = np.array([[30.0, 10.0], [10.0, 50.0], [np.nan, 0.0]])

    found = location_quotients(people)

    # all: 100; activities 40 and 60; regions 40, 60 and 0
    assert found[:2].round(6).tolist() == [[1.875, 0.416667], [0.416667, 1.388889]]
    assert np.isnan(found[2, 0])
    assert found[2, 1] == 0


def test_strengths_by_hand():
    people = np.array([[0.0], [10.0], [10.0], [40.0], [np.nan]])
    quotient = np.array([[0.0], [1.0], [2.0], [8.0], [np.nan]])

    found = strengths(people, quotient)[:, 0]

    # rank among four: 0, (1 + 1/2)/3, (1 + 1/2)/3, 1; log2(LQ)/2: 0, 0, 1/2, 1
    assert found[:4].tolist() == [0, 0.25, 0.5, 1]
    assert np.isnan(found[4])


def test_relatedness_by_hand():
    # 40 regions: both in the first 20; j alone in 5 more; in 5 regions i is not known
    quotient = np.zeros((40, 2))
    quotient[:20] = 2
    quotient[20:25, 1] = 2
    known = np.ones((40, 2), dtype=bool)
    known[20:25, 0] = False

    phi, lift = relatedness(quotient, known)

    assert phi[0, 1] == phi[1, 0] == 1
    assert lift[0, 1] == 20 * 35 / (20 * 20)


def test_relatedness_too_rare():
    quotient = np.full((19, 2), 2.0)

    phi, _ = relatedness(quotient, np.ones((19, 2), dtype=bool))

    assert phi.tolist() == [[0, 0], [0, 0]]


def test_write_tables_the_same_bytes(tmp_path):
    first = write_tables(small_tables(), tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    second = write_tables(small_tables(), tmp_path)

    assert len(first) == 11
    assert second == []
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert b"\r" not in b"".join(before.values())


def test_compile_register_missing_source(tmp_path):
    out = tmp_path / "out"

    with pytest.raises(CommandError, match=r"nuts_2021\.csv is not in"):
        call_command("compile_register", source=tmp_path, out=out, stdout=StringIO())

    assert not out.exists()


def test_shipped_tables_are_sound():
    assert read_register(DATA_FOLDER).faults == []


def test_shipped_exonyms_are_of_regions_and_read_by_all():
    with (DATA_FOLDER / "hand/exonyms.csv").open(encoding="utf-8") as stream:
        given = list(csv.DictReader(stream))
    rows = {row["code"]: row for row in read_register(DATA_FOLDER).rows["regions"]}

    codes = [row["code"] for row in given]
    assert codes == sorted(set(codes))
    assert [code for code in codes if code not in rows or len(code) < 3] == []
    names = [
        rows[code][column]
        for code in codes
        for column in ("name", "name_de", "name_fr")
    ]
    assert [name for name in names if not re.search("^[A-ZÀ-ž]", name)] == []
    columns = ("name", "name_de", "name_fr", "name_local")
    assert [rows["ES51"][each] for each in columns] == [
        "Catalonia",
        "Katalonien",
        "Catalogne",
        "Cataluña",
    ]


def test_shipped_names_hold_no_second_script():
    regions = read_register(DATA_FOLDER).rows["regions"]
    texts = [
        (row["code"], row["name"] + row["name_de"] + row["name_fr"]) for row in regions
    ]
    assert [code for code, text in texts if re.search("[Ͱ-ӿ]", text)] == []


def test_shipped_tables_hold_no_employment():
    with (DATA_FOLDER / "strengths.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))

    assert set(rows[0]) == {"region", "topic", "location_quotient", "strength"}
    assert {len(row["region"]) for row in rows} == {4}


def test_shipped_topics_labelled_in_three_languages():
    rows = read_register(DATA_FOLDER).rows["topics"]

    schemes = [row["scheme"] for row in rows]
    assert {name: schemes.count(name) for name in set(schemes)} == {
        "economic": 109,
        "scientific": 95,
        "policy": 76,
    }
    assert [row["code"] for row in rows if not row["label_de"]] == []
