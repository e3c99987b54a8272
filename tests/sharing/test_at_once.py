"""Two tabs, two people or two workers at the same moment: one outcome."""

from matching.partnerships.models import Partnership
from matching.sharing import services
from matching.sharing.models import (
    AccessRequest,
    FacilityUse,
    FreeWindow,
    InvestmentWish,
    Pool,
    PoolMember,
    WishMember,
)
from tests.introductions.story import told
from tests.sharing.story import accept, ask, in_days, open_pool, open_wish, terms
from tests.together import TOGETHER, at_once

pytestmark = TOGETHER


def test_two_requests_do_not_get_the_same_days(story):
    one, other = ask(story), ask(story, by=story.norther, profile=story.north)
    answers = at_once(lambda: accept(story, one), lambda: accept(story, other))
    assert sorted(map(bool, answers)) == [False, True]
    assert AccessRequest.objects.booked().count() == 1


def test_hours_of_a_month_are_not_granted_twice(story):
    terms(story, hours_a_month=60)
    one, other = ask(story), ask(story, by=story.norther, profile=story.north)
    days = {"first": in_days(30), "last": in_days(30)}
    answers = at_once(
        lambda: accept(story, one, **days), lambda: accept(story, other, **days)
    )
    assert sorted(map(bool, answers)) == [False, True]


def test_the_same_request_from_two_tabs(story):
    answers = at_once(lambda: ask(story), lambda: ask(story))
    assert sorted(map(bool, answers)) == [False, True]
    assert AccessRequest.objects.count() == 1


def test_accepted_while_it_is_withdrawn(story):
    one = ask(story)
    accepted, ended = at_once(
        lambda: accept(story, one),
        lambda: services.end_request(by=story.asker, request=one),
    )
    assert ended == ""
    assert accepted in ("", "This request has been withdrawn meanwhile.")
    one.refresh_from_db()
    assert (one.state, one.contacts_open_since) == ("withdrawn", None)


def test_pool_sent_twice_and_left_meanwhile(story):
    pool = open_pool(story)
    services.join_pool(by=story.norther, pool=pool, profile=story.north, hours=30)
    services.join_pool(by=story.easter, pool=pool, profile=story.east, hours=10)
    sent = at_once(
        lambda: services.send_pool(by=story.asker, pool=pool),
        lambda: services.send_pool(by=story.asker, pool=pool),
        lambda: services.leave_pool(by=story.easter, pool=pool, profile=story.east),
    )
    assert sent == ["", "", ""]
    assert AccessRequest.objects.get().hours == 50


def test_joined_twice_with_each_profile(story):
    pool, wish = open_pool(story), open_wish(story)

    def join_pool():
        services.join_pool(by=story.norther, pool=pool, profile=story.north, hours=3)

    def join_wish():
        services.join_wish(
            by=story.norther, wish=wish, profile=story.north, share="open"
        )

    assert at_once(join_pool, join_pool, join_wish, join_wish) == [""] * 4
    assert PoolMember.objects.count() == WishMember.objects.count() == 2


def test_quorum_reached_by_two_at_once_is_told_once_and_set_up_once(story):
    wish = open_wish(story)
    answers = at_once(
        lambda: services.join_wish(
            by=story.norther, wish=wish, profile=story.north, share="open"
        ),
        lambda: services.join_wish(
            by=story.easter, wish=wish, profile=story.east, share="open"
        ),
    )
    assert answers == ["", ""]
    assert [kind for _, kind in told()] == ["wish-news"] * 3
    at_once(*[lambda: services.set_up_partnership(by=story.asker, wish=wish)] * 2)
    assert Partnership.objects.count() == 1


def test_opened_twice_from_two_tabs(story):
    at_once(lambda: open_pool(story), lambda: open_pool(story))
    at_once(lambda: open_wish(story), lambda: open_wish(story))
    assert (Pool.objects.count(), InvestmentWish.objects.count()) == (1, 1)


def test_owners_press_twice(story):
    days = {"starts_on": in_days(1), "ends_on": in_days(60)}

    def add():
        services.add_window(by=story.owner, facility=story.line, **days)

    assert at_once(add, add) == ["", ""]
    assert FreeWindow.objects.count() == 1
    terms(story)
    answers = at_once(
        lambda: terms(story, access="academic", version=1),
        lambda: terms(story, access="industry", version=1),
    )
    assert sorted(map(bool, answers)) == [False, True]


def test_two_workers_do_each_thing_once(story):
    ask(story)
    AccessRequest.objects.update(reply_by=in_days(-1))
    at_once(services.expire_due, services.expire_due)
    open_wish(story)
    InvestmentWish.objects.update(until=in_days(-1))
    at_once(services.end_wishes, services.end_wishes)
    kinds = sorted(kind for _, kind in told())
    assert kinds == ["access-asked", "access-ended", "access-ended", "wish-news"]


def test_a_use_noted_by_both_sides_at_once(story):
    one = accept(story, ask(story))
    AccessRequest.objects.update(answered_at=one.answered_at.replace(year=2020))
    days = {"starts_on": in_days(-2), "ends_on": in_days(-1), "hours": 4}
    at_once(
        lambda: services.note_use(by=story.asker, request=one, **days),
        lambda: services.note_use(by=story.owner, request=one, **days),
    )
    assert FacilityUse.objects.count() == 1
