"""Tables of known cooperation: read in full, or refused with file, row and column."""

import pytest

from matching.evaluation.truth import TruthError, read_truth

PROJECTS = (
    "project_id,programme,name,keywords_en,nace_divisions,year,complete_list\n"
    'B,x,"Hemp, again",hemp; fibres,13 01,2019,1\n'
    "A,x,Sensors,,,,0\n"
)
MEMBERS = (
    "project_id,member_as_printed,kind,nuts_code,country,role\n"
    "B,Textile Valley,cluster,ES51,ES,lead\n"
    "A,Somewhere,region,,FR,member\n"
    "B,Bavaria,region,DE2,DE,member\n"
)


@pytest.fixture
def folder(tmp_path):
    def write(projects=PROJECTS, members=MEMBERS):
        (tmp_path / "projects.csv").write_text(projects, encoding="utf-8")
        (tmp_path / "members.csv").write_text(members, encoding="utf-8")
        return tmp_path

    return write


def refusal(folder) -> str:
    with pytest.raises(TruthError) as caught:
        read_truth(folder)
    return str(caught.value)


def test_projects_come_in_the_order_of_their_ids_with_their_members(folder):
    first, second = read_truth(folder()).projects
    assert (first.key, first.keywords, first.codes, first.year) == ("A", (), (), None)
    assert (second.name, second.keywords) == ("Hemp, again", ("hemp", "fibres"))
    assert (second.codes, second.year) == (("13", "01"), 2019)
    members = [(m.row, m.code, m.kind, m.leads) for m in second.members]
    assert members == [(2, "ES51", "cluster", True), (4, "DE2", "region", False)]


def test_members_may_name_a_cluster_instead_of_a_code(folder):
    members = "project_id,kind,cluster,role\nB,cluster,Textile Valley,member\n"
    _, project = read_truth(folder(members=members)).projects
    assert (project.members[0].name, project.members[0].code) == ("Textile Valley", "")


def test_hash_changes_with_the_tables(folder):
    before = read_truth(folder()).digest
    assert read_truth(folder()).digest == before
    more = MEMBERS + "A,x,region,FR10,FR,\n"
    assert read_truth(folder(members=more)).digest != before


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("A,x,Sensors,,,,0", "A,x,,,,,0"), "row 3, column name: must not be empty"),
        (("2019", "soon"), "row 2, column year: 'soon' is not a year"),
        (("2019", "1019"), "row 2, column year: 1019 is not between 1950 and 2100"),
        (("A,x,S", "B,x,S"), "row 3, column project_id: 'B' is given twice"),
        (("A,x,Sensors,,,,0", "A,x"), "row 3: 2 cells where the header has 7"),
        ((",year,", ",when,"), "column year is missing"),
    ],
)
def test_fault_in_projects_names_row_and_column(folder, change, fault):
    text = refusal(folder(projects=PROJECTS.replace(*change)))
    assert f"projects.csv{', ' if fault.startswith('row') else ': '}{fault}" in text


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("DE2,", "Bavaria,"), "row 4, column nuts_code: 'Bavaria' is not a NUTS code"),
        (("A,Some", "Z,Some"), "row 3, column project_id: 'Z' is not in projects.csv"),
        (("A,Some", ",Some"), "row 3, column project_id: must not be empty"),
    ],
)
def test_fault_in_members_names_row_and_column(folder, change, fault):
    assert refusal(folder(members=MEMBERS.replace(*change))) == f"members.csv, {fault}"


def test_all_faults_are_told_at_once(folder):
    text = refusal(
        folder(PROJECTS.replace("2019", "x"), MEMBERS.replace("DE2,", "no,"))
    )
    assert [line.split(",")[0] for line in text.splitlines()] == [
        "projects.csv",
        "members.csv",
    ]


def test_missing_file_missing_folder_and_no_project_are_told(folder, tmp_path):
    assert "is not a folder" in refusal(tmp_path / "nowhere")
    head = PROJECTS.splitlines()[0] + "\n"
    only_members = MEMBERS.splitlines()[0] + "\n"
    assert refusal(folder(head, only_members)) == "projects.csv: holds no project"
    (tmp_path / "members.csv").unlink()
    assert refusal(tmp_path) == (
        "members.csv: cannot be read (No such file or directory)"
    )


def test_text_that_is_not_utf8_is_told_with_its_row(folder):
    place = folder()
    (place / "members.csv").write_bytes(MEMBERS.encode() + b"B,\xff,region,FR10,FR,\n")
    assert refusal(place) == "members.csv, row 5: not valid UTF-8"
