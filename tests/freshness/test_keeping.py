"""A clock moved through two years: each step once, and back with one click."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.template import TemplateDoesNotExist
from django.test import override_settings
from django.utils import timezone

from portal.accounts.models import Mandate
from regions.editing.services import confirm_records
from regions.freshness.services import keep_ledger
from regions.models import (
    Act,
    Cluster,
    ExchangeItem,
    Facility,
    Priority,
    Profile,
    Reminder,
    SearchEntry,
    Version,
)
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_broker")]


def steps(step: str) -> int:
    return Reminder.objects.filter(step=step).count()


def listed() -> set[int]:
    return set(Profile.objects.listed().filter(region="ES51").values_list("pk", flat=1))


def test_two_years_step_by_step(at, officer, priorities, mailbox):
    everybody = {one.pk for one in priorities}
    at(2025, 11, 14)
    keep_ledger()
    assert mailbox() == []

    at(2025, 11, 15)
    assert str(keep_ledger()) == ("4 records reminded of, 0 out of the lists, 1 mails")
    [first] = mailbox()
    assert first.to == ["officer@example.org"]
    assert first.subject == "Is it still true? 4 records of Region ES51"
    assert all(str(one) in first.body for one in priorities)
    assert "confirmed on 15 January 2025" in first.body
    assert "by 15 February 2026" in first.body

    at(2026, 1, 14)
    keep_ledger()
    assert len(mailbox()) == 1

    at(2026, 1, 15)
    keep_ledger()
    _, second = mailbox()
    assert second.subject == "A year old: please confirm 4 records of Region ES51"
    assert "on 15 January 2027 they leave them" in second.body

    at(2027, 1, 14)
    keep_ledger()
    assert len(mailbox()) == 2
    assert listed() == everybody

    at(2027, 1, 15)
    assert str(keep_ledger()) == ("0 records reminded of, 4 out of the lists, 1 mails")
    third = mailbox()[2]
    assert third.subject == "Out of the match lists: 4 records of Region ES51"
    assert listed() == set()

    at(2028, 6, 1)
    keep_ledger()
    assert len(mailbox()) == 3
    assert (steps("first"), steps("second"), steps("lapsed")) == (4, 4, 4)


def test_no_step_is_taken_twice(at, priorities, mailbox):
    for day in ((2025, 11, 15), (2026, 1, 15), (2027, 1, 15)):
        at(*day)
        for _ in range(3):
            keep_ledger()
    assert len(mailbox()) == 3
    assert Reminder.objects.count() == 12
    assert Version.objects.filter(act=Act.LAPSED).count() == 4


def test_confirming_begins_anew(at, officer, priorities, mailbox):
    at(2025, 11, 15)
    keep_ledger()
    at(2025, 12, 1)
    confirm_records(records=priorities[:1], by=officer)
    at(2026, 1, 15)
    keep_ledger()
    assert mailbox()[1].subject == (
        "A year old: please confirm 3 records of Region ES51"
    )
    assert priorities[0].title not in mailbox()[1].body
    at(2026, 9, 30)
    keep_ledger()
    assert len(mailbox()) == 2
    at(2026, 10, 1)
    keep_ledger()
    third = mailbox()[2]
    assert third.subject == "Is it still true? 1 record of Region ES51"
    assert priorities[0].title in third.body


def test_what_has_lapsed_is_back_at_once_when_confirmed(at, officer, priorities):
    at(2027, 1, 15)
    keep_ledger()
    record = Priority.objects.get(pk=priorities[0].pk)
    assert record.lapsed_at == timezone.now()
    confirm_records(records=[record], by=officer)
    record.refresh_from_db()
    assert record.is_listed
    assert listed() == {record.pk}
    at(2027, 11, 15)
    keep_ledger()
    assert steps("first") == 1


def test_lapsing_is_remembered_and_changes_nothing_else(at, priorities):
    before = Priority.objects.get(pk=priorities[0].pk)
    at(2027, 1, 15)
    keep_ledger()
    after = Priority.objects.get(pk=before.pk)
    assert (after.version, after.status) == (before.version + 1, "published")
    assert after.updated_at == before.updated_at
    assert after.confirmed_at == before.confirmed_at
    known = Version.objects.filter(kind="priority", key=after.pk)
    newest, confirmed, *_ = known.order_by("-number")
    assert (newest.act, newest.role, newest.by) == (Act.LAPSED, "portal", None)
    assert newest.document == confirmed.document


def test_lapsed_profile_is_still_found_and_shown(at, client, priorities):
    factories.renew()
    at(2027, 1, 15)
    keep_ledger()
    page = client.get(priorities[0].get_absolute_url()).content.decode()
    assert "out of the match lists since 15 January 2027" in page
    assert SearchEntry.objects.filter(key=priorities[0].slug).exists()


def test_never_confirmed_record_is_counted_from_its_registration(at, clock, db):
    record = factories.make_cluster("FI1C")
    at(2027, 1, 14)
    keep_ledger()
    assert Profile.objects.get(pk=record.pk).is_listed
    at(2027, 1, 15)
    keep_ledger()
    assert not Profile.objects.get(pk=record.pk).is_listed


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "withdrawn"])
def test_what_is_not_public_is_left_alone(at, officer, mailbox, status):
    record = factories.make_cluster("ES51", status=status)
    Mandate.objects.create(user=officer, cluster=record, role="owner")
    at(2027, 6, 1)
    keep_ledger()
    assert Cluster.objects.get(pk=record.pk).lapsed_at is None
    assert record.title not in "".join(mail.body for mail in mailbox())


def test_each_organisation_has_its_own_mail_and_person(at, officer, mailbox):
    """A cluster's facility is the cluster's, any other one is the region's."""
    cluster = factories.make_cluster("ES51", title="Our cluster")
    factories.make_facility("ES51", name="Its laboratory", cluster=cluster)
    factories.make_facility("ES51", name="The region's pilot line")
    factories.make_person("manager", cluster=cluster)
    at(2025, 11, 15)
    keep_ledger()
    bodies = {mail.to[0]: mail.body for mail in mailbox()}
    assert set(bodies) == {"manager@example.org", "officer@example.org"}
    assert "Its laboratory (facility)" in bodies["manager@example.org"]
    assert "Our cluster (cluster)" in bodies["manager@example.org"]
    assert "pilot line" not in bodies["manager@example.org"]
    assert "The region's pilot line" in bodies["officer@example.org"]
    assert "Its laboratory" not in bodies["officer@example.org"]


def test_only_who_may_write_is_told(at, officer, mailbox):
    for name, role, ends_on, is_active in (
        ("owner", "owner", None, True),
        ("reader", "reader", None, True),
        ("gone", "owner", "2025-11-14", True),
        ("last-day", "editor", "2025-11-15", True),
        ("blocked", "owner", None, False),
    ):
        person = factories.make_person(name, is_active=is_active, language="de")
        Mandate.objects.create(
            user=person, region_id="ES51", role=role, ends_on=ends_on
        )
    at(2025, 11, 15)
    keep_ledger()
    assert sorted(mail.to[0] for mail in mailbox()) == [
        "last-day@example.org",
        "officer@example.org",
        "owner@example.org",
    ]
    assert set(Reminder.objects.values_list("sent_to", flat=True)) == {3}


def test_where_nobody_acts_the_reminder_waits_for_somebody(at, clock, db, mailbox):
    factories.make_priority("FI1C", title="Nobody's")
    at(2025, 12, 1)
    keep_ledger()
    assert mailbox() == []
    assert not Reminder.objects.exists()
    factories.make_person("new", "FI1C")
    keep_ledger()
    [mail] = mailbox()
    assert mail.to == ["new@example.org"]


def test_who_comes_late_is_told_once_and_of_the_latest_step(at, clock, db, mailbox):
    factories.make_priority("FI1C")
    at(2026, 3, 1)
    factories.make_person("new", "FI1C")
    keep_ledger()
    keep_ledger()
    [mail] = mailbox()
    assert mail.subject == "A year old: please confirm 2 records of Region FI1C"


def test_a_bad_address_does_not_keep_the_others_from_being_told(at, officer, mailbox):
    bad = factories.make_person("bad", "ES51")
    type(bad).objects.filter(pk=bad.pk).update(email="no address")
    at(2025, 11, 15)
    keep_ledger()
    assert [mail.to for mail in mailbox()] == [["officer@example.org"]]


def test_steps_fall_on_days_of_brussels(clock, officer, priorities):
    """Confirmed at half past nine; the step begins at midnight, in summer or winter."""
    midnight = clock.move_to
    midnight("2025-11-14T22:59:59+00:00")
    keep_ledger()
    assert steps("first") == 0
    midnight("2025-11-14T23:00:00+00:00")
    keep_ledger()
    assert steps("first") == 4


def test_a_step_that_breaks_off_is_undone_and_done_by_the_next_round(
    at, priorities, mailbox
):
    at(2027, 1, 15)
    without_mails = {**settings.TEMPLATES[0], "DIRS": []}
    with (
        override_settings(TEMPLATES=[without_mails]),
        pytest.raises(TemplateDoesNotExist),
    ):
        keep_ledger()
    assert listed() == {one.pk for one in priorities}
    assert not Reminder.objects.exists()
    assert mailbox() == []
    keep_ledger()
    assert listed() == set()
    assert len(mailbox()) == 1


def test_confirming_a_profile_confirms_what_is_stated_in_it(at, officer, priorities):
    item = factories.make_item(priorities[0])
    derived = factories.make_item(priorities[0], "need", derivation="region_weak")
    at(2025, 6, 1)
    confirm_records(records=[priorities[0]], by=officer)
    found = ExchangeItem.objects.in_bulk([item.pk, derived.pk])
    assert found[item.pk].confirmed_at == timezone.now()
    assert found[derived.pk].confirmed_at is None


def test_facilities_and_strategies_lapse_by_the_same_calendar(at, clock, db):
    facility = factories.make_facility("FI1C")
    at(2027, 1, 15)
    keep_ledger()
    lapsed = Facility.objects.get(pk=facility.pk).lapsed_at
    assert lapsed - facility.created_at >= timedelta(days=729)
