"""Two tabs, two people or two workers at the same moment: one outcome."""

from matching.partnerships import services
from matching.partnerships.models import (
    Milestone,
    Partnership,
    PartnershipMember,
    Pledge,
    Proposal,
    Report,
)
from matching.partnerships.services import reporting
from tests.partnerships.story import (
    decide,
    in_days,
    make_active,
    pledge,
    review,
    said,
    seat_of,
    submit,
)
from tests.together import TOGETHER, at_once

pytestmark = TOGETHER


def test_two_leads_leave_at_once_and_one_stays(story):
    one = make_active(story)
    lead, member = seat_of(one, story.spain), seat_of(one, story.finland)
    offer = services.offer_lead(by=story.ana, giver=lead, taker=member, is_shared=True)
    services.answer_handover(by=story.eero, handover=offer, accepts=True)
    answers = at_once(
        lambda: services.leave(by=story.ana, seat=lead),
        lambda: services.leave(by=story.eero, seat=member),
    )
    assert sorted(map(bool, answers)) == [False, True]
    assert one.members.leads().count() == 1


def test_same_profile_asks_and_is_invited_at_once(story):
    one = make_active(story)
    at_once(
        lambda: services.ask_to_join(
            by=story.rui, profile=story.other, partnership=one
        ),
        lambda: services.invite(by=story.ana, partnership=one, profile=story.other),
    )
    assert PartnershipMember.objects.filter(profile=story.other).count() == 1


def test_seat_is_accepted_while_it_is_taken_back(story):
    one = make_active(story)
    seat = services.ask_to_join(by=story.rui, profile=story.other, partnership=one)
    answers = at_once(
        lambda: services.answer_request(by=story.ana, seat=seat, accepts=True),
        lambda: services.take_back(by=story.rui, seat=seat),
    )
    assert sorted(map(bool, answers)) == [False, True]


def test_everything_pressed_twice_is_once(story):
    one = make_active(story)
    seat = seat_of(one, story.spain)
    facts = {"phase": "learn", "title": "Map", "due_on": in_days(9)}
    for act in (
        lambda: pledge(story, seat, story.ana),
        lambda: services.add_milestone(by=story.ana, partnership=one, **facts),
        lambda: services.change_phase(by=story.ana, partnership=one, phase="learn"),
        lambda: services.start_scoping(by=story.ana, partnership=one),
        lambda: services.set_up_partnership(by=story.curator, said=said(title="New")),
    ):
        assert at_once(act, act) == ["", ""]
    assert [
        Pledge.objects.count(),
        Milestone.objects.count(),
        one.phase_changes.count(),
        Proposal.objects.count(),
        Partnership.objects.count(),
    ] == [1, 1, 2, 1, 2]


def test_two_curators_decide_at_once(story):
    proposal = submit(story)
    for person in (story.curator, story.second):
        review(story, proposal, person)
    answers = at_once(
        lambda: decide(story, proposal, "accepted"),
        lambda: decide(story, proposal, "returned"),
    )
    assert sorted(map(bool, answers)) == [False, True]


def test_two_workers_open_one_report(story):
    make_active(story)
    _first, last = reporting.half_year_before(in_days(0))
    Partnership.objects.update(started_on=last)
    at_once(services.open_reports, services.open_reports)
    assert Report.objects.count() == 1
