"""Pooled demand from its opening to one request for all, and out of it again."""

import pytest

from matching.sharing import services
from matching.sharing.contacts import contacts_of
from matching.sharing.models import AccessRequest, Pool, PoolMember, PoolState
from portal.accounts.services import NotAllowed
from portal.notices.models import Notice
from portal.web.errors import Conflict, PortalError
from tests.introductions.story import told
from tests.sharing.story import (
    accept,
    ask,
    in_days,
    need,
    open_pool,
    pool_said,
    words_of,
)

pytestmark = pytest.mark.django_db


def join(story, pool, **fields):
    values = {"by": story.norther, "profile": story.north, "hours": 30}
    return services.join_pool(pool=pool, **values | fields)


def join_third(story, pool, **fields):
    return join(story, pool, by=story.easter, profile=story.east, **fields)


def test_pool_opened_twice_is_one_with_the_leads_share(story):
    one = open_pool(story)
    assert open_pool(story) == one
    assert [(each.profile.slug, each.hours) for each in one.members.all()] == [
        ("here", 20)
    ]


def test_pool_without_facility_needs_a_capability(story):
    with pytest.raises(Exception, match="Name a capability"):
        open_pool(story, facility=None, need=need(capability=""))
    assert open_pool(story, facility=None).facility is None


def test_pool_is_seen_by_people_who_are_signed_in_while_it_is_open(story):
    one = open_pool(story)
    assert list(Pool.objects.visible_to(story.stranger)) == [one]
    services.close_pool(by=story.asker, pool=one)
    assert list(Pool.objects.visible_to(story.stranger)) == []
    assert list(Pool.objects.visible_to(story.asker)) == [one]


def test_sent_pool_is_one_request_for_all_members(story):
    pool = open_pool(story)
    join(story, pool)
    join_third(story, pool, hours=10)
    one = services.send_pool(by=story.asker, pool=pool)
    assert services.send_pool(by=story.asker, pool=pool) == one
    assert (one.hours, one.pool, AccessRequest.objects.count()) == (60, pool, 1)
    assert {each.profile.slug for each in one.consents.all()} == {
        "here",
        "north",
        "east",
    }
    accept(story, one, hours=60)
    assert {each.email for each in contacts_of(one, story.owner)} == {
        "asker@example.org",
        "norther@example.org",
        "easter@example.org",
    }
    assert [each.email for each in contacts_of(one, story.easter)] == [
        "owner@example.org"
    ]
    answered = {name for name, kind in told() if kind == "access-answered"}
    assert answered == {"asker", "norther", "easter"}


def test_changed_pool_needs_agreement_anew(story):
    pool = open_pool(story)
    join(story, pool)
    services.change_pool(
        by=story.asker, pool=pool, said=pool_said(story, title="Other"), hours=20
    )
    with pytest.raises(Conflict, match="Not all members agree"):
        services.send_pool(by=story.asker, pool=pool)
    join(story, pool)
    assert services.send_pool(by=story.asker, pool=pool).hours == 50


def test_who_has_not_agreed_in_time_is_left_out(story):
    pool = open_pool(story)
    join(story, pool)
    join_third(story, pool)
    services.change_pool(
        by=story.asker, pool=pool, said=pool_said(story, title="Other"), hours=20
    )
    join(story, pool)
    Pool.objects.update(join_by=in_days(-1))
    one = services.send_pool(by=story.asker, pool=pool)
    assert one.hours == 50
    left = PoolMember.objects.exclude(left_at=None)
    assert [each.profile.slug for each in left] == ["east"]
    assert contacts_of(accept(story, one), story.easter) == []


def test_pool_of_one_or_without_facility_is_not_sent(story):
    with pytest.raises(Conflict, match="Nobody has joined"):
        services.send_pool(by=story.asker, pool=open_pool(story))
    pool = open_pool(story, facility=None)
    with pytest.raises(PortalError, match="Choose a facility"):
        services.send_pool(by=story.asker, pool=pool)


def test_member_who_leaves_takes_the_share_out_of_request_and_contacts(story):
    pool = open_pool(story)
    join(story, pool)
    one = services.send_pool(by=story.asker, pool=pool)
    accept(story, one, hours=50)
    for _ in range(2):
        services.leave_pool(by=story.norther, pool=pool, profile=story.north)
    one.refresh_from_db()
    assert (one.hours, one.granted_hours) == (20, 20)
    news = Notice.objects.get(user=story.owner, kind="access-news")
    assert words_of(news).title.startswith("Fewer hours are asked for at “Pilot line”")
    assert contacts_of(one, story.norther) == []
    assert [each.email for each in contacts_of(one, story.owner)] == [
        "asker@example.org"
    ]


def test_lead_cannot_leave_and_others_cannot_lead(story):
    pool = open_pool(story)
    join(story, pool)
    with pytest.raises(PortalError, match="close the pool"):
        services.leave_pool(by=story.asker, pool=pool, profile=story.here)
    for act in (services.close_pool, services.send_pool):
        with pytest.raises(NotAllowed):
            act(by=story.norther, pool=pool)


def test_joining_after_the_day_or_for_others_or_an_own_facility(story):
    pool = open_pool(story)
    with pytest.raises(NotAllowed):
        join(story, pool, by=story.stranger)
    with pytest.raises(PortalError, match="your own"):
        join(story, pool, by=story.owner, profile=story.hub)
    Pool.objects.update(join_by=in_days(-1))
    with pytest.raises(Conflict, match="is past"):
        join(story, pool)


def test_lead_who_has_asked_alone_is_told_so(story):
    ask(story)
    pool = open_pool(story)
    join(story, pool)
    with pytest.raises(services.AlreadyAsked):
        services.send_pool(by=story.asker, pool=pool)
    pool.refresh_from_db()
    assert pool.state == PoolState.OPEN


def test_clock_reminds_of_the_last_day_and_ends_pools_once(story):
    pool = open_pool(story)
    join(story, pool)
    assert services.end_pools() == 0
    Pool.objects.update(join_by=in_days(1))
    assert (services.end_pools(), services.end_pools()) == (1, 0)
    Pool.objects.update(join_by=in_days(-15))
    assert (services.end_pools(), services.end_pools()) == (1, 0)
    pool.refresh_from_db()
    assert pool.state == PoolState.EXPIRED
    news = [name for name, kind in told() if kind == "pool-news"]
    assert sorted(news) == sorted(
        ["asker", "asker", "asker", "norther", "asker", "norther"]
    )


def test_nobody_agrees_to_words_that_were_changed_meanwhile(story, client):
    pool = open_pool(story)
    join(story, pool)
    said = pool_said(story, need=need(purpose="We test cells for cold."))
    services.change_pool(by=story.asker, pool=pool, said=said, hours=20)
    pool.refresh_from_db()
    client.force_login(story.norther)
    sent = {"profile": "north", "hours": 30, "consent": "on", "revision": 1}
    answer = client.post(f"{pool.get_absolute_url()}join/", sent)
    assert answer.status_code == 400
    assert 'name="revision" value="2"' in answer.content.decode()
    assert not pool.members.get(profile=story.north).has_agreed
    client.post(f"{pool.get_absolute_url()}join/", sent | {"revision": 2})
    assert pool.members.get(profile=story.north).has_agreed


def test_pool_whose_time_has_begun_is_not_sent_and_says_why(story, client):
    pool = open_pool(story)
    join(story, pool)
    Pool.objects.update(wished_from=in_days(-1))
    client.force_login(story.asker)
    answer = client.post(f"{pool.get_absolute_url()}send/", {})
    assert answer.status_code == 400
    assert "This time has begun already." in answer.content.decode()


def test_later_last_day_is_reminded_of_too(story):
    pool = open_pool(story, join_by=in_days(2))
    services.end_pools()
    said = pool_said(story, join_by=in_days(1))
    services.change_pool(by=story.asker, pool=pool, said=said, hours=20)
    assert services.end_pools() == 1
    assert told() == [("asker", "pool-news")] * 2


def test_leaving_a_pool_that_is_over_bothers_nobody(story):
    pool = open_pool(story)
    join(story, pool)
    services.close_pool(by=story.asker, pool=pool)
    Notice.objects.all().delete()
    services.leave_pool(by=story.norther, pool=pool, profile=story.north)
    assert told() == []
