"""The table of practices: idempotent, kept where people wrote, faults named."""

import csv

import pytest

from portal.guide.practices import services
from portal.guide.practices.merging import move_practices
from portal.guide.practices.models import Practice
from portal.guide.practices.seed_table import TABLE
from portal.guide.practices.seeding import load_practices
from regions.models import OldAddress
from regions.register.reading import RegisterError
from tests import factories

pytestmark = pytest.mark.django_db

ROW = {
    "slug": "vouchers",
    "title": "Vouchers",
    "language": "en",
    "region": "ES51",
    "challenge": "Hard",
    "action": "Done",
    "result_state": "known",
    "result": "Better",
    "period_from": "2016",
    "cost": "not-known",
    "stage": "running",
    "instrument": "vouchers",
    "topics": "20",
    "chapters": "instruments financing",
    "source_name": "A page",
    "source_url": "https://example.org/page",
    "read_on": "2026-11-26",
    "confidence": "read",
}


@pytest.fixture
def register(silent_broker):
    factories.make_region("ES51")
    factories.make_topic("20")


@pytest.fixture
def table(tmp_path):
    def write(*rows):
        path = tmp_path / "practices.csv"
        columns = [column.name for column in TABLE.columns]
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


def numbers(tally):
    return tally.added, tally.changed, tally.left, tally.kept, tally.others


def test_loading_twice_changes_nothing(register, table):
    path = table(ROW)
    assert numbers(load_practices(path)) == (1, 0, 0, 0, 0)
    one = Practice.objects.get()
    assert (one.status, one.confidence, one.organisation) == ("published", "read", None)
    assert (one.chapters, one.revision) == (["financing", "instruments"], 0)
    assert numbers(load_practices(path)) == (0, 0, 1, 0, 0)
    assert Practice.objects.get().edited_at == one.edited_at
    assert one.events.count() == 1


def test_a_changed_row_changes_the_practice(register, table):
    load_practices(table(ROW))
    changed = table(ROW | {"result": "Much better", "chapters": "cooperation"})
    assert numbers(load_practices(changed)) == (0, 1, 0, 0, 0)
    one = Practice.objects.get()
    assert (one.result, one.chapters) == ("Much better", ["cooperation"])


def test_what_a_person_confirmed_is_kept(register, table):
    load_practices(table(ROW))
    person = factories.make_person("editor", region="ES51")
    services.confirm_practice(by=person, practice=Practice.objects.get())
    changed = table(ROW | {"result": "Other"})
    assert numbers(load_practices(changed)) == (0, 0, 0, 1, 0)
    assert Practice.objects.get().result == "Better"


def test_one_of_a_cluster_that_was_merged_stays_with_the_other(register, table):
    gone = factories.make_cluster("ES51", slug="gone")
    kept = factories.make_cluster("ES51", slug="kept")
    path = table(ROW | {"cluster": "gone"})
    load_practices(path)
    OldAddress.objects.create(kind="cluster", slug="gone", profile=kept)
    move_practices(kept=kept, gone=gone)
    assert numbers(load_practices(path)) == (0, 0, 1, 0, 0)
    assert Practice.objects.get().cluster.pk == kept.pk


def test_one_that_left_the_table_is_left_as_it_is(register, table):
    load_practices(table(ROW))
    assert numbers(load_practices(table(ROW | {"slug": "other"}))) == (1, 0, 0, 0, 1)
    assert Practice.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"stage": "never"}, "column stage: unknown value 'never'"),
        ({"title": ""}, "column title: must not be empty"),
        ({"source_url": ""}, "column source_url: what was read has an address"),
        ({"read_on": ""}, "column read_on: what was read has an address"),
        ({"chapters": "none"}, "column chapters: unknown value 'none'"),
        ({"region": "ES99"}, "column region: 'ES99' is not in the register"),
        ({"topics": "20 99"}, "column topics: '99' is not in the register"),
        ({"cluster": "none"}, "column cluster: 'none' is not in the register"),
        ({"slug": "vouchers"}, "column slug: 'vouchers' is given twice"),
        ({"period_to": "2001"}, "column period_to: This is before the first year."),
        ({"figures": "42"}, "column measured: Say how the figures were measured"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_written(register, table, fields, fault):
    path = table(ROW, ROW | {"slug": "second"} | fields)
    with pytest.raises(RegisterError) as error:
        load_practices(path)
    assert error.value.faults[0].startswith(f"practices.csv, row 3, {fault}")
    assert not Practice.objects.exists()


def test_rows_of_a_larger_register_are_left_out_of_a_smaller_one(register, table):
    others = [ROW | {"slug": f"o-{n}", "region": f"FI1{n}"} for n in range(3)]
    assert numbers(load_practices(table(ROW, *others))) == (1, 0, 0, 0, 0)
    assert Practice.objects.get().slug == "vouchers"
