"""A facility with owners, one without, and profiles of three countries, for tests."""

import datetime
from types import SimpleNamespace

from django.utils import timezone

from matching.sharing import services
from matching.sharing.models import AccessRequest, Pool
from matching.sharing.services import Need, PoolSaid, TermsSaid, WishSaid
from portal.notices.kinds import Words, kind_named
from portal.notices.models import Notice
from tests import factories
from tests.introductions.story import make_member


def in_days(number: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=number)


def make_story() -> SimpleNamespace:
    """Three seek; the hub in FI1C has a pilot line; nobody acts for the lab."""
    hub = factories.make_cluster("FI1C", ["20"], title="Cell hub", slug="hub")
    profiles = {
        "here": factories.make_priority("ES51", ["20"], title="Batteries", slug="here"),
        "north": factories.make_priority("SE11", ["20"], title="Cells", slug="north"),
        "east": factories.make_cluster("PL21", ["20"], title="Anodes", slug="east"),
    }
    line = factories.make_facility(
        "FI1C", ["20"], name="Pilot line", slug="line", cluster=hub, kind="pilot_line"
    )
    lab = factories.make_facility("ITC4", ["20"], name="Lab", slug="lab")
    factories.renew()
    return SimpleNamespace(
        hub=hub,
        line=line,
        lab=lab,
        owner=make_member("owner", "owner", cluster=hub),
        clerk=make_member("clerk", "reader", cluster=hub),
        here=profiles["here"],
        north=profiles["north"],
        east=profiles["east"],
        asker=make_member("asker", "editor", "ES51"),
        norther=make_member("norther", "editor", "SE11"),
        easter=make_member("easter", "owner", cluster=profiles["east"]),
        curator=factories.make_person("curator", is_staff=True),
        stranger=make_member("stranger", "owner", "BE10"),
    )


def need(**fields) -> Need:
    values = {
        "purpose": "We test cells for heat.",
        "wished_from": in_days(30),
        "wished_to": in_days(39),
        "capability": "climate chamber",
        "stage": "pilot",
        "trl": 6,
    }
    return Need(**values | fields)


def ask(story, **fields) -> AccessRequest:
    values = {
        "by": story.asker,
        "profile": story.here,
        "facility": story.line,
        "need": need(),
        "hours": 40,
    }
    return services.ask_for_facility(**values | fields)


def accept(story, request: AccessRequest, **fields) -> AccessRequest:
    values = {
        "by": story.owner,
        "first": in_days(30),
        "last": in_days(39),
        "hours": 40,
    }
    return services.accept_request(request=request, **values | fields)


def terms(story, **fields):
    values = {"access": "open", "capabilities": ["Climate chamber", "Clean room"]}
    said = TermsSaid(**values | fields)
    return services.state_terms(by=story.owner, facility=story.line, said=said)


def pool_said(story, **fields) -> PoolSaid:
    values = {
        "title": "Cells in the heat",
        "need": need(),
        "join_by": in_days(10),
        "facility": story.line,
    }
    return PoolSaid(**values | fields)


def open_pool(story, **fields) -> Pool:
    said = pool_said(story, **fields)
    return services.open_pool(by=story.asker, profile=story.here, said=said, hours=20)


def wish_said(**fields) -> WishSaid:
    values = {
        "title": "A shared pilot line",
        "text": "For cells, in the middle of us all.",
        "cost": "to5",
        "until": in_days(60),
        "topics": ["20"],
        "stages": ["pilot"],
    }
    return WishSaid(**values | fields)


def open_wish(story, **fields):
    return services.open_wish(
        by=story.asker, profile=story.here, said=wish_said(**fields), share="to1m"
    )


def words_of(notice: Notice) -> Words:
    """What a notice says."""
    kind = kind_named(notice.kind)
    assert kind is not None
    return kind.worded(notice.facts)
