"""Joining, leaving, leading, committing, phases, reports, mergers and the seed."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from matching.outcomes.models import MatchEvent
from matching.partnerships import services
from matching.partnerships.merging import move_seats
from matching.partnerships.models import (
    Handover,
    Milestone,
    Partnership,
    PartnershipMember,
    Pledge,
    Report,
)
from matching.partnerships.seeding import load_partnerships, load_seats
from matching.partnerships.services import reporting
from portal.accounts.services import NotAllowed
from portal.web.errors import Conflict, PortalError
from regions.models import Cooperation
from tests import factories
from tests.introductions.story import told
from tests.partnerships.story import (
    in_days,
    join,
    make_active,
    make_draft,
    pledge,
    said,
    seat_of,
)

pytestmark = pytest.mark.django_db


def kinds(name: str) -> list[str]:
    return [kind for person, kind in told() if person == name]


# --- seats -----------------------------------------------------------------------


def test_profile_asks_and_a_lead_accepts(story):
    partnership = make_active(story)
    seat = services.ask_to_join(
        by=story.rui, profile=story.other, partnership=partnership, message="Boats"
    )
    again = services.ask_to_join(
        by=story.rui, profile=story.other, partnership=partnership
    )
    assert again == seat
    for person in (story.eero, story.rui):
        with pytest.raises(NotAllowed):
            services.answer_request(by=person, seat=seat, accepts=True)
    services.answer_request(by=story.ana, seat=seat, accepts=True)
    seat = services.answer_request(by=story.ana, seat=seat, accepts=True)
    assert (seat.state, seat.decided_by, seat.opened_by) == (
        "active",
        story.ana,
        story.rui,
    )
    assert kinds("rui") == ["partnership-answered"]
    assert "partnership-asked" in kinds("ana")


def test_to_decline_a_request_needs_a_reason_and_is_told(story):
    partnership = make_active(story)
    seat = services.ask_to_join(
        by=story.rui, profile=story.other, partnership=partnership
    )
    with pytest.raises(ValidationError, match="Say why"):
        services.answer_request(by=story.ana, seat=seat, accepts=False, reason=" ")
    services.answer_request(by=story.ana, seat=seat, accepts=False, reason="Off theme")
    with pytest.raises(Conflict, match="declined"):
        services.answer_request(by=story.ana, seat=seat, accepts=True)
    fresh = services.ask_to_join(
        by=story.rui, profile=story.other, partnership=partnership
    )
    assert fresh.pk != seat.pk


def test_nobody_takes_part_who_has_not_agreed(story):
    partnership = services.set_up_partnership(
        by=story.curator,
        said=said(),
        invited=[(story.spain, "lead"), (story.finland, "member")],
    )
    assert not partnership.members.active().exists()
    seat = seat_of(partnership, story.spain)
    with pytest.raises(NotAllowed):
        services.answer_invitation(by=story.eero, seat=seat, accepts=True)
    services.answer_invitation(by=story.ana, seat=seat, accepts=True)
    assert [one.profile_id for one in partnership.members.leads()] == [story.spain.pk]
    assert kinds("eero") == ["partnership-invited"]


def test_set_up_twice_is_one_partnership_and_only_for_curators(story):
    first = services.set_up_partnership(by=story.curator, said=said())
    assert services.set_up_partnership(by=story.curator, said=said()) == first
    with pytest.raises(NotAllowed):
        services.set_up_partnership(by=story.ana, said=said())
    assert Partnership.objects.count() == 1


def test_address_is_never_that_of_a_page(story):
    one = services.set_up_partnership(by=story.curator, said=said(title="Mine"))
    other = services.set_up_partnership(by=story.second, said=said(title="Mine"))
    assert one.slug.startswith("mine-")
    assert other.slug != one.slug


def test_members_become_partners_in_the_log_and_observers_do_not(story):
    make_active(story)
    pairs = MatchEvent.objects.filter(what="partnered").values_list(
        "profile_id", "partner_id"
    )
    assert list(pairs) == [(story.finland.pk, story.spain.pk)]


def test_last_lead_hands_over_before_leaving(story):
    partnership = make_active(story)
    lead, member = (seat_of(partnership, one) for one in (story.spain, story.finland))
    with pytest.raises(PortalError, match="last lead"):
        services.leave(by=story.ana, seat=lead)
    offer = services.offer_lead(by=story.ana, giver=lead, taker=member)
    assert services.offer_lead(by=story.ana, giver=lead, taker=member) == offer
    with pytest.raises(NotAllowed):
        services.answer_handover(by=story.ana, handover=offer, accepts=True)
    services.answer_handover(by=story.eero, handover=offer, accepts=True)
    services.leave(by=story.ana, seat=lead, reason="New strategy")
    assert [one.profile_id for one in partnership.members.leads()] == [story.finland.pk]
    assert "partnership-left" in kinds("eero")


def test_shared_lead_leaves_both_leading(story):
    partnership = make_active(story)
    offer = services.offer_lead(
        by=story.ana,
        giver=seat_of(partnership, story.spain),
        taker=seat_of(partnership, story.finland),
        is_shared=True,
    )
    services.answer_handover(by=story.eero, handover=offer, accepts=True)
    assert partnership.members.leads().count() == 2


def test_lead_goes_to_members_only(story):
    partnership = make_active(story)
    lead = seat_of(partnership, story.spain)
    for taker in (seat_of(partnership, story.sweden), lead):
        with pytest.raises(ValidationError, match="Choose a member"):
            services.offer_lead(by=story.ana, giver=lead, taker=taker)


def test_removed_member_loses_letter_and_offers(story):
    partnership = make_active(story)
    member = seat_of(partnership, story.finland)
    pledge(story, member, story.eero)
    lead = seat_of(partnership, story.spain)
    services.offer_lead(by=story.ana, giver=lead, taker=member)
    with pytest.raises(NotAllowed):
        services.remove_member(by=story.ana, seat=member, reason="No")
    with pytest.raises(ValidationError, match="Say why"):
        services.remove_member(by=story.curator, seat=member, reason="")
    services.remove_member(by=story.curator, seat=member, reason="Asked by mail")
    assert not Pledge.objects.running().exists()
    assert not Handover.objects.open().exists()
    assert kinds("eero")[-1] == "partnership-removed"


def test_nothing_is_joined_that_is_over_or_historical(story):
    partnership = make_active(story)
    services.end_partnership(by=story.curator, partnership=partnership, reason="Done")
    with pytest.raises(Conflict):
        services.ask_to_join(by=story.rui, profile=story.other, partnership=partnership)
    services.revive_partnership(
        by=story.curator, partnership=partnership, phase="learn"
    )
    services.ask_to_join(by=story.rui, profile=story.other, partnership=partnership)


# --- letters ---------------------------------------------------------------------


def test_new_step_replaces_the_one_before(story):
    seat = seat_of(make_active(story), story.spain)
    first = pledge(story, seat, story.ana)
    assert pledge(story, seat, story.ana) == first
    second = pledge(story, seat, story.ana, step=5, proof="Budget line")
    assert list(seat.pledges.running()) == [second]
    with pytest.raises(ValidationError, match="has to show it"):
        services.state_pledge(by=story.ana, seat=seat, step=4)
    with pytest.raises(NotAllowed):
        pledge(story, seat, story.eero)


def test_old_letters_lose_their_files(story):
    seat = seat_of(make_active(story), story.spain)
    one = pledge(story, seat, story.ana)
    assert services.delete_old_letters() == 0
    Pledge.objects.filter(pk=one.pk).update(
        valid_from=in_days(-900), valid_until=in_days(-200)
    )
    assert services.delete_old_letters() == 1


# --- phases, milestones, reports -------------------------------------------------


def test_phases_are_logged_and_milestones_set_once(story):
    partnership = make_active(story)
    facts = {"phase": "learn", "title": "Map of actors", "due_on": in_days(30)}
    for _press in range(2):
        services.change_phase(
            by=story.ana, partnership=partnership, phase="learn", reason="Begun"
        )
        services.add_milestone(by=story.ana, partnership=partnership, **facts)
    assert list(partnership.phase_changes.values_list("before", "phase")) == [
        ("", "set_up"),
        ("set_up", "learn"),
    ]
    milestone = Milestone.objects.get()
    with pytest.raises(NotAllowed):
        services.finish_milestone(by=story.eero, milestone=milestone)
    services.finish_milestone(by=story.ana, milestone=milestone)
    with pytest.raises(PortalError, match="What is done stays"):
        services.remove_milestone(by=story.ana, milestone=milestone)


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        ((2026, 7, 1), (2026, 1, 1), (2026, 6, 30)),
        ((2026, 12, 31), (2026, 1, 1), (2026, 6, 30)),
        ((2026, 6, 30), (2025, 7, 1), (2025, 12, 31)),
    ],
)
def test_half_year_before_a_day(day, first, last):
    found = reporting.half_year_before(datetime.date(*day))
    assert found == (datetime.date(*first), datetime.date(*last))


def test_clock_opens_and_reminds_of_a_report_once(story):
    partnership = make_active(story)
    assert services.open_reports() == 0
    _first, last = reporting.half_year_before(in_days(0))
    Partnership.objects.update(started_on=last)
    assert (services.open_reports(), services.open_reports()) == (1, 0)
    Report.objects.update(due_on=in_days(3))
    assert (services.remind_reports(), services.remind_reports()) == (1, 0)
    assert kinds("ana").count("partnership-report") == 2
    assert "partnership-report" not in kinds("eero")
    assert partnership.reports.count() == 1


def test_report_keeps_what_the_portal_counted(story):
    partnership = make_active(story)
    report = Report.objects.create(
        partnership=partnership,
        first_day=in_days(-10),
        last_day=in_days(1),
        due_on=in_days(30),
    )
    texts = dict.fromkeys(services.REPORT_TEXTS, "")
    with pytest.raises(PortalError, match="progress"):
        services.save_report(by=story.ana, report=report, texts=texts, submits=True)
    texts["progress"] = "We met."
    with pytest.raises(NotAllowed):
        services.save_report(by=story.eero, report=report, texts=texts)
    done = services.save_report(by=story.ana, report=report, texts=texts, submits=True)
    assert done.facts == {
        "joined": ["Cells", "Cathodes", "Recyclers"],
        "left": [],
        "members": 3,
        "milestones_done": [],
        "milestones_open": 0,
        "introductions": 0,
    }
    with pytest.raises(Conflict):
        services.save_report(by=story.ana, report=report, texts={"progress": "More"})


# --- mergers and the seed --------------------------------------------------------


def test_merged_profile_keeps_the_firmer_seat(story):
    partnership = make_active(story)
    twin = factories.make_priority("ES51", ["20"], title="Cells again")
    services.invite(by=story.ana, partnership=partnership, profile=twin)
    other = services.set_up_partnership(by=story.curator, said=said(title="Other"))
    join(story, other, story.ana, twin)
    move_seats(kept=story.spain, gone=twin)
    rows = PartnershipMember.objects.filter(profile=story.spain).order_by("pk")
    assert [(one.partnership_id, one.role, one.state) for one in rows] == [
        (partnership.pk, "lead", "active"),
        (partnership.pk, "member", "withdrawn"),
        (other.pk, "member", "active"),
    ]


@pytest.fixture
def known():
    """The textile partnership of the table, with two members."""
    return factories.make_cooperation(
        ["ES51", "FI1C"], ["13"], slug="im-tex", programme="S3P", keywords=["fibres"]
    )


def test_known_partnerships_are_loaded_once_as_historical(known):
    assert (load_partnerships().added, load_seats().added) == (1, 2)
    assert (load_partnerships().writes, load_seats().writes) == (0, 0)
    one = Partnership.objects.get()
    assert (one.slug, one.status, one.origin, one.phase, one.theme) == (
        "textiles",
        "historical",
        "historical",
        "",
        "fibres",
    )
    assert (one.confidence, one.source_name) == ("read", "example.org")
    seats = one.members.order_by("region_id")
    assert [(seat.name, seat.profile, seat.state) for seat in seats] == [
        ("Member ES51", None, "active"),
        ("Member FI1C", None, "active"),
    ]


def test_what_a_curator_changed_is_kept_by_the_loader(story, known):
    load_partnerships(), load_seats()
    one = Partnership.objects.get()
    services.edit_partnership(
        by=story.curator, partnership=one, said=said(title="Textiles of today")
    )
    story.curator.delete()
    Cooperation.objects.update(keywords=["other"])
    tally = load_partnerships()
    assert (tally.kept, tally.writes, load_seats().writes) == (1, 0, 0)
    assert Partnership.objects.get().title == "Textiles of today"


def test_draft_is_deleted_before_it_was_ever_submitted(story):
    partnership = make_draft(story)
    services.invite(by=story.ana, partnership=partnership, profile=story.finland)
    services.discard_draft(by=story.ana, partnership=partnership)
    assert not PartnershipMember.objects.exists()
