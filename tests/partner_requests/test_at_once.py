"""Two tabs, two people or two workers at the same moment: one outcome."""

from matching.introductions.models import Introduction
from matching.partner_requests import services
from matching.partner_requests.models import (
    PartnerRequest,
    RequestAnswer,
    RequestMatch,
)
from tests.introductions.story import told
from tests.partner_requests.story import answer, in_days, publish
from tests.together import TOGETHER, at_once

pytestmark = TOGETHER


def test_eleventh_request_from_two_tabs(story):
    for number in range(9):
        publish(story, title=f"Number {number}")
    answers = at_once(
        lambda: publish(story, title="Tenth"), lambda: publish(story, title="Eleventh")
    )
    assert sorted(map(bool, answers)) == [False, True]
    assert PartnerRequest.objects.open().count() == 10


def test_the_same_answer_from_two_tabs(story):
    one = publish(story)
    answers = at_once(lambda: answer(story, one), lambda: answer(story, one))
    assert sorted(map(bool, answers)) == [False, True]
    assert (Introduction.objects.count(), RequestAnswer.objects.count()) == (1, 1)


def test_it_is_answered_while_it_is_closed(story):
    one = publish(story)
    answered, closed = at_once(
        lambda: answer(story, one),
        lambda: services.close_request(
            by=story.seeker, request=one, reason="not_needed"
        ),
    )
    assert closed == ""
    assert answered in ("", "This request is closed.")
    count = 1 if answered == "" else 0
    assert (Introduction.objects.count(), RequestAnswer.objects.count()) == (
        count,
        count,
    )


def test_two_workers_match_and_end_once(story):
    one = publish(story)
    PartnerRequest.objects.update(matched_run=None)
    at_once(services.match_due, services.match_due)
    assert RequestMatch.objects.filter(request=one).count() == 1
    assert told() == [("finder", "request-fits")]
    PartnerRequest.objects.update(deadline=in_days(-1))
    at_once(services.close_due, services.close_due)
    assert told()[1:] == [("seeker", "request-ended")]
