"""A request fades on the day after its last one, and the job closes it once."""

import datetime
from datetime import UTC

import pytest
import time_machine
from django.utils.formats import date_format

from matching.partner_requests import services
from matching.partner_requests.models import PartnerRequest
from matching.partner_requests.tasks import close_requests
from portal.notices.kinds import kind_named
from portal.notices.models import Notice
from portal.web.errors import Conflict
from tests.introductions.story import told
from tests.partner_requests.story import answer, publish, said

pytestmark = pytest.mark.django_db
START = datetime.datetime(2027, 3, 1, 9, tzinfo=UTC)
LAST = datetime.date(2027, 3, 11)
ENDED = ("seeker", "request-ended")


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def test_it_fades_at_once_and_is_closed_once(clock, story, client):
    one = publish(story, deadline=LAST)
    shown, before = [], len(told())
    for number in (10, 11, 12):
        now = START + datetime.timedelta(days=number)
        clock.move_to(now)
        # Before any job has run.
        shown.append(one.title in client.get("/requests/").content.decode())
        close_requests()
        close_requests()
    assert shown == [True, False, False]
    assert told()[before:] == [ENDED]
    one.refresh_from_db()
    assert (one.state, one.closed_at) == (
        "expired",
        START + datetime.timedelta(days=11),
    )
    words = kind_named("request-ended").words(Notice.objects.last().facts)
    assert words.title == (
        f"Your request “Recycler of battery cells” ended on {date_format(LAST)}"
    )


def test_what_has_ended_is_not_answered_before_the_job_either(clock, story):
    one = publish(story, deadline=LAST)
    clock.move_to(START + datetime.timedelta(days=11))
    with pytest.raises(Conflict, match="last day of this request is past"):
        answer(story, one)
    assert PartnerRequest.objects.get().shown_state == "expired"


def test_later_day_opens_it_again_and_it_ends_again(clock, story):
    one = publish(story, deadline=LAST)
    clock.move_to(START + datetime.timedelta(days=11))
    assert services.close_due() == 1
    later = datetime.date(2027, 4, 1)
    services.edit_request(by=story.seeker, request=one, said=said(deadline=later))
    one.refresh_from_db()
    assert (one.state, one.closed_at, one.is_open) == ("open", None, True)
    clock.move_to(datetime.datetime(2027, 4, 2, 9, tzinfo=UTC))
    assert (services.close_due(), services.close_due()) == (1, 0)
    assert told().count(ENDED) == 2


def test_last_day_is_counted_where_the_portal_is(clock, story):
    one = publish(story, deadline=LAST)
    # Already the 12th in Brussels.
    clock.move_to(datetime.datetime(2027, 3, 11, 23, 30, tzinfo=UTC))
    assert (one.is_open, PartnerRequest.objects.open().count()) == (False, 0)
