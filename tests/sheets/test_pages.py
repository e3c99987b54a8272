"""Pages of importing and exporting, as each kind of person sees them."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from regions.editing import services
from regions.models import ImportJob, Priority
from regions.sheets import jobs
from regions.sheets.reading import read_file
from tests import factories
from tests.sheets.files import xlsx
from tests.sheets.test_jobs import BAD, GOOD

pytestmark = pytest.mark.django_db
UPLOAD = "/edit/import/"
EVERYBODY = ["owner", "editor", "reader", "colleague", "curator", "stranger"]
EDITORS = ["owner", "editor", "colleague", "curator"]


@pytest.fixture
def job(people, priority, sent):
    made = jobs.start_import(user=people["owner"], name="file.xlsx", data=GOOD)
    return jobs.run_import(job_id=made.pk)


def send(client, data=GOOD, name="file.xlsx"):
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, data)})


def said(response) -> str:
    return " ".join(response.content.decode().split())


def cells(response) -> dict:
    """All cells of a downloaded file, by table."""
    content = response.getvalue()
    file = read_file("file", content)
    return {name: [row.cells for row in raw.rows] for name, raw in file.tables.items()}


# --- who -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        UPLOAD,
        "/edit/export/",
        "/edit/export/file?what=clusters&format=xlsx",
        "/edit/import/template/clusters.xlsx",
    ],
)
def test_visitor_is_led_to_sign_in(client, path):
    response = client.get(path)
    assert response.status_code == 302
    assert response.url.startswith(reverse("login"))


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_edits_may_upload_and_others_read_why_not(client, people, sent, name):
    client.force_login(people[name])
    may = name in EDITORS
    page = client.get(UPLOAD)
    assert (page.status_code, 'type="file"' in said(page)) == (200, may)
    assert send(client).status_code == (302 if may else 403)
    assert ImportJob.objects.count() == int(may)


@pytest.mark.parametrize("name", [*EVERYBODY, "visitor"])
def test_job_is_its_own_person_s_only(client, people, job, name):
    if name != "visitor":
        client.force_login(people[name])
    url = f"/edit/import/{job.pk}/"
    expected = {"owner": 200, "visitor": 302}.get(name, 404)
    for part in ("", "progress/", "cancel/", "faults.csv"):
        status = client.get(url + part).status_code
        # The progress alone leads to the page.
        assert status == (302 if (part, name) == ("progress/", "owner") else expected)
    for part in ("apply/", "submit/", "cancel/"):
        expected = 302 if name in ("owner", "visitor") else 404
        assert client.post(url + part, {"then": "draft"}).status_code == expected
    is_applied = name == "owner"
    job.refresh_from_db()
    assert (job.state != "checked") == is_applied


@pytest.mark.parametrize("name", EVERYBODY)
def test_export_holds_what_one_may_change_and_no_more(client, people, priority, name):
    own = factories.make_cluster("ES51", slug="theirs", contact_person="Ada Smith")
    factories.make_person("manager", cluster=own)
    client.force_login(people[name])
    response = client.get("/edit/export/file?what=strategies&format=zip&region=")
    if name not in EDITORS:
        assert response.status_code == 403
        return
    found = cells(response)
    items = {row["text"] for row in found["offers_needs"]}
    keys = {row["id"] for row in found["strategies"]}
    if name == "colleague":
        assert (keys, items) == ({"fi1c-ris3"}, set())
    else:
        assert keys == {"es51-ris3"} | ({"fi1c-ris3"} if name == "curator" else set())
        assert items == {"A pilot line", "Secret recipe"}
        assert "office@example.org" in {one["mailbox"] for one in found["strategies"]}
    clusters = client.get("/edit/export/file?what=clusters&format=zip&region=")
    content = clusters.getvalue()
    assert b"Ada Smith" not in zipfile.ZipFile(io.BytesIO(content)).read("clusters.csv")


def test_cluster_manager_exports_names_that_curators_do_not_get(client, people):
    own = factories.make_cluster("ES51", slug="mine", contact_person="Ada Smith")
    manager = factories.make_person("manager", cluster=own)
    for person, names in ((manager, {"Ada Smith"}), (people["curator"], {None})):
        client.force_login(person)
        found = cells(client.get("/edit/export/file?what=clusters&format=xlsx"))
        assert {row.get("contact_person") for row in found["clusters"]} == names


def test_region_of_others_cannot_be_chosen_for_export(client, people, priority):
    client.force_login(people["colleague"])
    response = client.get("/edit/export/file?what=strategies&format=zip&region=ES51")
    assert response.status_code == 400
    assert "Select a valid choice" in said(response)


# --- what --------------------------------------------------------------------------


def test_upload_check_and_import_without_scripts(client, people, priority, sent):
    client.force_login(people["owner"])
    response = send(client)
    job = ImportJob.objects.get()
    assert response.url == f"/edit/import/{job.pk}/"
    assert "Nothing is written." in said(client.get(response.url))
    jobs.run_import(job_id=job.pk)
    page = said(client.get(response.url))
    assert "<del><span" in page
    assert "Better food" in page
    assert "1 new record" in page
    client.post(response.url + "apply/", {"then": "submit"})
    assert "being imported" in said(client.get(response.url))
    jobs.run_import(job_id=job.pk)
    assert "wait for a curator" in said(client.get(response.url))
    assert Priority.objects.get(title="Wood").status == "submitted"


def test_faults_are_shown_with_their_place_and_all_of_them_as_csv(client, people, sent):
    rows = [["id", "title"], *([f"no-{n}", "x"] for n in range(250))]
    client.force_login(people["owner"])
    send(client, xlsx(priorities=rows))
    job = jobs.run_import(job_id=ImportJob.objects.get().pk)
    page = said(client.get(f"/edit/import/{job.pk}/"))
    assert "There are 250 faults" in page
    assert "priorities, row 2, column id" in page
    assert "The first 200 are shown." in page
    assert "Import everything" not in page
    lines = client.get(f"/edit/import/{job.pk}/faults.csv").getvalue().decode()
    assert len(lines.splitlines()) == 251
    first, second = lines.removeprefix("\ufeff").splitlines()[:2]
    assert first == '"sheet","row","column","value","reason"'
    assert second.startswith('"priorities","2","id","no-0",')


def test_progress_reloads_the_page_when_the_check_has_ended(client, people, sent):
    client.force_login(people["owner"])
    send(client, BAD)
    job = ImportJob.objects.get()
    url = f"/edit/import/{job.pk}/progress/"
    waiting = client.get(url, headers={"HX-Request": "true"})
    assert "HX-Refresh" not in waiting.headers
    assert "Waits for a worker" in said(waiting)
    jobs.run_import(job_id=job.pk)
    ended = client.get(url, headers={"HX-Request": "true"})
    assert ended.headers["HX-Refresh"] == "true"


def test_cancelling_asks_first(client, people, job):
    client.force_login(people["owner"])
    url = f"/edit/import/{job.pk}/"
    assert "Cancel the import of file.xlsx?" in said(client.get(url + "cancel/"))
    client.post(url + "cancel/")
    assert "was cancelled" in said(client.get(url))


def test_publishing_at_once_is_offered_to_curators_only(client, people, job):
    client.force_login(people["owner"])
    url = f"/edit/import/{job.pk}/"
    assert 'value="publish"' not in said(client.get(url))
    refused = client.post(url + "apply/", {"then": "publish"})
    assert (refused.status_code, Priority.objects.count()) == (400, 1)
    client.force_login(people["curator"])
    send(client)
    mine = ImportJob.objects.exclude(pk=job.pk).get()
    jobs.run_import(job_id=mine.pk)
    assert 'value="publish"' in said(client.get(f"/edit/import/{mine.pk}/"))


def test_outdated_check_is_said(client, people, job, priority):
    services.change_record(
        record=priority,
        document={"summary": "Theirs"},
        by=people["editor"],
        base_version=1,
    )
    client.force_login(people["owner"])
    url = f"/edit/import/{job.pk}/"
    client.post(url + "apply/", {"then": "draft"})
    jobs.run_import(job_id=job.pk)
    assert "has changed since the file was checked" in said(client.get(url))


@pytest.mark.parametrize("what", ["strategies", "clusters"])
@pytest.mark.parametrize("format", ["xlsx", "zip"])
def test_template_has_examples_that_are_refused(client, people, sent, what, format):
    client.force_login(people["curator"])
    template = client.get(f"/edit/import/template/{what}.{format}").getvalue()
    send(client, template, f"t.{format}")
    job = jobs.run_import(job_id=ImportJob.objects.get().pk)
    reasons = {one["reason"] for one in job.report["faults"]}
    assert reasons == {"This is an example of the template. Delete the row."}
    assert job.report["fault_count"] == (4 if what == "strategies" else 3)


@pytest.mark.parametrize("path", ["nothing.xlsx", "clusters.exe"])
def test_template_of_another_kind_is_not_there(client, people, path):
    client.force_login(people["owner"])
    assert client.get(f"/edit/import/template/{path}").status_code == 404


def test_list_of_past_files_asks_as_much_for_three_as_for_one(
    client, people, sent, django_assert_num_queries
):
    client.force_login(people["owner"])
    # The first visit of a day is written down.
    client.get(UPLOAD)
    for count in (1, 2):
        for number in range(count):
            jobs.start_import(user=people["owner"], name=f"f{number}.csv", data=b"x")
        with django_assert_num_queries(5):
            client.get(UPLOAD)
    assert ImportJob.objects.count() == 3
