"""Asking for a facility, answering, contact data, use; and what the clock does."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from matching.sharing import limits, services
from matching.sharing.contacts import contacts_of
from matching.sharing.models import (
    AccessConsent,
    AccessRequest,
    FacilityTerms,
    FacilityUse,
    FreeWindow,
    State,
)
from matching.sharing.queries import inbox_of, unowned_requests, usage_of
from portal.accounts.models import Mandate, User
from portal.accounts.services import NotAllowed
from portal.notices.models import Notice
from portal.web.errors import Conflict, PortalError
from tests import factories
from tests.introductions.story import make_member, told
from tests.sharing.story import accept, ask, in_days, need, terms, words_of

pytestmark = pytest.mark.django_db


def test_request_reaches_the_owners_and_nobody_else(story):
    one = ask(story)
    assert (one.state, one.reply_by) == (State.ASKED, in_days(14))
    assert told() == [("owner", "access-asked")]
    seen = {
        person.email.partition("@")[0]
        for person in User.objects.all()
        if AccessRequest.objects.visible_to(person).exists()
    }
    assert seen == {"asker", "owner", "clerk"}


def test_request_pressed_twice_is_one(story):
    one = ask(story)
    with pytest.raises(services.AlreadyAsked) as error:
        ask(story)
    assert error.value.request == one
    assert AccessRequest.objects.count() == 1


def test_request_by_who_only_reads_or_for_own_facility_is_refused(story):
    with pytest.raises(NotAllowed):
        ask(story, by=story.stranger)
    with pytest.raises(PortalError, match="your own"):
        ask(story, by=story.owner, profile=story.hub)
    assert AccessRequest.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("purpose", {"purpose": "Write to me@example.org"}),
        ("wished_to", {"wished_to": in_days(20)}),
        ("wished_to", {"wished_from": in_days(-2)}),
        ("wished_to", {"wished_from": in_days(800), "wished_to": in_days(801)}),
    ],
)
def test_need_that_cannot_be_names_its_field(story, field, values):
    with pytest.raises(ValidationError) as error:
        ask(story, need=need(**values))
    assert list(error.value.message_dict) == [field]


def test_accepted_request_opens_contacts_to_both_sides_only(story):
    terms(story, contact_role="User office", mailbox="office@hub.example")
    one = ask(story)
    assert contacts_of(one, story.asker) == contacts_of(one, story.owner) == []
    accept(story, one)
    theirs = contacts_of(one, story.asker)
    assert [(each.role, each.mailbox, each.email) for each in theirs] == [
        ("User office", "office@hub.example", "owner@example.org")
    ]
    assert [each.email for each in contacts_of(one, story.owner)] == [
        "asker@example.org"
    ]
    for person in (story.stranger, story.curator, story.norther):
        assert contacts_of(one, person) == []
    assert AccessConsent.objects.count() == 2
    assert told()[1:] == [("asker", "access-answered")]


def test_contact_data_close_when_it_is_withdrawn(story):
    one = accept(story, ask(story))
    services.end_request(by=story.asker, request=one, closing="We moved on.")
    assert contacts_of(one, story.asker) == contacts_of(one, story.owner) == []
    one.refresh_from_db()
    assert (one.state, one.contacts_open_since) == (State.WITHDRAWN, None)


def test_who_left_is_not_named_any_more(story):
    one = accept(story, ask(story))
    Mandate.objects.filter(user=story.owner).delete()
    assert [each.email for each in contacts_of(one, story.asker)] == [""]


def test_accepting_twice_changes_nothing(story):
    one = ask(story)
    first = accept(story, one)
    again = accept(story, one)
    assert again.answered_at == first.answered_at
    assert len(told()) == 2


def test_second_request_gets_no_taken_day(story):
    accept(story, ask(story))
    other = ask(story, by=story.norther, profile=story.north)
    with pytest.raises(Conflict, match="taken already"):
        accept(story, other, first=in_days(39), last=in_days(41))
    assert accept(story, other, first=in_days(40), last=in_days(41)).is_accepted


def test_cancelled_time_is_free_again(story):
    one = accept(story, ask(story))
    services.end_request(by=story.owner, request=one)
    one.refresh_from_db()
    assert one.state == State.CANCELLED
    other = ask(story, by=story.norther, profile=story.north)
    assert accept(story, other).is_accepted


def test_time_outside_the_free_windows_is_refused(story):
    services.add_window(
        by=story.owner, facility=story.line, starts_on=in_days(30), ends_on=in_days(35)
    )
    with pytest.raises(Conflict, match="in no free time"):
        accept(story, ask(story))


def test_declined_with_a_reason_and_not_asked_again_soon(story):
    one = services.decline_request(by=story.owner, request=ask(story), reason="full")
    assert (one.state, told()[-1]) == (State.DECLINED, ("asker", "access-answered"))
    with pytest.raises(limits.TooMany):
        ask(story)
    with pytest.raises(Conflict):
        accept(story, one)


def test_only_owners_and_editors_answer(story):
    one = ask(story)
    for person in (story.clerk, story.asker, story.curator):
        with pytest.raises(NotAllowed):
            accept(story, one, by=person)


def test_sixth_request_of_a_day_is_refused(story):
    for number in range(5):
        ask(story, facility=factories.make_facility(f"PT1{number}"))
    with pytest.raises(limits.TooMany):
        ask(story)


def test_request_for_a_facility_without_owner_waits_and_arrives(story):
    one = ask(story, facility=story.lab)
    assert one.state == State.UNOWNED
    assert told() == [("curator", "access-unowned")]
    assert list(unowned_requests()) == [one]
    assert services.adopt_due() == 0
    make_member("newcomer", "owner", "ITC4")
    assert (services.adopt_due(), services.adopt_due()) == (1, 0)
    one.refresh_from_db()
    assert (one.state, one.reply_by) == (State.ASKED, in_days(14))
    assert told()[1:] == [("newcomer", "access-asked"), ("asker", "access-news")]
    assert list(unowned_requests()) == []


def test_curator_notes_what_was_done_about_it(story):
    one = ask(story, facility=story.lab)
    for _ in range(2):
        services.note_by_curator(by=story.curator, request=one, note="Called the host.")
    assert told()[1:] == [("asker", "access-news")]
    with pytest.raises(NotAllowed):
        services.note_by_curator(by=story.asker, request=one, note="Mine")


def test_curators_see_only_what_nobody_can_answer(story):
    hidden, shown = ask(story), ask(story, facility=story.lab)
    assert list(AccessRequest.objects.visible_to(story.curator)) == [shown]
    assert hidden in AccessRequest.objects.visible_to(story.owner)


def test_clock_reminds_twice_and_closes_once(story):
    one = ask(story)

    def days_ago(number: int) -> None:
        AccessRequest.objects.update(
            clock_from=in_days(-number), reply_by=in_days(14 - number)
        )

    assert services.remind_due() == 0
    days_ago(8)
    assert (services.remind_due(), services.remind_due()) == (1, 0)
    days_ago(12)
    assert (services.remind_due(), services.expire_due()) == (1, 0)
    days_ago(15)
    assert (services.expire_due(), services.expire_due()) == (1, 0)
    one.refresh_from_db()
    assert one.state == State.EXPIRED
    assert told()[1:] == [
        *[("owner", "access-reminder")] * 2,
        ("asker", "access-ended"),
        ("owner", "access-ended"),
    ]


def test_request_that_nobody_can_answer_ends_after_half_a_year(story):
    ask(story, facility=story.lab)
    AccessRequest.objects.update(asked_at=timezone.now() - timedelta(days=181))
    assert services.expire_due() == 1
    assert AccessRequest.objects.get().state == State.EXPIRED


def granted_lately(story, **fields) -> AccessRequest:
    one = accept(story, ask(story, **fields))
    AccessRequest.objects.filter(pk=one.pk).update(
        answered_at=timezone.now() - timedelta(days=20)
    )
    return one


def test_use_counts_once_the_owner_has_confirmed_it(story):
    one = granted_lately(story)
    days = {"starts_on": in_days(-5), "ends_on": in_days(-3)}
    for _ in range(2):
        use = services.note_use(by=story.asker, request=one, hours=12, **days)
    assert (FacilityUse.objects.count(), usage_of(story.line).uses) == (1, 0)
    assert inbox_of(story.owner).uses == [use]
    for _ in range(2):
        services.confirm_use(by=story.owner, use=use)
    found = usage_of(story.line)
    assert (found.uses, found.hours, found.regions) == (1, 12, None)
    services.remove_use(by=story.owner, use=use)
    assert usage_of(story.line).uses == 1


def test_use_confirmed_after_it_was_removed_says_so(story, client):
    one = granted_lately(story)
    days = {"starts_on": in_days(-5), "ends_on": in_days(-3)}
    use = services.note_use(by=story.asker, request=one, hours=12, **days)
    services.remove_use(by=story.owner, use=use)
    with pytest.raises(Conflict, match="removed meanwhile"):
        services.confirm_use(by=story.owner, use=use)


def test_owners_are_not_told_when_they_may_ask_again(story):
    one = ask(story)
    services.end_request(by=story.asker, request=one)
    news = Notice.objects.get(user=story.owner, kind="access-ended")
    assert words_of(news).text == ""


def test_use_noted_by_a_stranger_or_ahead_of_time_is_refused(story):
    one = granted_lately(story)
    days = {"starts_on": in_days(-5), "ends_on": in_days(-3)}
    with pytest.raises(NotAllowed):
        services.note_use(by=story.stranger, request=one, hours=1, **days)
    with pytest.raises(ValidationError):
        services.note_use(
            by=story.asker,
            request=one,
            hours=1,
            starts_on=in_days(-1),
            ends_on=in_days(1),
        )


def test_regions_of_users_are_told_from_three_on(story):
    sides = [(story.asker, story.here), (story.norther, story.north)]
    sides.append((story.easter, story.east))
    FacilityTerms.objects.create(facility=story.line, access="open", users_at_once=9)
    for number, (person, profile) in enumerate(sides, start=1):
        one = granted_lately(story, by=person, profile=profile)
        services.note_use(
            by=story.owner, request=one, hours=1,
            starts_on=in_days(-2), ends_on=in_days(-2),
        )  # fmt: skip
        assert usage_of(story.line).regions == (3 if number == 3 else None)


def test_terms_are_confirmed_by_owners_only_and_not_overwritten(story):
    made = terms(story, price="hour", amount=120)
    assert (made.version, made.confirmed_by) == (1, story.owner)
    assert [one.key for one in made.capabilities.all()] == [
        "clean-room",
        "climate-chamber",
    ]
    assert terms(story, price="hour", amount=120).version == 1
    with pytest.raises(Conflict, match="meanwhile"):
        terms(story, access="academic")
    assert terms(story, access="academic", version=1).version == 2
    with pytest.raises(NotAllowed):
        services.state_terms(
            by=story.curator,
            facility=story.line,
            said=services.TermsSaid(access="open", version=2),
        )


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("trl_to", {"trl_from": 7, "trl_to": 3}),
        ("trl_to", {"trl_from": 7}),
        ("amount", {"price": "free", "amount": 5}),
        ("access_note", {"access_note": "Call +49 30 1234567"}),
        ("capabilities", {"capabilities": ["x" * 81]}),
    ],
)
def test_terms_that_cannot_be_name_their_field(story, field, values):
    with pytest.raises(ValidationError) as error:
        terms(story, **values)
    assert list(error.value.message_dict) == [field]
    assert FacilityTerms.objects.count() == 0


def test_old_terms_are_asked_about_once(story):
    terms(story)
    FacilityTerms.objects.update(confirmed_at=timezone.now() - timedelta(days=400))
    assert (services.ask_about_terms(), services.ask_about_terms()) == (1, 0)
    assert told() == [("owner", "terms-old")]
    services.confirm_terms(by=story.owner, facility=story.line)
    assert services.ask_about_terms() == 0


def test_free_time_pressed_twice_stands_once_and_can_be_removed(story):
    days = {"starts_on": in_days(1), "ends_on": in_days(5)}
    for _ in range(2):
        window = services.add_window(by=story.owner, facility=story.line, **days)
    assert FreeWindow.objects.count() == 1
    with pytest.raises(NotAllowed):
        services.remove_window(by=story.asker, facility=story.line, key=window.pk)
    services.remove_window(by=story.owner, facility=story.line, key=window.pk)
    assert FreeWindow.objects.count() == 0
