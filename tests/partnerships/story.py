"""Three regions with a theme in common, their people and two curators, for tests."""

import datetime
from types import SimpleNamespace

from django.utils import timezone

from matching.partnerships import services
from matching.partnerships.models import Partnership, PartnershipMember, Proposal
from matching.partnerships.services import Said
from portal.accounts.services import Proof
from tests import factories
from tests.introductions.story import make_member

FILE = Proof("letter.pdf", b"%PDF-1.4 letter")
ANSWERS = {
    "added_value": "One pilot line for three regions.",
    "business_interest": "Five companies want to use it.",
    "complementarities": "Cells here, recycling there.",
    "stakeholders": "Clusters invite their members.",
}
SCOPING = {
    "objective": "A pilot line.",
    "action_plan": "Learn, then connect.",
    "milestones": "A map of actors by autumn.",
}


def in_days(number: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=number)


def said(**fields) -> Said:
    values = {
        "title": "Battery cells",
        "theme": "cells and their recycling",
        "scope": "From cathode to recycling.",
        "topics": ["20"],
    }
    return Said(**values | fields)


def make_story() -> SimpleNamespace:
    """Priorities of ES51, FI1C and a cluster of SE11 on topic 20, with an editor each;
    a fourth region on another topic; two curators."""
    spain = factories.make_priority("ES51", ["20"], title="Cells", slug="cells")
    finland = factories.make_priority("FI1C", ["20"], title="Cathodes", slug="cathodes")
    sweden = factories.make_cluster("SE11", ["20"], title="Recyclers", slug="recyclers")
    other = factories.make_priority("PT11", ["10"], title="Fish", slug="fish")
    factories.make_priority("SE11", ["20"], title="Circular", slug="circular")
    factories.renew()
    return SimpleNamespace(
        spain=spain,
        finland=finland,
        sweden=sweden,
        other=other,
        ana=make_member("ana", "editor", "ES51"),
        eero=make_member("eero", "owner", "FI1C"),
        siri=make_member("siri", "editor", cluster=sweden),
        rui=make_member("rui", "editor", "PT11"),
        curator=factories.make_person("curator", is_staff=True),
        second=factories.make_person("second", is_staff=True),
    )


def make_draft(story, **fields) -> Partnership:
    """An expression of interest that Spain has begun, with its answers."""
    proposal = services.start_expression(
        by=story.ana, profile=story.spain, said=said(**fields), answers=ANSWERS
    )
    return proposal.partnership


def seat_of(partnership: Partnership, profile) -> PartnershipMember:
    return partnership.members.filter(profile=profile).order_by("-pk")[0]


def join(story, partnership: Partnership, person, profile, role: str = "member"):
    """Invited by a curator, and accepted."""
    seat = services.invite(
        by=story.curator, partnership=partnership, profile=profile, role=role
    )
    return services.answer_invitation(by=person, seat=seat, accepts=True)


def pledge(story, seat: PartnershipMember, person, **fields):
    values = {"step": 4, "file": FILE}
    return services.state_pledge(by=person, seat=seat, **values | fields)


def make_ready(story) -> Proposal:
    """An expression of interest that meets all entry conditions, not submitted."""
    partnership = make_draft(story)
    join(story, partnership, story.eero, story.finland)
    join(story, partnership, story.siri, story.sweden)
    pledge(story, seat_of(partnership, story.spain), story.ana)
    return partnership.proposals.get()


def submit(story) -> Proposal:
    return services.submit_proposal(by=story.ana, proposal=make_ready(story))


def review(story, proposal: Proposal, person, points: int = 4):
    """What this curator submits: the same points for all criteria."""
    task = services.assign_reviewer(
        by=story.curator, proposal=proposal, reviewer=person
    )
    codes = (
        ("idea", "commitment", "leadership", "balance", "stakeholders")
        if proposal.kind == "expression"
        else ("objective", "action_plan", "milestones")
    )
    given = {code: (points, f"Reason of {person.email}") for code in codes}
    return services.submit_review(by=person, review=task, given=given)


def decide(story, proposal: Proposal, verdict: str = "accepted") -> Proposal:
    return services.decide_proposal(
        by=story.curator, proposal=proposal, verdict=verdict, reason="Well founded."
    )


def make_active(story, **fields) -> Partnership:
    """Set up by a curator; Spain leads, Finland is a member, Sweden observes."""
    partnership = services.set_up_partnership(by=story.curator, said=said(**fields))
    join(story, partnership, story.ana, story.spain, "lead")
    join(story, partnership, story.eero, story.finland)
    join(story, partnership, story.siri, story.sweden, "observer")
    return partnership


def page_of(response) -> str:
    return response.content.decode()
