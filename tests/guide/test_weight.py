"""No page that visitors see of the guide's rooms takes more than 150 kB to load."""

import csv

import pytest

from portal.guide.practices.models import Practice
from portal.guide.practices.seed_table import DATA_FILE
from tests import factories
from tests.guide.weighing import weight

pytestmark = pytest.mark.django_db
TEXTS = ("slug", "title", "challenge", "action", "result", "figures", "measured")
CHOICES = ("language", "result_state", "stage", "instrument", "cost")
PAGES = (
    "practices/",
    "practices/?q=cluster",
    "practices/lower-austria-cluster-programme/",
    "checklists/",
    "checklists/instruments/",
    "checklists/print/",
    "assessments/",
    "assessments/questions/policy/",
    "assessments/questions/management/",
    "peers/ask/?chapter=instruments",
    "de/glossary/",
)


@pytest.fixture
def practices(silent_broker):
    """Those of the table, all of a region whose name has letters beyond Latin 1."""
    region = factories.make_region("PL71", name="Łódzkie", name_local="Łódzkie")
    with DATA_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    Practice.objects.bulk_create(
        Practice(
            region=region,
            status="published",
            confidence="read",
            **{name: row[name] for name in (*TEXTS, *CHOICES)},
        )
        for row in rows
    )
    factories.renew()


def test_no_page_of_a_room_is_heavy(client, practices):
    found = {path: weight(client, f"/guide/{path}") for path in PAGES}
    # The register may grow, and with it what is chosen from.
    assert {path: size for path, size in found.items() if size > 115_000} == {}
    # An empty measurement would pass as well.
    assert min(found.values()) > 60_000


def test_compressed_pages_of_rooms_are_kept(client, practices):
    path = "/guide/practices/"
    first = client.get(path, headers={"accept-encoding": "gzip"})
    assert first["Content-Encoding"] == "gzip"
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert "Accept-Encoding" in first["Vary"]
    # The kept page itself is as it was made.
    assert b"<h1" in client.get(path).content
