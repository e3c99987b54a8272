"""Every fault of the tables is found and named before anything is written."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from regions.models import Cluster, Priority, Region, RegisterVersion, Topic
from regions.register import loading
from regions.register.loading import read_register
from regions.register.reading import RegisterError
from tests.regions.register_tables import small_tables, write_small


def faults_of(folder):
    with pytest.raises(RegisterError) as caught:
        read_register(folder)
    return caught.value.faults


def with_cell(folder, table, row, column, value):
    """Write the small register with one cell changed; rows count from 0."""
    tables = small_tables()
    tables[table][row][column] = value
    return write_small(folder, tables)


def test_read_register_sound_tables(tmp_path):
    register = read_register(write_small(tmp_path))

    assert register.faults == []
    assert [row["code"] for row in register.rows["regions"]][:3] == [
        "DE",
        "DE1",
        "DE11",
    ]


@pytest.mark.parametrize(
    ("table", "row", "column", "value", "fault"),
    [
        (
            "priorities",
            0,
            "economic",
            "13 99",
            "priorities.csv, row 2, column economic: unknown code '99'",
        ),
        (
            "priorities",
            0,
            "economic",
            "NABS.6",
            "priorities.csv, row 2, column economic: unknown code 'NABS.6'",
        ),
        (
            "clusters",
            0,
            "region",
            "XX11",
            "clusters.csv, row 2, column region: unknown region 'XX11'",
        ),
        (
            "members",
            1,
            "project",
            "nowhere",
            "members.csv, row 3, column project: unknown project 'nowhere'",
        ),
        (
            "clusters",
            0,
            "members_total",
            "many",
            "clusters.csv, row 2, column members_total: 'many' is not a whole number",
        ),
        (
            "strengths",
            2,
            "strength",
            "1.5",
            "strengths.csv, row 4, column strength: 1.5 is not between 0 and 1",
        ),
        (
            "strengths",
            2,
            "strength",
            "nan",
            "strengths.csv, row 4, column strength: nan is not between 0 and 1",
        ),
        (
            "priorities",
            1,
            "title",
            "",
            "priorities.csv, row 3, column title: must not be empty",
        ),
        (
            "priorities",
            0,
            "period",
            "2027-2021",
            "priorities.csv, row 2, column period: "
            "'2027-2021' is not a period like 2021-2027",
        ),
        (
            "priorities",
            0,
            "source_url",
            "javascript:alert(1)",
            "priorities.csv, row 2, column source_url: "
            "'javascript:alert(1)' is not a web address",
        ),
        (
            "priorities",
            0,
            "confidence",
            "confirmed",
            "priorities.csv, row 2, column confidence: "
            "unknown value 'confirmed', one of read, recalled, derived",
        ),
        (
            "priorities",
            0,
            "keywords",
            "wool;wool",
            "priorities.csv, row 2, column keywords: 'wool' is given twice",
        ),
        (
            "projects",
            0,
            "is_complete",
            "yes",
            "projects.csv, row 2, column is_complete: 'yes' is neither 0 nor 1",
        ),
        (
            "priorities",
            1,
            "slug",
            "de11-textiles",
            "priorities.csv, row 3, column slug: 'de11-textiles' is already in row 2",
        ),
        (
            "clusters",
            0,
            "slug",
            "fr10-digital",
            "clusters.csv, row 2, column slug: "
            "'fr10-digital' is already in priorities.csv, row 3",
        ),
        (
            "topics",
            1,
            "parent",
            "",
            "topics.csv, row 3, column parent: "
            "empty, though level 2 is not the highest",
        ),
        (
            "regions",
            2,
            "parent",
            "FR1",
            "regions.csv, row 4, column parent: 'DE11' does not lie in 'FR1'",
        ),
        (
            "relatedness",
            0,
            "first",
            "14",
            "relatedness.csv, row 2, column second: '14' must come after '14'",
        ),
        (
            "crosswalk",
            0,
            "code_2024",
            "DE11",
            "crosswalk.csv, row 2, column code_2024: 'DE11' is a code of 2021 too",
        ),
    ],
)
def test_read_register_faulty_cell(tmp_path, table, row, column, value, fault):
    folder = with_cell(tmp_path, table, row, column, value)

    assert faults_of(folder) == [fault]


def test_read_register_duplicate_region(tmp_path):
    tables = small_tables()
    tables["regions"].append(tables["regions"][2] | {"name": "Elsewhere"})

    assert faults_of(write_small(tmp_path, tables)) == [
        "regions.csv, row 9, column code: 'DE11' is already in row 4"
    ]


def test_read_register_missing_column(tmp_path):
    folder = write_small(tmp_path)
    path = folder / "relatedness.csv"
    path.write_text("first,second,lift\n13,14,2\n", encoding="utf-8")

    assert faults_of(folder) == ["relatedness.csv: column phi is missing"]


def test_read_register_unknown_column(tmp_path):
    folder = write_small(tmp_path)
    path = folder / "relatedness.csv"
    path.write_text("first,second,phi,lift,more\n13,14,1,2,3\n", encoding="utf-8")

    assert faults_of(folder) == ["relatedness.csv: unknown column 'more'"]


def test_read_register_missing_file(tmp_path):
    folder = write_small(tmp_path)
    (folder / "members.csv").unlink()

    assert faults_of(folder) == ["members.csv: the file is missing"]


def test_read_register_row_cut_short(tmp_path):
    folder = write_small(tmp_path)
    path = folder / "relatedness.csv"
    path.write_text("first,second,phi,lift\n13,14,0.5\n", encoding="utf-8")

    assert faults_of(folder) == [
        "relatedness.csv, row 2: 3 cells where the header has 4"
    ]


def test_read_register_bad_utf8(tmp_path):
    folder = write_small(tmp_path)
    path = folder / "topics.csv"
    path.write_bytes(path.read_bytes().replace(b"nom", b"\xff\xfe", 1))

    assert faults_of(folder) == ["topics.csv, row 2: not valid UTF-8"]


def test_register_error_many_faults(tmp_path):
    tables = small_tables()
    for number in range(25):
        tables["strengths"].append(
            {
                "region": "DE11",
                "topic": "13",
                "location_quotient": 1,
                "strength": number,
            }
        )
    tables["strengths"] = tables["strengths"][:3] + tables["strengths"][5:]
    folder = write_small(tmp_path, tables)

    with pytest.raises(RegisterError) as caught:
        read_register(folder)

    lines = str(caught.value).splitlines()
    assert len(lines) == 22
    assert lines[0] == (
        "strengths.csv, row 5, column strength: 2.0 is not between 0 and 1"
    )
    assert lines[20:] == ["... and 3 more", "23 faults, nothing was loaded"]


@pytest.mark.django_db
def test_load_register_fault_in_the_last_file(tmp_path):
    folder = with_cell(tmp_path, "relatedness", 0, "phi", "much")

    with pytest.raises(CommandError, match="'much' is not a number"):
        call_command("load_register", data=folder, stdout=StringIO())

    assert Region.objects.count() == 0
    assert RegisterVersion.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_load_register_database_error_midway(tmp_path, monkeypatch):
    call_command("load_register", data=write_small(tmp_path), stdout=StringIO())
    tables = small_tables()
    tables["regions"][2]["name"] = "Renamed"
    tables["priorities"][0]["title"] = "Renamed"
    version = RegisterVersion.objects.get().number

    def fail(*args, **kwargs):
        assert Priority.objects.filter(title="Renamed").count() == 1
        raise DatabaseError("disk full")

    monkeypatch.setattr(loading, "refresh_derived_items", fail)
    with pytest.raises(CommandError, match="Nothing was loaded: disk full"):
        call_command(
            "load_register", data=write_small(tmp_path, tables), stdout=StringIO()
        )

    assert Region.objects.filter(name="Renamed").count() == 0
    assert Priority.objects.filter(title="Renamed").count() == 0
    assert RegisterVersion.objects.get().number == version


@pytest.mark.django_db(transaction=True)
def test_load_register_slug_taken_by_the_other_kind(tmp_path):
    write_small(tmp_path)
    call_command("load_register", data=tmp_path, stdout=StringIO())
    tables = small_tables()
    tables["clusters"].append(
        tables["clusters"][0] | {"slug": "fr10-digital", "name": "Digital"}
    )
    tables["priorities"].pop()
    write_small(tmp_path, tables)

    with pytest.raises(CommandError, match=r"^Nothing was loaded: "):
        call_command("load_register", data=tmp_path, stdout=StringIO())

    assert Cluster.objects.count() == 1
    assert Topic.objects.count() == 7


def test_load_register_no_such_folder(tmp_path):
    with pytest.raises(CommandError, match="is not a folder; nothing was loaded"):
        call_command("load_register", data=tmp_path / "none", stdout=StringIO())
