"""Offers and needs keep where they come from when rows move, and lose it when changed.

Each case goes both ways: one record through a form, and many through a file.
"""

import pytest
from django.utils import timezone

from regions.editing import bulk, services
from regions.editing.documents import document_of
from regions.models import ExchangeItem, Priority
from tests import factories

pytestmark = pytest.mark.django_db


def by_form(record, by, **document):
    services.change_record(
        record=record, document=document, by=by, base_version=record.version
    )


def by_file(record, by, **document):
    before = document_of(record)
    prepared = bulk.prepare_change(
        record=record, before=before, document=before | document
    )
    bulk.save_prepared(prepared=[prepared], by=by)


@pytest.fixture(params=[by_form, by_file])
def change(request):
    return request.param


@pytest.fixture
def owner():
    return factories.make_person("owner", region="ES51")


@pytest.fixture
def curator():
    return factories.make_person("curator", is_staff=True)


@pytest.fixture
def priority(owner):
    """With three offers: one confirmed, one read in a source, one derived."""
    made = factories.make_priority(
        "ES51", ["10"], confidence="confirmed", confirmed_at=timezone.now()
    )
    factories.make_item(
        made,
        text="Ours",
        confidence="confirmed",
        confirmed_at=timezone.now(),
        confirmed_by=owner,
    )
    factories.make_item(made, text="Read", confidence="read", source_name="Page")
    factories.make_item(made, derivation="region_strong", confidence="derived")
    factories.renew()
    return Priority.objects.get()


def stored(priority) -> list[tuple]:
    rows = ExchangeItem.all_items.filter(profile=priority).order_by("position")
    return [
        (one.text, one.confidence, one.source_name, bool(one.confirmed_at))
        for one in rows
    ]


OURS = ("Ours", "confirmed", "example.org", True)
READ = ("Read", "read", "Page", False)
DERIVED = ("", "derived", "example.org", False)


def test_rows_that_change_places_take_their_origin_along(change, priority, curator):
    ours, read, derived = document_of(priority)["offers"]
    keys = {one.pk for one in ExchangeItem.all_items.all()}
    change(priority, curator, offers=[derived, read, ours])
    assert stored(priority) == [DERIVED, READ, OURS]
    assert {one.pk for one in ExchangeItem.all_items.all()} == keys


def test_row_that_goes_leaves_the_others_what_they_are(change, priority, curator):
    _ours, read, derived = document_of(priority)["offers"]
    change(priority, curator, offers=[read, derived])
    assert stored(priority) == [READ, DERIVED]


def test_row_put_before_the_others_gets_nothing_of_theirs(change, priority, curator):
    offers = document_of(priority)["offers"]
    new = offers[0] | {"text": "New"}
    change(priority, curator, offers=[new, *offers])
    assert stored(priority) == [("New", "recalled", "", False), OURS, READ, DERIVED]


def test_same_row_twice_is_two(change, priority, curator):
    offers = document_of(priority)["offers"]
    change(priority, curator, offers=[offers[0], offers[0]])
    # The second is what became of the row that stood in its place.
    assert [one[:2] for one in stored(priority)] == [
        ("Ours", "confirmed"),
        ("Ours", "read"),
    ]


def test_what_a_curator_changed_is_not_confirmed_by_its_owner(
    change, priority, curator
):
    ours, read, derived = document_of(priority)["offers"]
    last = priority.confirmed_at
    change(priority, curator, offers=[ours | {"text": "Others'"}, read, derived])
    assert stored(priority)[0] == ("Others'", "recalled", "example.org", False)
    record = Priority.objects.get()
    # Its calendar still counts from the last word of its people.
    assert (record.confidence, record.confirmed_at) == ("recalled", last)


def test_what_the_owner_changed_is_confirmed_by_it(change, priority, owner):
    ours, read, derived = document_of(priority)["offers"]
    change(priority, owner, offers=[read | {"text": "Ours too"}, ours, derived])
    assert [one[:2] for one in stored(priority)] == [
        ("Ours too", "confirmed"),
        ("Ours", "confirmed"),
        ("", "derived"),
    ]
    assert Priority.objects.get().confidence == "confirmed"


def test_gap_in_the_order_takes_nothing_away(change, priority, curator):
    ExchangeItem.all_items.filter(text="Ours").delete()
    change(priority, curator, summary="After")
    assert stored(priority) == [READ, DERIVED]
