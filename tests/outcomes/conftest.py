"""Histories of matches for tests."""

import datetime

import pytest
from django.utils import timezone

from matching.outcomes.models import MatchEvent, Stage, pair_of
from portal.accounts.models import Mandate
from tests import factories
from tests.matching.factories import make_match, make_run


def noted(user=None) -> list[tuple]:
    """The log as (what, profile, partner, rank), in its order."""
    rows = MatchEvent.objects.order_by("pk")
    return list(rows.values_list("what", "profile_id", "partner_id", "rank"))


def make_event(what: Stage, profile: int, partner: int, number: int = 0, **fields):
    """One event of two numbers that need not be profiles any more."""
    values = {
        "key": f"{what}:{profile}:{partner}:{number}",
        "pair": pair_of(profile, partner),
        "country": "ES",
        "partner_country": "FI",
        "at": timezone.now(),
    }
    return MatchEvent(what=what, **values | fields)


def write(*events: MatchEvent) -> None:
    MatchEvent.objects.bulk_create(events)


def at(day: str) -> datetime.datetime:
    zone = timezone.get_current_timezone()
    return datetime.datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=zone)


@pytest.fixture
def profile():
    factories.make_topic("C")
    factories.make_topic("10", parent="C")
    factories.make_region("ES51", cohesion_category="more")
    return factories.make_priority("ES51", ["10"], title="Food", slug="food")


@pytest.fixture
def partner(profile):
    return factories.make_priority("FI1C", ["10"], title="Fish", slug="fish")


@pytest.fixture
def third(profile):
    return factories.make_cluster("DE21", ["10"], title="Bread", slug="bread")


@pytest.fixture
def lists(profile, partner, third):
    """Lists of the run that readers see."""
    run = make_run()
    make_match(run, profile, partner, 1)
    make_match(run, profile, third, 2)
    make_match(run, partner, profile, 1)
    factories.renew()
    return run


@pytest.fixture
def owner(profile):
    person = factories.make_person("owner")
    Mandate.objects.create(user=person, region=profile.region, role="owner")
    return person


@pytest.fixture
def reader(profile):
    person = factories.make_person("reader")
    Mandate.objects.create(user=person, region=profile.region, role="reader")
    return person


@pytest.fixture
def colleague(partner):
    """An editor of the other side."""
    return factories.make_person("colleague", "FI1C")


@pytest.fixture
def curator():
    return factories.make_person("curator", is_staff=True)
