"""What the pages of shared facilities read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from matching.introductions.people import acts_for
from matching.sharing.models import (
    AccessRequest,
    FacilityTerms,
    FacilityUse,
    FreeWindow,
    InvestmentWish,
    Pool,
    PoolMember,
    WishMember,
)
from matching.sharing.people import is_own_facility, keeps, organisation_of, owners_of
from matching.sharing.quorum import Quorum, least_together
from matching.sharing.services import quorum_of_wish
from portal.accounts.models import User
from portal.accounts.organisations import claim_url
from regions.models import Facility, Profile
from regions.querysets import EDITING

# Below this number of regions it is not said from how many its users come.
LEAST_REGIONS = 3
PAST_SHOWN = 20


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
    uses = FacilityUse.objects.unconfirmed().filter(
        facility__in=Facility.objects.owned_by(user, *EDITING)
    )
    return Inbox(
        to_answer=list(received.waiting().order_by("reply_by", "pk")),
        sent=list(own.open().distinct().order_by("-asked_at", "-pk")),
        accepted=list(both.booked().order_by("granted_from", "pk")),
        past=list(past.order_by("-asked_at", "-pk")[:PAST_SHOWN]),
        uses=list(uses.select_related("facility", "request__profile")),
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


def unowned_requests() -> "QuerySet[AccessRequest]":
    """What waits for somebody who acts for the facility, for curators; oldest first."""
    rows = AccessRequest.objects.unowned().with_sides()
    return rows.order_by("asked_at", "pk")


@dataclass(frozen=True)
class PoolPage:
    """A pool with its members, and what this person may do with it."""

    pool: Pool
    members: list[PoolMember]
    own: list[PoolMember]
    may_join: list[Profile]
    may_lead: bool
    request: AccessRequest | None

    @property
    def hours(self) -> int:
        return sum(one.hours for one in self.members)

    @property
    def all_agree(self) -> bool:
        return all(one.has_agreed for one in self.members)


def pool_page(user: Any, pool: Pool) -> PoolPage:
    """One pool; a fixed number of queries."""
    rows = pool.members.present().select_related("profile__region")
    members = list(rows.order_by("joined_at", "pk"))
    for one in members:
        one.pool = pool
    written = {one.pk: one for one in own_profiles(user)}
    inside = {one.profile_id for one in members}
    outside = [one for key, one in written.items() if key not in inside]
    if pool.facility is not None:
        outside = [one for one in outside if not is_own_facility(one, pool.facility)]
    return PoolPage(
        pool=pool,
        members=members,
        own=[one for one in members if one.profile_id in written],
        may_join=outside if pool.can_be_joined else [],
        may_lead=acts_for(user, pool.profile, *EDITING),
        request=AccessRequest.objects.filter(pool=pool).first(),
    )


def pools_to_join(user: Any) -> "QuerySet[Pool]":
    """Open pools, the next last day first, with their numbers of members and hours."""
    rows = Pool.objects.visible_to(user).open().with_sides()
    return counted_pools(rows).order_by("join_by", "pk")


def own_pools(user: Any) -> "QuerySet[Pool]":
    """Pools in which this person's profiles are or were lead or member."""
    own = Profile.objects.owned_by(user).order_by().values("pk")
    inside = PoolMember.objects.present().filter(profile__in=own).values("pool")
    rows = Pool.objects.filter(Q(profile__in=own) | Q(pk__in=inside)).with_sides()
    return counted_pools(rows).order_by("-opened_at", "-pk")


def counted_pools(rows: "QuerySet[Pool]") -> "QuerySet[Pool]":
    """Add `member_count` and `hours` of the members that have not left."""
    present = Q(members__left_at=None)
    return rows.annotate(
        member_count=Count("members", filter=present),
        hours=Sum("members__hours", filter=present),
    )


@dataclass(frozen=True)
class WishPage:
    """A wish, how many share it, and what this person may do with it.

    `members` are named to those who share it only; what each could give to nobody.
    """

    wish: InvestmentWish
    quorum: Quorum
    least: int | None
    members: list[WishMember]
    own: list[WishMember]
    may_join: list[Profile]
    may_lead: bool
    is_inside: bool


def wish_page(user: Any, wish: InvestmentWish) -> WishPage:
    """One wish; a fixed number of queries."""
    rows = wish.members.present().select_related("profile__region")
    members = list(rows.order_by("joined_at", "pk"))
    mine = set()
    if user.is_authenticated:
        own = Profile.objects.owned_by(user).order_by()
        keys = [one.profile_id for one in members]
        mine = set(own.filter(pk__in=keys).values_list("pk", flat=True))
    written = {one.pk: one for one in own_profiles(user)}
    inside = {one.profile_id for one in members}
    return WishPage(
        wish=wish,
        quorum=quorum_of_wish(wish),
        least=least_together([one.share for one in members]),
        members=members if mine else [],
        own=[one for one in members if one.profile_id in written],
        may_join=[one for key, one in written.items() if key not in inside],
        may_lead=wish.profile_id in written,
        is_inside=bool(mine),
    )


@dataclass(frozen=True)
class WishRow:
    """A wish in a list, with how many share it."""

    wish: InvestmentWish
    regions: int
    countries: int


def wish_rows(wishes: Sequence[InvestmentWish]) -> list[WishRow]:
    """These wishes with the numbers of regions and countries; one query."""
    rows = WishMember.objects.present().filter(wish__in=[one.pk for one in wishes])
    places: dict[int, set[str]] = {}
    for key, code in rows.values_list("wish", "profile__region_id"):
        places.setdefault(key, set()).add(code)
    return [
        WishRow(
            one,
            len({code[:4] for code in places.get(one.pk, ())}),
            len({code[:2] for code in places.get(one.pk, ())}),
        )
        for one in wishes
    ]
