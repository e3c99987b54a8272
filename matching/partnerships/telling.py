"""What people are told about partnerships; organisations are named, no person is."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from matching.partnerships import notice_words as words
from matching.partnerships.models import (
    Handover,
    Partnership,
    PartnershipMember,
    Proposal,
    Report,
    Review,
)
from matching.partnerships.people import (
    people_of_leads,
    people_of_members,
    people_of_seat,
)
from portal.accounts.models import User
from portal.notices.kinds import register_group
from portal.notices.services import notify

GROUP = "partnerships"
KINDS = (
    ("partnership-invited", _("you are invited to a partnership"), words.invited),
    ("partnership-asked", _("somebody asks to join"), words.asked),
    ("partnership-answered", _("your request to join is answered"), words.answered),
    ("partnership-joined", _("an invited profile has joined"), words.joined),
    ("partnership-left", _("a member leaves"), words.left),
    ("partnership-removed", _("your seat is ended"), words.removed),
    ("partnership-lead-offered", _("you are offered the lead"), words.lead_offered),
    (
        "partnership-lead-answered",
        _("your offer of the lead is answered"),
        words.lead_answered,
    ),
    ("partnership-review", _("a proposal waits for your review"), words.to_review),
    ("partnership-decided", _("a proposal of yours is decided"), words.decided),
    ("partnership-report", _("a half-yearly report is due"), words.report_due),
    ("partnership-ended", _("a partnership ends"), words.ended),
)


def register_kinds() -> None:
    """Say which notices there are; called once, when the app is ready."""
    register_group(GROUP, _("Partnerships"), KINDS)


def tell_invited(seat: PartnershipMember) -> int:
    facts = {"role": seat.role}
    return _tell_seat(seat, "partnership-invited", facts)


def tell_asked(seat: PartnershipMember) -> int:
    return _tell_leads(seat, "partnership-asked", {"role": seat.role})


def tell_answered(seat: PartnershipMember) -> int:
    facts = {"is_accepted": seat.is_active, "reason": seat.reason}
    return _tell_seat(seat, "partnership-answered", facts)


def tell_joined(seat: PartnershipMember) -> int:
    return _tell_leads(seat, "partnership-joined", {"role": seat.role})


def tell_left(seat: PartnershipMember) -> int:
    return _tell_leads(seat, "partnership-left", {"reason": seat.reason})


def tell_removed(seat: PartnershipMember) -> int:
    # A partnership that is not public is not theirs to see any more.
    is_seen = seat.partnership.is_public
    path = "" if is_seen else reverse("partnerships:mine")
    return _tell_seat(seat, "partnership-removed", {"reason": seat.reason}, path)


def tell_handover(one: Handover) -> int:
    facts = {"giver": one.giver.label, "is_shared": one.is_shared}
    return _tell(
        one.giver.partnership,
        people_of_seat(one.taker),
        "partnership-lead-offered",
        one.pk,
        facts,
    )


def tell_handover_answered(one: Handover) -> int:
    facts = {"taker": one.taker.label, "is_accepted": one.state == "accepted"}
    return _tell(
        one.giver.partnership,
        people_of_seat(one.giver),
        "partnership-lead-answered",
        one.pk,
        facts,
    )


def tell_reviewer(review: Review) -> int:
    people = [review.reviewer] if review.reviewer else []
    facts = {"kind": review.proposal.kind}
    partnership = review.proposal.partnership
    return _tell(partnership, people, "partnership-review", review.pk, facts)


def tell_decided(proposal: Proposal) -> int:
    facts = {
        "kind": proposal.kind,
        "state": proposal.state,
        "reason": proposal.reason,
    }
    partnership = proposal.partnership
    people = people_of_leads(partnership)
    return _tell(partnership, people, "partnership-decided", proposal.pk, facts)


def tell_report(report: Report, *, reminds: bool = False) -> int:
    facts = {
        "first": report.first_day.isoformat(),
        "last": report.last_day.isoformat(),
        "due": report.due_on.isoformat(),
        "reminds": reminds,
    }
    key = f"{report.pk}:{'reminder' if reminds else 'opened'}"
    people = people_of_leads(report.partnership)
    return _tell(report.partnership, people, "partnership-report", key, facts)


def tell_members(partnership: Partnership, kind: str, **facts: Any) -> int:
    """Tell all who take part, once; anew where it was taken up again since."""
    people = people_of_members(partnership)
    occasion = f"{partnership.pk}:{partnership.started_on}"
    return _tell(partnership, people, kind, occasion, facts)


def _tell_seat(
    seat: PartnershipMember, kind: str, facts: dict[str, Any], path: str = ""
) -> int:
    people = people_of_seat(seat)
    facts = {"name": seat.label, **facts}
    return _tell(seat.partnership, people, kind, seat.pk, facts, path)


def _tell_leads(seat: PartnershipMember, kind: str, facts: dict[str, Any]) -> int:
    """Tell the leads of what somebody else's seat became."""
    own = {person.pk for person in people_of_seat(seat)}
    people = [
        person for person in people_of_leads(seat.partnership) if person.pk not in own
    ]
    facts = {"name": seat.label, "place": seat.region_id, **facts}
    return _tell(seat.partnership, people, kind, seat.pk, facts)


def _tell(
    partnership: Partnership,
    people: Iterable[User],
    kind: str,
    occasion: Any,
    facts: dict[str, Any],
    path: str = "",
) -> int:
    return notify(
        people=people,
        kind=kind,
        key=f"{kind}:{occasion}",
        facts={"title": partnership.title, **facts},
        path=path or partnership.get_absolute_url(),
    )
