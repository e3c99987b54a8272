"""The register as open data: what everybody may see, and nothing else."""

import io
import zipfile

import pytest

from regions.sheets.reading import read_file
from tests import factories

pytestmark = pytest.mark.django_db
SECRETS = [
    *("Secret recipe", "office@example.org", "+34 555", "Ada Smith", "A draft"),
    *("Hidden body", "Legal Secret", "draft-facility", "draft-ris3"),
]


@pytest.fixture
def register(priority):
    strategy = priority.strategy
    strategy.responsible_body = "Hidden body"
    strategy.visibility = {"responsible_body": "registered"}
    strategy.save()
    draft = factories.make_strategy(
        "ES51", slug="draft-ris3", period="1", status="draft"
    )
    factories.make_priority("ES51", title="A draft", status="draft")
    factories.make_priority("ES51", slug="of-draft", strategy=draft, title="=Seen")
    hidden = factories.make_facility("ES51", slug="draft-facility", status="draft")
    factories.make_item(priority, "offer", text="Laboratory", facility=hidden)
    factories.make_cluster(
        "ES51",
        slug="wood",
        title="Wood",
        website="https://wood.example",
        mailbox="office@example.org",
        phone="+34 555",
        contact_person="Ada Smith",
        legal_name="Legal Secret",
        visibility={"legal_name": "partners"},
        team_size=7,
    )
    factories.renew()


def contents(response) -> str:
    """All that a file holds, also what no table shows."""
    with zipfile.ZipFile(io.BytesIO(response.content)) as opened:
        return "\n".join(opened.read(name).decode() for name in opened.namelist())


@pytest.mark.parametrize("name", ["visitor", "owner", "curator"])
@pytest.mark.parametrize("format", ["xlsx", "zip"])
def test_holds_what_everybody_may_see_and_no_secret(
    client, people, register, format, name
):
    if name != "visitor":
        client.force_login(people[name])
    response = client.get(f"/data/export/register.{format}")
    text = contents(response)
    for seen in ("Food", "A pilot line", "Laboratory", "https://wood.example"):
        assert seen in text
    assert [one for one in SECRETS if one in text] == []


def test_rows_carry_source_and_confidence(client, register):
    with zipfile.ZipFile(
        io.BytesIO(client.get("/data/export/register.zip").content)
    ) as opened:
        lines = opened.read("priorities.csv").decode("utf-8-sig").splitlines()
    assert lines[0].endswith(
        '"source_name","source_url","source_date","confidence","confirmed_at"'
    )
    food = next(line for line in lines if line.startswith('"food",'))
    assert food.startswith('"food","es51-ris3","Food",')
    assert food.endswith('"example.org","","","read",""')
    of_draft = next(line for line in lines if line.startswith('"of-draft",'))
    assert of_draft.startswith('"of-draft","","\'=Seen",')


def test_columns_of_contacts_are_not_even_named(client, register):
    file = contents(client.get("/data/export/register.zip"))
    named = ("mailbox", "phone", "contact_person", "visibility", "is_confidential")
    header = [line for line in file.splitlines() if line.startswith("\ufeff")][:4]
    assert [name for name in named for line in header if name in line] == []


def test_file_is_made_once_for_each_state_of_the_register(client, register):
    first = client.get("/data/export/register.zip")
    etag = first.headers["ETag"]
    again = client.get("/data/export/register.zip", headers={"If-None-Match": etag})
    assert again.status_code == 304
    factories.make_cluster("ES51", title="Newcomer")
    factories.renew()
    later = client.get("/data/export/register.zip", headers={"If-None-Match": etag})
    assert later.status_code == 200
    assert "Newcomer" in contents(later)


def test_other_formats_are_not_there(client):
    assert client.get("/data/export/register.exe").status_code == 404


def test_page_about_the_data_leads_to_the_files(client, register):
    assert "/data/export/" in client.get("/data/").content.decode()
    page = client.get("/data/export/").content.decode()
    assert "/data/export/register.xlsx" in page


def test_public_file_is_no_import(client, register):
    """Columns that say where a fact is from are none that people write."""
    file = read_file("f.xlsx", client.get("/data/export/register.xlsx").content)
    assert {one.column for one in file.faults} == {
        *("source_name", "source_url", "source_date", "confidence", "confirmed_at")
    }
