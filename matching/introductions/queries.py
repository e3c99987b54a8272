"""What the pages of introductions read."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet
from django.utils import timezone

from matching.introductions.models import Introduction, Side, State
from regions.models import Profile
from regions.querysets import EDITING

PAST_SHOWN = 50


@dataclass(frozen=True)
class Row:
    """One introduction as one side sees it."""

    introduction: Introduction
    side: Side
    may_write: bool

    @property
    def is_asked(self) -> bool:
        """Whether the reader's side is the one that was asked."""
        return self.side == Side.ASKED

    @property
    def may_answer(self) -> bool:
        return self.may_write and self.is_asked

    @property
    def own(self) -> Profile:
        one = self.introduction
        return one.partner if self.is_asked else one.profile

    @property
    def other(self) -> Profile:
        one = self.introduction
        return one.profile if self.is_asked else one.partner

    @property
    def days_left(self) -> int:
        return max(0, (self.introduction.reply_by - timezone.localdate()).days)


@dataclass(frozen=True)
class Inbox:
    """All of a person's introductions: what waits for an answer of his comes first."""

    to_answer: list[Row]
    sent: list[Row]
    running: list[Row]
    past: list[Row]
    past_total: int
    profiles: list[Profile]

    @property
    def is_empty(self) -> bool:
        return not (self.to_answer or self.sent or self.running or self.past)


def inbox(user: Any, profile: Profile | None = None) -> Inbox:
    """The introductions of this person's organisations, or those of one profile."""
    rows = Introduction.objects.visible_to(user).with_sides()
    if profile is not None:
        rows = rows.of_profile(profile)
    open_ones = list(rows.running().order_by("reply_by", "pk"))
    past = rows.over()
    newest = list(past.order_by("-ended_at", "-pk")[:PAST_SHOWN])
    shown = _rows(user, [*open_ones, *newest])
    waiting = [one for one in shown if one.introduction.state == State.ASKED]
    return Inbox(
        to_answer=[one for one in waiting if one.is_asked],
        sent=[one for one in waiting if not one.is_asked],
        running=[one for one in shown if one.introduction.state == State.ACCEPTED],
        past=[one for one in shown if not one.introduction.is_open],
        past_total=past.count(),
        profiles=own_profiles_with_introductions(user),
    )


def row_of(user: Any, introduction: Introduction) -> Row:
    """One introduction as this person's side sees it."""
    return _rows(user, [introduction])[0]


def _rows(user: Any, introductions: Iterable[Introduction]) -> list[Row]:
    found = list(introductions)
    keys = {key for one in found for key in (one.profile_id, one.partner_id)}
    profiles = Profile.objects.filter(pk__in=keys).order_by()
    own = set(profiles.owned_by(user).values_list("pk", flat=True))
    written = set(profiles.owned_by(user, *EDITING).values_list("pk", flat=True))
    rows = []
    for one in found:
        is_asked = one.partner_id in own
        key = one.partner_id if is_asked else one.profile_id
        side = Side.ASKED if is_asked else Side.ASKING
        rows.append(Row(one, side, may_write=key in written))
    return rows


def own_profiles_with_introductions(user: Any) -> list[Profile]:
    """Profiles of this person's that ask or are asked: what one can filter by."""
    seen = Introduction.objects.visible_to(user).order_by()
    keys = {key for pair in seen.values_list("profile", "partner") for key in pair}
    own = Profile.objects.owned_by(user).filter(pk__in=keys)
    return list(own.select_related("region").order_by("title", "pk"))


def profiles_to_ask_with(user: Any, partner: Profile) -> "QuerySet[Profile]":
    """Published profiles of this person's from which the partner could be asked."""
    own = Profile.objects.owned_by(user, *EDITING).published().not_merged()
    rows = own.exclude(pk=partner.pk).select_related("region")
    nested = [partner.region.code[:n] for n in range(2, len(partner.region_id) + 1)]
    rows = rows.exclude(region__in=nested)
    rows = rows.exclude(region__code__startswith=partner.region_id)
    return rows.order_by("title", "pk")


def waiting_by_profile(user: Any) -> dict[int, tuple[int, datetime.date]]:
    """How many wait for this person's answer, and the first last day, by profile."""
    rows = Introduction.objects.received_by(user, *EDITING).waiting().order_by()
    found: dict[int, tuple[int, datetime.date]] = {}
    counted = rows.values(key=F("partner"), day=F("reply_by")).annotate(n=Count("pk"))
    for row in counted:
        number, day = found.get(row["key"], (0, row["day"]))
        found[row["key"]] = (number + row["n"], min(day, row["day"]))
    return found
