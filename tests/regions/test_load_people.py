"""Loading again leaves alone what people wrote, whoever has left since."""

import pytest

from regions.editing.services import change_record, set_status
from regions.models import Act, Priority, Status, Strategy, Version
from regions.register.loading import load_register
from tests import factories
from tests.regions.register_tables import small_tables, write_small


@pytest.fixture
def loaded(db, tmp_path):
    """The small register in the database; gives the folder it came from."""
    folder = write_small(tmp_path)
    load_register(folder)
    return folder


@pytest.fixture
def officer(loaded):
    return factories.make_person("officer", region="DE11")


def change_period(by):
    strategy = Strategy.objects.get(region="DE11")
    change_record(
        record=strategy,
        document={"period": "2028-2034"},
        by=by,
        base_version=strategy.version,
    )
    return strategy


def test_strategy_whose_period_was_changed_is_known_by_its_address(loaded, officer):
    strategy = change_period(officer)
    for _time in range(2):
        report = load_register(loaded)
        assert report.has_changes is False
        assert report.tallies["strategies"].kept == 1
    strategy.refresh_from_db()
    assert strategy.period == "2028-2034"
    assert Priority.objects.get(slug="de11-textiles").strategy == strategy
    assert Strategy.objects.count() == 2


def test_strategy_that_people_registered_for_the_same_period_is_meant(loaded, officer):
    strategy = change_period(officer)
    tables = small_tables()
    tables["priorities"][0]["period"] = "2028-2034"
    report = load_register(write_small(loaded, tables))
    assert (report.tallies["strategies"].added, Strategy.objects.count()) == (0, 2)
    assert Priority.objects.get(slug="de11-textiles").strategy == strategy


def renamed(loaded):
    tables = small_tables()
    tables["priorities"][0]["title"] = "From the table"
    return load_register(write_small(loaded, tables))


def test_what_somebody_wrote_is_kept_when_the_account_is_gone(loaded):
    # A curator's change confirms nothing, so the version alone tells of it.
    curator = factories.make_person("curator", is_staff=True)
    priority = Priority.objects.get(slug="de11-textiles")
    change_record(
        record=priority, document={"title": "Looms"}, by=curator, base_version=1
    )
    curator.delete()
    priority.refresh_from_db()
    assert (priority.updated_by, priority.confirmed_at) == (None, None)
    report = renamed(loaded)
    priority.refresh_from_db()
    assert priority.title == "Looms"
    assert report.tallies["priorities"].kept == 1


def test_what_the_portal_wrote_down_is_no_touch(loaded):
    priority = Priority.objects.get(slug="de11-textiles")
    Version.objects.create(
        kind="priority",
        key=priority.pk,
        number=1,
        act=Act.LOADED,
        document={},
        status=Status.PUBLISHED,
        role="portal",
    )
    assert renamed(loaded).tallies["priorities"].changed == 1


def test_who_moves_a_record_to_another_state_is_written_on_it(loaded, officer):
    priority = Priority.objects.get(slug="de11-textiles")
    set_status(record=priority, status=Status.WITHDRAWN, act=Act.WITHDRAWN, by=officer)
    priority.refresh_from_db()
    assert priority.updated_by == officer
