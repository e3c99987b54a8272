"""What people report by hand: by owners and editors, once for both sides."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from matching.outcomes.models import MatchEvent, Stage
from matching.outcomes.services import (
    REPORTED,
    NotAllowed,
    note_outcome,
    report_outcome,
)
from portal.web.errors import PortalError
from tests import factories
from tests.outcomes.conftest import noted

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(profile, partner):
    def reported(by, **fields):
        values = {
            "profile": profile,
            "partner": partner,
            "what": Stage.MET,
            "on": timezone.localdate(),
        }
        return report_outcome(by=by, **values | fields)

    return reported


def test_both_sides_report_one_meeting(report, owner, colleague, profile, partner):
    assert report(owner) is True
    assert report(owner) is False
    assert report(colleague, profile=partner, partner=profile) is False
    assert noted() == [("met", profile.pk, partner.pk, None)]


def test_it_stands_in_the_direction_of_the_introduction(
    report, owner, profile, partner
):
    note_outcome(
        what=Stage.INTRODUCED, profile=partner, partner=profile, occasion="i:1"
    )
    report(owner)
    assert noted()[1] == ("met", partner.pk, profile.pk, None)


def test_another_introduction_is_another_occasion(report, owner):
    assert [report(owner, occasion=f"introduction:{n}") for n in (1, 1, 2)] == [
        True,
        False,
        True,
    ]


@pytest.mark.parametrize("what", REPORTED)
def test_what_can_be_reported_is_kept_under_its_day(report, owner, what):
    day = timezone.localdate() - timedelta(days=40)
    assert report(owner, what=what, on=day)
    event = MatchEvent.objects.get()
    assert (event.what, timezone.localdate(event.at)) == (what, day)


def test_today_is_not_later_than_now(report, owner):
    report(owner)
    assert MatchEvent.objects.get().at <= timezone.now()


@pytest.mark.parametrize("what", sorted(set(Stage) - set(REPORTED)))
def test_other_stages_cannot_be_reported(report, owner, what):
    with pytest.raises(PortalError, match="cannot be reported"):
        report(owner, what=what)
    assert noted() == []


def test_day_to_come_and_pair_with_itself_are_refused(report, owner, profile):
    with pytest.raises(PortalError, match="still to come"):
        report(owner, on=timezone.localdate() + timedelta(days=1))
    with pytest.raises(PortalError, match="no pair with itself"):
        report(owner, partner=profile)
    assert noted() == []


def test_readers_curators_and_strangers_may_not(report, reader, curator):
    for person in (reader, curator, factories.make_person("stranger", "DE21")):
        with pytest.raises(NotAllowed):
            report(person)
    assert noted() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.services
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite lets one write at a time anyway"
)
def test_both_sides_report_at_the_same_moment(report, owner, colleague):
    start = Barrier(2)

    def reported(by) -> bool:
        try:
            start.wait(timeout=20)
            return report(by)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(reported, [owner, colleague])) == [False, True]
    assert MatchEvent.objects.count() == 1
