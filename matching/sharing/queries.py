"""What the pages of shared facilities read."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum

from matching.sharing.models import (
    AccessRequest,
    FacilityTerms,
    FacilityUse,
    FreeWindow,
    PoolMember,
)
from matching.sharing.people import is_own_facility, keeps, organisation_of, owners_of
from portal.accounts.models import User
from portal.accounts.organisations import claim_url
from regions.models import Facility, Profile
from regions.querysets import EDITING

# Below this number of regions it is not said from how many its users come.
LEAST_REGIONS = 3
PAST_SHOWN = 20


def windows_ahead() -> Prefetch:
    """The free times of facilities in a list, without those that are past."""
    return Prefetch("windows", FreeWindow.objects.ahead())


@dataclass(frozen=True)
class Usage:
    """Confirmed uses: how often, how long, and from how many regions, or None."""

    uses: int
    hours: int
    regions: int | None


def usage_of(facility: Facility) -> Usage:
    """What is counted of a facility's uses; one query."""
    rows = FacilityUse.objects.confirmed().filter(facility=facility).order_by()
    found = rows.aggregate(
        uses=Count("pk"),
        hours=Sum("hours"),
        regions=Count("request__profile__region", distinct=True),
    )
    regions = found["regions"] if found["regions"] >= LEAST_REGIONS else None
    return Usage(found["uses"], found["hours"] or 0, regions)


@dataclass(frozen=True)
class AccessPage:
    """What everybody sees of a facility's access, and what this person may do."""

    facility: Facility
    terms: FacilityTerms | None
    windows: list[FreeWindow]
    usage: Usage
    has_owner: bool
    claim_url: str
    may_write: bool
    waiting: int


def access_page(user: Any, facility: Facility) -> AccessPage:
    """Terms, free times and use of a facility; a fixed number of queries."""
    rows = FacilityTerms.objects.filter(facility=facility)
    is_keeper = user.is_authenticated and keeps(user, facility)
    waiting = AccessRequest.objects.waiting().filter(facility=facility)
    return AccessPage(
        facility=facility,
        terms=rows.prefetch_related("capabilities").first(),
        windows=list(facility.windows.ahead()),
        usage=usage_of(facility),
        has_owner=owners_of(facility).exists(),
        claim_url=claim_url(organisation_of(facility)),
        may_write=is_keeper and keeps(user, facility, *EDITING),
        waiting=waiting.count() if is_keeper else 0,
    )


def profiles_to_ask_with(user: Any, facility: Facility) -> list[Profile]:
    """This person's profiles that could ask for a facility."""
    rows = own_profiles(user)
    return [one for one in rows if not is_own_facility(one, facility)]


def own_profiles(user: Any) -> "QuerySet[Profile]":
    """Published profiles for which this person may write."""
    rows = Profile.objects.owned_by(user, *EDITING).published().not_merged()
    return rows.select_related("region").order_by("title", "pk")


@dataclass(frozen=True)
class Inbox:
    """A person's requests: to answer, sent, accepted, uses to confirm, and past."""

    to_answer: list[AccessRequest]
    sent: list[AccessRequest]
    accepted: list[AccessRequest]
    past: list[AccessRequest]
    uses: list[FacilityUse]

    @property
    def is_empty(self) -> bool:
        return not (self.to_answer or self.sent or self.accepted or self.past)


def inbox_of(user: User) -> Inbox:
    """All of a person's requests for facilities, as asking side or as owner."""
    received = AccessRequest.objects.received_by(user).with_sides()
    own = AccessRequest.objects.filter(_taking_part(user)).with_sides()
    both = (received | own).distinct()
    past = both.exclude(state__in=("unowned", "asked", "accepted"))
    return Inbox(
        to_answer=list(received.waiting().order_by("reply_by", "pk")),
        sent=list(own.open().distinct().order_by("-asked_at", "-pk")),
        accepted=list(both.booked().order_by("granted_from", "pk")),
        past=list(past.order_by("-asked_at", "-pk")[:PAST_SHOWN]),
        uses=list(uses_to_confirm(user)),
    )


def _taking_part(user: Any) -> Q:
    own = Profile.objects.owned_by(user).order_by().values("pk")
    members = PoolMember.objects.present().filter(profile__in=own)
    inside = Exists(members.filter(pool=OuterRef("pool")))
    return Q(profile__in=own) | Q(inside)


def requests_to_answer(user: Any) -> "QuerySet[AccessRequest]":
    """What waits for this person's answer, the next last day first."""
    rows = AccessRequest.objects.received_by(user, *EDITING).waiting()
    return rows.with_sides().order_by("reply_by", "pk")


def uses_to_confirm(user: Any) -> "QuerySet[FacilityUse]":
    """Uses that somebody noted of facilities for which this person writes."""
    kept = Facility.objects.owned_by(user, *EDITING)
    rows = FacilityUse.objects.unconfirmed().filter(facility__in=kept)
    return rows.select_related("facility", "request__profile")


def unowned_requests() -> "QuerySet[AccessRequest]":
    """What waits for somebody who acts for the facility, for curators; oldest first."""
    rows = AccessRequest.objects.unowned().with_sides()
    return rows.order_by("asked_at", "pk")
