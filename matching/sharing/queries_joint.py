"""What the pages of pooled demand and of wishes to invest together read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from matching.introductions.people import acts_for
from matching.sharing.models import (
    AccessRequest,
    InvestmentWish,
    Pool,
    PoolMember,
    WishMember,
)
from matching.sharing.people import is_own_facility
from matching.sharing.queries import own_profiles
from matching.sharing.quorum import Quorum, least_together
from matching.sharing.services import quorum_of_wish
from regions.models import Profile
from regions.querysets import EDITING


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
