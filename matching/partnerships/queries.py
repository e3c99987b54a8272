"""What the pages of partnerships read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from matching.introductions.people import answered_for
from matching.partnerships.choices import (
    PRESENT,
    MemberRole,
    MemberState,
    Phase,
    ProposalState,
    Status,
)
from matching.partnerships.conditions import check_conditions
from matching.partnerships.models import (
    Handover,
    Milestone,
    Partnership,
    PartnershipMember,
    PhaseChange,
    Pledge,
    Proposal,
    Report,
    Review,
)
from matching.partnerships.people import is_curator
from matching.partnerships.wording import Line, worded_conditions
from portal.accounts.models import User
from regions.models import Profile
from regions.queries.vocabulary import Vocabulary, vocabulary
from regions.querysets import EDITING

# How strong a role is drawn on the map.
LEVELS = {MemberRole.LEAD: 5, MemberRole.MEMBER: 3, MemberRole.OBSERVER: 1}
ORDER = {role: place for place, role in enumerate(LEVELS)}


@dataclass(frozen=True)
class Step:
    """One phase on the line: when it was entered, whether it is the present one."""

    phase: Phase
    entered: PhaseChange | None
    is_present: bool
    milestones: list[Milestone]


@dataclass(frozen=True)
class Seat:
    """Somebody who takes part, with its country and what it has stated."""

    member: PartnershipMember
    country: str
    pledge: Pledge | None


@dataclass(frozen=True)
class OwnSeat:
    """A seat of this person's, and what may be done with it."""

    member: PartnershipMember
    may_write: bool
    pledge: Pledge | None
    offered: Handover | None
    offers: Handover | None


@dataclass(frozen=True)
class PartnershipPage:
    """All that the page of a partnership shows."""

    topics: list[Any]
    seats: list[Seat]
    marks: list[dict[str, Any]]
    legend: list[dict[str, Any]]
    countries: int
    steps: list[Step]
    milestones: list[Milestone]
    reports: list[Report]
    conditions: list[Line]
    own: list[OwnSeat]
    is_curator: bool
    leads: bool
    takes_part: bool

    @property
    def members_to_lead(self) -> list[Seat]:
        """Members with a profile, to whom a lead can be offered."""
        rows = (seat for seat in self.seats if seat.member.profile)
        return [seat for seat in rows if seat.member.role == MemberRole.MEMBER]

    @property
    def may_steer(self) -> bool:
        return self.is_curator or self.leads


def partnership_page(user: Any, one: Partnership) -> PartnershipPage:
    """Everything about one partnership for this reader; a fixed number of queries."""
    words = vocabulary()
    own, curates = own_seats(user, one), is_curator(user)
    takes_part = any(seat.member.is_active for seat in own)
    seen = one.members.active() if takes_part or curates else one.members.shown()
    members = list(seen.with_whom())
    pledges = _pledges(members)
    seats = sorted(
        (
            Seat(
                member,
                words.country_label(member.region.country),
                pledges.get(member.pk),
            )
            for member in members
        ),
        key=lambda seat: (
            ORDER[MemberRole(seat.member.role)],
            seat.country,
            seat.member.label,
        ),
    )
    milestones = list(one.milestones.all())
    writes = [seat for seat in own if seat.may_write]
    return PartnershipPage(
        topics=_topics(one, words),
        seats=seats,
        marks=_marks(members),
        legend=_legend(members),
        countries=len({member.region.country for member in members}),
        steps=_steps(one, milestones),
        milestones=milestones,
        reports=list(one.reports.visible_to(user)),
        conditions=_conditions(one),
        own=own,
        is_curator=curates,
        leads=any(seat.member.is_lead for seat in writes),
        takes_part=takes_part,
    )


def own_seats(user: Any, one: Partnership) -> list[OwnSeat]:
    """The seats of this person's profiles in it; four queries, none for visitors."""
    if not user.is_authenticated:
        return []
    seats = list(one.members.present().owned_by(user).with_whom())
    if not seats:
        return []
    writable = set(
        Profile.objects.owned_by(user, *EDITING)
        .filter(pk__in=[seat.profile_id for seat in seats])
        .values_list("pk", flat=True)
    )
    pledges = _pledges(seats)
    open_ones = Handover.objects.open().select_related(
        "giver__profile", "taker__profile"
    )
    handovers = list(open_ones.filter(giver__partnership=one))
    return [
        OwnSeat(
            member=seat,
            may_write=seat.profile_id in writable,
            pledge=pledges.get(seat.pk),
            offered=next((h for h in handovers if h.taker_id == seat.pk), None),
            offers=next((h for h in handovers if h.giver_id == seat.pk), None),
        )
        for seat in seats
    ]


def joinable_profiles(
    user: Any, one: Partnership, *, seated: bool = False
) -> "QuerySet[Profile]":
    """Published profiles for which this person writes; those with a seat in it only
    where they are asked for."""
    own = Profile.objects.owned_by(user, *EDITING).published().not_merged()
    if not seated:
        taken = one.members.present().exclude(profile=None).values("profile")
        own = own.exclude(pk__in=taken)
    return own.select_related("region").order_by("title", "pk")


def _pledges(seats: Sequence[PartnershipMember]) -> dict[int, Pledge]:
    """What holds of these seats, by the seat."""
    rows = Pledge.objects.valid().without_files()
    return {one.member_id: one for one in rows.filter(member__in=seats)}


def _topics(one: Partnership, words: Vocabulary) -> list[Any]:
    codes = sorted(topic.pk for topic in one.topics.all())
    return [words.topics[code] for code in codes if code in words.topics]


def _marks(members: Sequence[PartnershipMember]) -> list[dict[str, Any]]:
    """The regions of the map: of each its strongest role, which is its colour."""
    ranked = sorted(members, key=lambda one: ORDER[MemberRole(one.role)])
    found: dict[str, dict[str, Any]] = {}
    for one in ranked:
        found.setdefault(
            one.region_id,
            {
                "code": one.region_id,
                "level": LEVELS[MemberRole(one.role)],
                "label": one.region.label,
                "value": str(MemberRole(one.role).label),
            },
        )
    return list(found.values())


def _legend(members: Sequence[PartnershipMember]) -> list[dict[str, Any]]:
    roles = {MemberRole(one.role) for one in members}
    return [
        {"level": level, "text": str(role.label)}
        for role, level in LEVELS.items()
        if role in roles
    ]


def _steps(one: Partnership, milestones: Sequence[Milestone]) -> list[Step]:
    """The line of phases; none where nothing is known of them."""
    changes = list(one.phase_changes.all())
    if not one.phase and not changes:
        return []
    entered = {change.phase: change for change in changes}
    return [
        Step(
            phase,
            entered.get(phase.value),
            phase.value == one.phase,
            [each for each in milestones if each.phase == phase.value],
        )
        for phase in Phase
    ]


def _conditions(one: Partnership) -> list[Line]:
    """Nothing for what is known from sources only: who stood behind it is not."""
    if one.status in (Status.HISTORICAL, Status.ENDED):
        return []
    return worded_conditions(check_conditions(one))


# --- what waits for somebody -----------------------------------------------------


@dataclass(frozen=True)
class Waiting:
    """What partnerships want of a person; each list may be empty."""

    invitations: list[PartnershipMember]
    requests: list[PartnershipMember]
    handovers: list[Handover]
    reports: list[Report]
    drafts: list[Proposal]
    reviews: list[Review]

    @property
    def is_empty(self) -> bool:
        return not any(vars(self).values())


def waiting_for(user: User) -> Waiting:
    """What waits for an owner or editor, and for a reviewer; six queries."""
    seats = PartnershipMember.objects.with_whom().select_related("partnership")
    alive = Partnership.objects.alive().order_by().values("pk")
    # Of what is over nothing waits: nobody could answer it.
    led = Partnership.objects.alive().led_by(user, *EDITING).order_by().values("pk")
    own = PartnershipMember.objects.owned_by(user, *EDITING).order_by().values("pk")
    handovers = Handover.objects.open().filter(
        taker__in=own, giver__partnership__in=alive
    )
    drafts = Proposal.objects.filter(state=ProposalState.DRAFT, partnership__in=led)
    reports = Report.objects.to_submit(user).filter(partnership__status=Status.ACTIVE)
    return Waiting(
        invitations=list(
            seats.filter(state=MemberState.INVITED, partnership__in=alive, pk__in=own)
        ),
        requests=list(seats.filter(state=MemberState.ASKED, partnership__in=led)),
        handovers=list(
            handovers.select_related(
                "giver__partnership", "giver__profile", "taker__profile"
            )
        ),
        reports=list(reports.select_related("partnership").order_by("due_on")),
        drafts=list(drafts.select_related("partnership").order_by("created_at")),
        reviews=list(
            Review.objects.to_write(user)
            .select_related("proposal__partnership")
            .order_by("assigned_at")
        )
        if is_curator(user)
        else [],
    )


def own_partnerships(user: User) -> list[PartnershipMember]:
    """Where this person's profiles take part or ask to, by partnership; one query.

    Invitations stand with what waits for an answer.
    """
    states = [state for state in PRESENT if state != MemberState.INVITED]
    rows = PartnershipMember.objects.owned_by(user).filter(state__in=states)
    rows = rows.with_whom().select_related("partnership")
    return list(rows.order_by("partnership__title", "pk"))


@dataclass(frozen=True)
class CuratorsQueue:
    """What waits for curators: proposals, and requests where nobody leads or where
    nobody acts for a lead any more."""

    proposals: list[Proposal]
    requests: list[PartnershipMember]
    leaderless: list[Partnership]


def curators_queue() -> CuratorsQueue:
    """Five queries; the oldest first."""
    proposals = Proposal.objects.submitted().select_related("partnership")
    active = Partnership.objects.filter(status=Status.ACTIVE)
    leads = PartnershipMember.objects.leads().exclude(profile=None).with_whom()
    seats = list(leads.filter(partnership__in=active.order_by().values("pk")))
    # Of a lead whose mandates have ended nobody would answer.
    answering = answered_for([one.profile for one in seats if one.profile])
    led = {one.partnership_id for one in seats if one.profile_id in answering}
    leaderless = active.exclude(pk__in=led)
    asked = PartnershipMember.objects.filter(
        state=MemberState.ASKED, partnership__in=leaderless.order_by().values("pk")
    )
    return CuratorsQueue(
        proposals=list(
            proposals.prefetch_related("reviews").order_by("submitted_at", "pk")
        ),
        requests=list(asked.with_whom().select_related("partnership")),
        leaderless=list(leaderless.order_by("title")),
    )
