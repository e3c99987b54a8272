"""Meetings: proposed, answered, moved, called off, and what came of them."""

import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from icalendar import Calendar

from matching.introductions import services
from matching.introductions.models_talk import Meeting
from matching.introductions.talk.calendar import calendar_file
from matching.introductions.talk.forms import MeetingForm
from matching.introductions.talk.meetings import (
    answer_meeting,
    cancel_meeting,
    propose_meeting,
    say_whether_met,
)
from matching.outcomes.models import MatchEvent
from portal.accounts.services import NotAllowed
from portal.web.errors import Conflict, PortalError
from tests import factories
from tests.introductions.story import ask, make_member
from tests.introductions.talk_story import accepted, told_of

pytestmark = pytest.mark.django_db
BRUSSELS = ZoneInfo("Europe/Brussels")
NOW = datetime.datetime(2027, 3, 1, 9, 0, tzinfo=BRUSSELS)
# After clocks have gone forward: 14:00 in Brussels is 12:00 in UTC.
AT = datetime.datetime(2027, 3, 30, 14, 0, tzinfo=BRUSSELS)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def propose(introduction, by, **fields) -> Meeting:
    values = {"starts_at": AT, "minutes": 45, "place": "https://meet.example.org/a"}
    return propose_meeting(introduction=introduction, by=by, **values | fields)


def agreed(sides) -> Meeting:
    meeting = propose(accepted(sides), sides.asker)
    return answer_meeting(meeting=meeting, by=sides.answerer, agrees=True, seen=0)


def whats() -> list[tuple[str, str]]:
    return [(who, facts["what"]) for who, facts in told_of("meeting")]


# --- proposing and answering ---------------------------------------------------------


def test_a_proposal_waits_for_the_other_side_which_is_told(sides, mailbox):
    meeting = propose(accepted(sides), sides.asker)
    assert (meeting.state, meeting.side, meeting.sequence) == ("proposed", "asking", 0)
    assert whats() == [("answerer", "proposed")]
    [letter] = [one for one in mailbox() if "proposes a meeting" in one.subject]
    assert "30 March 2027, 14:00 (Brussels time)" in letter.body


def test_no_meeting_before_acceptance_nor_after_the_end(sides):
    introduction = ask(sides)
    with pytest.raises(Conflict, match="is accepted"):
        propose(introduction, sides.asker)
    services.accept(by=sides.answerer, introduction=introduction)
    meeting = propose(introduction, sides.asker)
    services.close(by=sides.asker, introduction=introduction)
    with pytest.raises(Conflict, match="is accepted"):
        answer_meeting(meeting=meeting, by=sides.answerer, agrees=True, seen=0)
    cancel_meeting(meeting=meeting, by=sides.answerer, seen=0)


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_time_lies_within_the_next_year(sides, days):
    at = timezone.now() + datetime.timedelta(days=days)
    with pytest.raises(PortalError, match="next twelve months"):
        propose(accepted(sides), sides.asker, starts_at=at)


def test_the_same_proposal_twice_is_one(sides):
    introduction = accepted(sides)
    first, again = (propose(introduction, sides.asker) for _ in range(2))
    assert (again.pk, again.sequence) == (first.pk, 0)
    assert whats() == [("answerer", "proposed")]


def test_the_other_side_agrees_once(sides):
    meeting = propose(accepted(sides), sides.asker)
    for _ in range(2):
        answer_meeting(meeting=meeting, by=sides.answerer, agrees=True, seen=0)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.sequence) == ("agreed", 1)
    assert whats() == [("answerer", "proposed"), ("asker", "agreed")]
    with pytest.raises(Conflict, match="Meanwhile"):
        answer_meeting(meeting=meeting, by=sides.answerer, agrees=False, seen=0)


def test_who_proposed_does_not_agree_to_it(sides):
    meeting = propose(accepted(sides), sides.asker)
    with pytest.raises(NotAllowed):
        answer_meeting(meeting=meeting, by=sides.asker, agrees=True, seen=0)


def test_readers_strangers_and_curators_change_nothing(sides):
    introduction = accepted(sides)
    meeting = propose(introduction, sides.asker)
    for person in (
        make_member("reading", "reader", cluster=sides.partner),
        make_member("stranger", "owner", "FR10"),
        factories.make_person("curator", is_staff=True),
    ):
        with pytest.raises(NotAllowed):
            propose(introduction, person, seen=0)
        with pytest.raises(NotAllowed):
            answer_meeting(meeting=meeting, by=person, agrees=True, seen=0)
        with pytest.raises(NotAllowed):
            cancel_meeting(meeting=meeting, by=person, seen=0)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.sequence) == ("proposed", 0)


def test_another_time_takes_the_place_of_the_first_and_turns_the_question_round(sides):
    introduction = accepted(sides)
    meeting = propose(introduction, sides.asker)
    later = AT + datetime.timedelta(days=1)
    moved = propose(introduction, sides.answerer, starts_at=later, seen=0)
    assert (moved.pk, moved.sequence, moved.side) == (meeting.pk, 1, "asked")
    assert (moved.starts_at, moved.uid) == (later, meeting.uid)
    assert whats()[-1] == ("asker", "moved")
    with pytest.raises(Conflict, match="was changed"):
        answer_meeting(meeting=meeting, by=sides.asker, agrees=True, seen=0)
    answer_meeting(meeting=meeting, by=sides.asker, agrees=True, seen=1)


def test_a_proposal_from_a_page_that_is_old_is_refused(sides):
    introduction = accepted(sides)
    propose(introduction, sides.asker)
    with pytest.raises(Conflict, match="was changed"):
        propose(introduction, sides.answerer, place="Elsewhere")
    cancel_meeting(meeting=introduction.meetings.get(), by=sides.asker, seen=0)
    with pytest.raises(Conflict, match="was answered"):
        propose(introduction, sides.answerer, place="Elsewhere", seen=0)
    propose(introduction, sides.answerer, place="Elsewhere")
    assert introduction.meetings.count() == 2


def test_what_is_declined_or_called_off_makes_room_for_another(sides):
    introduction = accepted(sides)
    meeting = propose(introduction, sides.asker)
    answer_meeting(meeting=meeting, by=sides.answerer, agrees=False, seen=0)
    second = propose(introduction, sides.asker)
    cancel_meeting(meeting=second, by=sides.answerer, seen=0)
    states = introduction.meetings.order_by("pk").values_list("state", "sequence")
    assert list(states) == [("declined", 1), ("cancelled", 1)]
    assert [what for _, what in whats()] == [
        "proposed",
        "declined",
        "proposed",
        "cancelled",
    ]


# --- what came of it -----------------------------------------------------------------


def test_after_the_date_one_side_says_that_they_met_and_the_log_has_it_once(
    sides, clock
):
    meeting = agreed(sides)
    assert not meeting.asks_whether_met
    with pytest.raises(Conflict, match="still ahead"):
        say_whether_met(meeting=meeting, by=sides.asker, has_met=True)
    clock.move_to(AT + datetime.timedelta(minutes=46))
    assert meeting.asks_whether_met
    with pytest.raises(Conflict, match="Say whether you met"):
        cancel_meeting(meeting=meeting, by=sides.asker, seen=1)
    for by in (sides.asker, sides.answerer):
        say_whether_met(meeting=meeting, by=by, has_met=True)
    with pytest.raises(Conflict, match="has said already"):
        say_whether_met(meeting=meeting, by=sides.answerer, has_met=False)
    event = MatchEvent.objects.get(what="met")
    assert (event.profile_id, event.partner_id, timezone.localdate(event.at)) == (
        sides.profile.pk,
        sides.partner.pk,
        AT.date(),
    )
    assert whats()[-1] == ("answerer", "met")


def test_who_did_not_meet_leaves_no_trace_in_the_log_and_may_propose_again(
    sides, clock
):
    meeting = agreed(sides)
    clock.move_to(AT + datetime.timedelta(hours=2))
    say_whether_met(meeting=meeting, by=sides.answerer, has_met=False)
    assert not MatchEvent.objects.filter(what="met").exists()
    later = AT + datetime.timedelta(days=7)
    propose(meeting.introduction, sides.asker, starts_at=later)
    assert meeting.introduction.meetings.count() == 2


def test_a_time_that_has_passed_unanswered_is_not_agreed_to_but_moved(sides, clock):
    introduction = accepted(sides)
    meeting = propose(introduction, sides.asker)
    clock.move_to(AT + datetime.timedelta(hours=2))
    assert not meeting.asks_whether_met
    with pytest.raises(PortalError, match="has passed"):
        answer_meeting(meeting=meeting, by=sides.answerer, agrees=True, seen=0)
    later = AT + datetime.timedelta(days=7)
    assert propose(introduction, sides.asker, starts_at=later, seen=0).pk == meeting.pk


# --- the form's time -----------------------------------------------------------------


def form_of(starts_at: str) -> MeetingForm:
    return MeetingForm({"starts_at": starts_at, "minutes": "45", "place": "Here"})


def test_the_form_takes_the_time_as_clocks_show_it_in_brussels():
    form = form_of("2027-03-30T14:00")
    assert form.is_valid()
    utc = datetime.datetime(2027, 3, 30, 12, 0, tzinfo=datetime.UTC)
    assert form.cleaned_data["starts_at"] == utc


@pytest.mark.parametrize(
    "text",
    # Skipped in spring, there twice in autumn, past, none, far off.
    [
        "2027-03-28T02:30",
        "2027-10-31T02:30",
        "2027-02-28T10:00",
        "x",
        "0001-01-01T00:00",
    ],
)
def test_a_time_that_is_none_is_refused(text):
    assert list(form_of(text).errors) == ["starts_at"]


# --- the calendar file ---------------------------------------------------------------


def read(meeting: Meeting):
    """The one event of the file, and the file's method."""
    meeting.refresh_from_db()
    calendar = Calendar.from_ical(calendar_file(meeting))
    [event] = calendar.walk("VEVENT")
    return event, str(calendar["method"])


def test_the_file_says_when_where_and_what_and_names_no_person(sides):
    agenda = "One; two, three\nfour \\ five\x0b " + "long " * 40
    meeting = propose(accepted(sides), sides.asker, agenda=agenda)
    content = calendar_file(meeting)
    lines = content.split(b"\r\n")
    assert (lines[0], lines[-2:]) == (b"BEGIN:VCALENDAR", [b"END:VCALENDAR", b""])
    assert max(map(len, lines)) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    event, method = read(meeting)
    assert (method, str(event["status"])) == ("PUBLISH", "TENTATIVE")
    assert event.decoded("dtstart") == AT
    assert event.decoded("dtend") - event.decoded("dtstart") == datetime.timedelta(
        minutes=45
    )
    assert event["dtstart"].to_ical() == b"20270330T120000Z"
    assert str(event["summary"]) == "Meeting: Region ES51 – Wood hub"
    assert str(event["location"]) == "https://meet.example.org/a"
    description = str(event["description"])
    assert description.startswith("One; two, three\nfour \\ five long")
    assert f"/introductions/{meeting.introduction_id}/" in description
    assert "attendee" not in event
    for person in (sides.asker, sides.answerer):
        assert person.email.encode() not in content


def test_a_change_keeps_the_uid_and_raises_the_sequence(sides, clock):
    introduction = accepted(sides)
    meeting = propose(introduction, sides.asker)
    seen = []

    def note() -> None:
        event, method = read(meeting)
        stamp = event.decoded("dtstamp")
        seen.append(
            (str(event["uid"]), int(event["sequence"]), str(event["status"]), method)
        )
        assert stamp == timezone.now()
        clock.shift(60)

    note()
    answer_meeting(meeting=meeting, by=sides.answerer, agrees=True, seen=0)
    note()
    later = AT + datetime.timedelta(days=1)
    propose(introduction, sides.answerer, starts_at=later, seen=1)
    note()
    cancel_meeting(meeting=meeting, by=sides.asker, seen=2)
    note()
    uid = f"{meeting.uid}@smart-regions"
    assert seen == [
        (uid, 0, "TENTATIVE", "PUBLISH"),
        (uid, 1, "CONFIRMED", "PUBLISH"),
        (uid, 2, "TENTATIVE", "PUBLISH"),
        (uid, 3, "CANCELLED", "CANCEL"),
    ]


def test_words_cannot_add_lines_to_the_file(sides):
    hostile = "Here\r\nATTENDEE:mailto:evil@example.org"
    meeting = propose(accepted(sides), sides.asker, place=hostile, agenda=hostile)
    event, _method = read(meeting)
    assert "attendee" not in event
    assert str(event["location"]) == hostile.replace("\r\n", "\n")
