"""Two who press at the same moment: no message is lost, and one outcome is kept."""

import datetime
import uuid

from django.utils import timezone

from matching.introductions.models_talk import Meeting
from matching.introductions.talk.meetings import answer_meeting, propose_meeting
from matching.introductions.talk.reports import decide_report, report_abuse
from tests import factories
from tests.introductions.talk_story import accepted, write
from tests.together import TOGETHER, at_once

pytestmark = TOGETHER


def test_both_sides_write_and_one_presses_twice(sides):
    introduction, token = accepted(sides), uuid.uuid4()
    told = sorted(
        at_once(
            lambda: write(introduction, sides.asker, "From here", token),
            lambda: write(introduction, sides.asker, "From here", token),
            lambda: write(introduction, sides.answerer, "From there"),
        )
    )
    assert told == ["", "", ""]
    sent = introduction.messages.values_list("side", "text")
    assert sorted(sent) == [("asked", "From there"), ("asking", "From here")]


def test_a_meeting_is_moved_or_agreed_to_and_not_both(sides):
    introduction = accepted(sides)
    at = timezone.now() + datetime.timedelta(days=3)
    values = {"introduction": introduction, "minutes": 45, "place": "Here"}
    meeting = propose_meeting(by=sides.asker, starts_at=at, **values)
    later = at + datetime.timedelta(days=1)
    told = sorted(
        at_once(
            lambda: answer_meeting(
                meeting=meeting, by=sides.answerer, agrees=True, seen=0
            ),
            lambda: propose_meeting(by=sides.asker, starts_at=later, seen=0, **values),
        )
    )
    assert (told[0], "Meanwhile" in told[1]) == ("", True)
    found = Meeting.objects.get()
    assert (found.state, found.starts_at, found.sequence) in (
        ("agreed", at, 1),
        ("proposed", later, 1),
    )


def test_both_sides_propose_a_first_meeting_and_there_is_one(sides):
    introduction = accepted(sides)
    at = timezone.now() + datetime.timedelta(days=3)

    def propose(by):
        return lambda: propose_meeting(
            introduction=introduction,
            by=by,
            starts_at=at,
            minutes=45,
            place=by.email,
        )

    told = sorted(at_once(propose(sides.asker), propose(sides.answerer)))
    assert (told[0], "Meanwhile" in told[1]) == ("", True)
    assert Meeting.objects.count() == 1


def test_two_curators_decide_a_report_once(sides):
    introduction = accepted(sides)
    report = report_abuse(
        introduction=introduction, by=sides.answerer, category="spam", words="Look."
    )
    one, two = (factories.make_person(name, is_staff=True) for name in ("one", "two"))

    def decide(by, upholds):
        return lambda: decide_report(
            report=report,
            by=by,
            upholds=upholds,
            reasons="R",
            stops_introduction=upholds,
        )

    told = sorted(at_once(decide(one, True), decide(two, False)))
    assert told == ["", "This report is decided already."]
    report.refresh_from_db()
    introduction.refresh_from_db()
    assert (report.state, introduction.state) in (
        ("upheld", "stopped"),
        ("rejected", "accepted"),
    )
