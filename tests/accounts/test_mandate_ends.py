"""Mandates that end by their date, with the clock moved: told once, warned before."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from portal.accounts import services
from portal.accounts.models import Mandate
from portal.accounts.tasks import mandate_ends
from tests.accounts.story import events, letters, make_colleague
from tests.factories import make_person, make_region

pytestmark = pytest.mark.django_db


def day(offset: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=offset)


def later(days: int):
    return time_machine.travel(timezone.now() + datetime.timedelta(days=days))


@pytest.fixture
def region():
    return make_region("ES51")


def test_end_is_written_down_and_told_once(region, mailbox):
    make_colleague("owner", "owner", region)
    make_colleague("editor", "editor", region, ends_on=day(5))
    with later(5):
        assert mandate_ends() == "0 ended, 0 warned"
    with later(6):
        assert mandate_ends() == "1 ended, 0 warned"
        assert mandate_ends() == "0 ended, 0 warned"
    assert events(region) == [("ended", "editor", "", "editor")]
    assert letters(mailbox) == [
        ("editor", "Your mandate for Region ES51 has ended"),
        ("owner", "A mandate for Region ES51 has ended"),
    ]


def test_what_a_person_ended_is_not_told_again(region, mailbox):
    owner = make_colleague("owner", "owner", region)
    editor = make_colleague("editor", "editor", region)
    services.end_mandate(mandate=editor, by=owner.user)
    assert mandate_ends() == "0 ended, 0 warned"
    assert events(region) == [("ended", "editor", "owner", "editor")]


def test_renewed_mandate_ends_again(region, mailbox):
    owner = make_colleague("owner", "owner", region)
    make_colleague("editor", "editor", region, ends_on=day(1))
    with later(2):
        services.close_ended_mandates()
        services.grant_mandate(
            user=Mandate.objects.get(role="editor").user,
            organisation=region,
            role="editor",
            by=owner.user,
            ends_on=day(2),
        )
        assert services.close_ended_mandates() == 0
    with later(6):
        assert services.close_ended_mandates() == 1
    assert [what for what, *_rest in events(region)] == ["ended", "granted", "ended"]


def test_last_owner_is_warned_30_days_before_and_curators_with_him(region, mailbox):
    make_person("curator", is_staff=True)
    make_colleague("owner", "owner", region, ends_on=day(100))
    make_colleague("editor", "editor", region, ends_on=day(100))
    with later(69):
        assert services.warn_of_last_ends() == 0
    with later(70):
        assert services.warn_of_last_ends() == 1
        assert services.warn_of_last_ends() == 0
    with later(80):
        assert services.warn_of_last_ends() == 0
    assert letters(mailbox) == [
        ("owner", "Your mandate for Region ES51 ends soon"),
        ("curator", "Region ES51 will have no owner"),
    ]
    with later(101):
        assert services.close_ended_mandates() == 2
    assert ("curator", "Region ES51 has no owner any more") in letters(mailbox)


def test_owner_who_is_not_the_last_is_not_warned(region, mailbox):
    make_colleague("owner", "owner", region, ends_on=day(10))
    make_colleague("other", "owner", region)
    assert services.warn_of_last_ends() == 0
    assert letters(mailbox) == []


def test_two_owners_of_whom_the_later_is_the_last(region, mailbox):
    make_colleague("first", "owner", region, ends_on=day(10))
    make_colleague("last", "owner", region, ends_on=day(20))
    assert services.warn_of_last_ends() == 1
    assert letters(mailbox) == [("last", "Your mandate for Region ES51 ends soon")]


def test_other_last_day_is_another_warning(region, mailbox):
    curator = make_person("curator", is_staff=True)
    owner = make_colleague("owner", "owner", region, ends_on=day(10))
    services.warn_of_last_ends()
    services.set_end(mandate=owner, last_day=day(200), by=curator)
    with later(180):
        assert services.warn_of_last_ends() == 1
