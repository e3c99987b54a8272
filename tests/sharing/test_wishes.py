"""Wishes to invest together: shared until enough do, and made a partnership."""

import pytest
from django.core.exceptions import ValidationError

from matching.partnerships.models import Partnership
from matching.sharing import services
from matching.sharing.models import InvestmentWish, WishMember, WishState
from portal.accounts.services import NotAllowed
from portal.web.errors import Conflict, PortalError
from regions.models import Profile
from regions.moderation.merge_services import merge_records
from tests import factories
from tests.introductions.story import make_member, told
from tests.sharing.story import in_days, open_wish

pytestmark = pytest.mark.django_db


def share(story, wish, who="north", band="to250k"):
    people = {"north": story.norther, "east": story.easter, "here": story.asker}
    profile = getattr(story, who)
    return services.join_wish(by=people[who], wish=wish, profile=profile, share=band)


def reached(story) -> InvestmentWish:
    wish = open_wish(story)
    share(story, wish)
    share(story, wish, "east")
    wish.refresh_from_db()
    return wish


def test_wish_opened_twice_is_one(story):
    assert open_wish(story) == open_wish(story)
    assert WishMember.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("until", {"until": in_days(2)}),
        ("countries_needed", {"regions_needed": 3, "countries_needed": 4}),
        ("text", {"text": "Write to me@example.org"}),
        ("topics", {"topics": ["none"]}),
    ],
)
def test_wish_that_cannot_be_names_its_field(story, field, values):
    with pytest.raises(ValidationError) as error:
        open_wish(story, **values)
    assert list(error.value.message_dict) == [field]


def test_all_are_told_once_when_enough_regions_share_it(story):
    wish = reached(story)
    assert wish.state == WishState.REACHED
    share(story, wish, "east", "over5m")
    assert sorted(told()) == [
        ("asker", "wish-news"),
        ("easter", "wish-news"),
        ("norther", "wish-news"),
    ]


def test_two_profiles_of_one_region_are_one_region(story):
    wish = open_wish(story)
    share(story, wish)
    second = factories.make_priority("SE11", ["20"])
    services.join_wish(by=story.norther, wish=wish, profile=second, share="open")
    assert services.quorum_of_wish(wish).regions == 2
    wish.refresh_from_db()
    assert wish.state == WishState.OPEN


def test_who_leaves_may_end_the_quorum(story):
    wish = reached(story)
    for _ in range(2):
        services.leave_wish(by=story.easter, wish=wish, profile=story.east)
    wish.refresh_from_db()
    assert (wish.state, wish.reached_at) == (WishState.OPEN, None)
    with pytest.raises(Conflict, match="Not enough"):
        services.set_up_partnership(by=story.asker, wish=wish)
    share(story, wish, "east")
    wish.refresh_from_db()
    assert wish.state == WishState.REACHED


def test_opener_withdraws_and_does_not_leave(story):
    wish = reached(story)
    with pytest.raises(PortalError, match="withdraw it instead"):
        services.leave_wish(by=story.asker, wish=wish, profile=story.here)
    with pytest.raises(NotAllowed):
        services.withdraw_wish(by=story.norther, wish=wish)
    for _ in range(2):
        services.withdraw_wish(by=story.asker, wish=wish)
    with pytest.raises(Conflict, match="withdrawn"):
        share(story, wish)


def test_wish_ends_after_its_day_unless_enough_share_it(story):
    wish = open_wish(story)
    InvestmentWish.objects.update(until=in_days(-1))
    assert (services.end_wishes(), services.end_wishes()) == (1, 0)
    wish.refresh_from_db()
    assert wish.state == WishState.EXPIRED
    assert told() == [("asker", "wish-news")]
    other = reached(story)
    InvestmentWish.objects.filter(pk=other.pk).update(until=in_days(-1))
    assert services.end_wishes() == 0


def test_partnership_made_twice_is_one_that_invites_all(story):
    wish = reached(story)
    first = services.set_up_partnership(by=story.asker, wish=wish)
    assert services.set_up_partnership(by=story.asker, wish=wish) == first
    one = Partnership.objects.get()
    assert (one.title, one.scope) == (wish.title, wish.text)
    seats = one.members.order_by("pk").values_list("profile__slug", "role", "state")
    assert sorted(seats) == [
        ("east", "member", "invited"),
        ("here", "lead", "active"),
        ("north", "member", "invited"),
    ]
    with pytest.raises(NotAllowed):
        services.set_up_partnership(by=story.norther, wish=wish)


def test_opener_can_begin_a_consortium_with_all_who_share_it(story, client):
    wish = reached(story)
    link = "/consortia/new/?profile=here&amp;with=north&amp;with=east"
    client.force_login(story.norther)
    assert link not in client.get(wish.get_absolute_url()).content.decode()
    client.force_login(story.asker)
    assert link in client.get(wish.get_absolute_url()).content.decode()
    page = client.get("/consortia/new/?profile=here&with=north&with=east")
    assert page.content.decode().count(" checked") == 2


def test_members_that_become_one_count_as_one_region(story):
    gone = factories.make_cluster("SE11", ["20"], title="Anode", slug="anode")
    person = make_member("third", "owner", cluster=gone)
    wish = open_wish(story)
    services.join_wish(by=person, wish=wish, profile=gone, share="open")
    share(story, wish, "east")
    wish.refresh_from_db()
    assert wish.state == WishState.REACHED
    merge_records(kept=story.east, gone=gone, chosen={}, by=story.curator)
    wish.refresh_from_db()
    assert wish.state == WishState.OPEN


def test_a_hidden_member_bars_no_partnership_and_a_leaving_one_ends_none(story):
    wish = reached(story)
    Profile.objects.filter(pk=story.north.pk).update(status="withdrawn")
    services.set_up_partnership(by=story.asker, wish=wish)
    seats = Partnership.objects.get().members.values_list("profile__slug", flat=True)
    assert sorted(seats) == ["east", "here"]
    services.leave_wish(by=story.easter, wish=wish, profile=story.east)
    wish.refresh_from_db()
    assert wish.state == WishState.REACHED


def test_what_one_could_give_is_on_nobody_elses_page(story, client):
    wish = reached(story)
    WishMember.objects.filter(profile=story.east).update(share="over5m")
    client.force_login(story.norther)
    page = client.get(wish.get_absolute_url()).content.decode()
    assert "You could give: 50,000 to 250,000 euro" in page
    assert "At least 5,000,000 euro" in page
    # It stands in the choices of the own form only.
    assert page.lower().count("over 5 million euro") == page.count('value="over5m"')
    client.force_login(make_member("other", "owner", "BE10"))
    page = client.get(wish.get_absolute_url()).content.decode()
    assert ("Cells" in page, "Anodes" in page) == (False, False)
