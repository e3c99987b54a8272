"""Who follows a call is reminded 30 and 7 days before it closes, once each."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from matching.calls.models import CallFollow
from matching.calls.services import follow_call, hide_call, unfollow_call
from matching.calls.services.reminding import remind_due
from portal.notices.models import Notice
from portal.web.errors import PortalError
from tests.calls.story import in_days, make_call
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def follows(call, days_ago: int = 100) -> CallFollow:
    person = make_person(f"follower{call.pk}")
    follow = follow_call(user=person, call=call)
    began = timezone.now() - timedelta(days=days_ago)
    CallFollow.objects.filter(pk=follow.pk).update(created_at=began)
    return follow


@pytest.mark.parametrize(
    ("left", "told"), [(31, []), (30, [30]), (8, [30]), (7, [7]), (0, [7]), (-1, [])]
)
def test_a_reminder_comes_at_its_day_and_once(left, told):
    call = make_call(closes=in_days(left + 40))
    follows(call)
    call.closes = in_days(left)
    call.save()
    assert remind_due() == len(told)
    assert remind_due() == 0
    keys = [key.split(":")[-1] for key in Notice.objects.values_list("key", flat=True)]
    assert keys == [str(days) for days in told]


def test_a_day_that_moves_is_told_anew():
    call = make_call(closes=in_days(5))
    follows(call)
    assert remind_due() == 1
    call.closes = in_days(6)
    call.save()
    assert remind_due() == 1


def test_who_began_to_follow_after_the_day_is_not_told_of_it():
    follows(make_call(closes=in_days(20)), days_ago=5)
    assert remind_due() == 0


def test_the_day_on_which_one_began_to_follow_is_that_of_the_place():
    follow = follows(make_call(closes=in_days(20)))
    due = timezone.localdate() + timedelta(days=20 - 30)
    # Half past midnight in Brussels is the day before in Greenwich.
    midnight = datetime.combine(due, time(0, 30), timezone.get_default_timezone())
    CallFollow.objects.filter(pk=follow.pk).update(created_at=midnight)
    assert remind_due() == 0


def test_nobody_is_told_of_a_call_that_is_hidden_or_not_followed(curator):
    hidden, left = make_call(closes=in_days(5)), make_call(closes=in_days(5))
    follows(hidden)
    follow = follows(left)
    hide_call(by=curator, call=hidden)
    unfollow_call(user=follow.user, call=left)
    assert remind_due() == 0


def test_one_follows_with_a_button_once_and_no_closed_call(sign_in):
    call, over = make_call(), make_call(closes=in_days(-1), opens=None)
    client = sign_in(make_person("officer"))
    for _once in range(2):
        client.post(f"/calls/{call.slug}/follow/")
    assert CallFollow.objects.count() == 1
    client.post(f"/calls/{call.slug}/follow/", {"_do": "end"})
    assert CallFollow.objects.count() == 0
    with pytest.raises(PortalError):
        follow_call(user=make_person("late"), call=over)
