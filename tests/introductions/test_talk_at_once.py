"""Two who press at the same moment: no message is lost, and one outcome is kept."""

import datetime
import uuid
from functools import partial

from django.utils import timezone

from matching.introductions import services
from matching.introductions.models import Introduction
from matching.introductions.models_talk import Meeting
from matching.introductions.talk.meetings import (
    answer_meeting,
    propose_meeting,
    say_whether_met,
)
from matching.introductions.talk.reports import decide_report, report_abuse
from matching.outcomes.models import MatchEvent, Stage
from regions.moderation.merge_services import merge_records
from tests import factories
from tests.introductions.story import ask, make_member
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


def test_a_meeting_is_reported_while_its_side_is_merged(sides):
    curator = factories.make_person("curator", is_staff=True)
    meetings = []
    for number in range(4):
        partner = factories.make_cluster("FI1C", ["20"], title=f"Hub {number}")
        by = make_member(f"hub-{number}", "owner", cluster=partner)
        introduction = services.accept(by=by, introduction=ask(sides, partner=partner))
        values = {"introduction": introduction, "minutes": 45, "place": "Here"}
        at = timezone.now() + datetime.timedelta(hours=1)
        meeting = propose_meeting(by=sides.asker, starts_at=at, **values)
        answer_meeting(meeting=meeting, by=by, agrees=True, seen=0)
        meetings.append((meeting, by, partner))
    now = timezone.now()
    # Two hours ago may be yesterday, and nobody meets before an acceptance.
    long_ago = now - datetime.timedelta(days=2)
    Introduction.objects.update(contacts_open_since=long_ago)
    Meeting.objects.update(starts_at=now - datetime.timedelta(hours=2))
    for meeting, by, partner in meetings:
        meeting.refresh_from_db()
        told = at_once(
            partial(say_whether_met, meeting=meeting, by=by, has_met=True),
            partial(
                merge_records, kept=sides.partner, gone=partner, chosen={}, by=curator
            ),
        )
        assert told[1] == ""
        assert told[0] == "" or "merged" in told[0]
        met = MatchEvent.objects.filter(what=Stage.MET).count()
        assert bool(met) == Meeting.objects.filter(has_met=True).exists()
