"""What the clock does: reminders, a polite end, and requests that find their owner."""

import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from matching.sharing import telling
from matching.sharing.models import (
    AccessRequest,
    FacilityTerms,
    InvestmentWish,
    Pool,
    PoolState,
    State,
    WishState,
)
from matching.sharing.people import owners_of
from matching.sharing.services.asking import REPLY_DAYS

LAST_REMINDER = datetime.timedelta(days=2)
# How long a request waits for somebody who acts for the facility.
UNOWNED_DAYS = 180
# How long the lead has to send a pool that nobody can join any more.
SEND_DAYS = 14
# When terms are asked about that nobody has confirmed.
TERMS_DAYS = 365


def expire_due() -> int:
    """Close what was not answered by its day; return how many. Each exactly once."""
    keys = AccessRequest.objects.due().order_by("pk").values_list("pk", flat=True)
    lost = _given_up().order_by("pk").values_list("pk", flat=True)
    return sum(_expire(key) for key in [*keys, *lost])


def _given_up() -> "QuerySet[AccessRequest]":
    limit = timezone.now() - datetime.timedelta(days=UNOWNED_DAYS)
    return AccessRequest.objects.unowned().filter(asked_at__lt=limit)


@transaction.atomic
def _expire(key: int) -> bool:
    rows = AccessRequest.objects.due() | _given_up()
    found = _locked(rows, key)
    if found is None:
        return False
    found.state, found.ended_at = State.EXPIRED, timezone.now()
    found.save(update_fields=["state", "ended_at"])
    telling.tell_asking(found, telling.ENDED, "expired")
    telling.tell_owners(found, telling.ENDED, "expired-owner")
    return True


def remind_due() -> int:
    """Remind who has to answer, at half time and two days before; return how often."""
    rows = AccessRequest.objects.waiting().filter(reminders_sent__lt=2)
    rows = rows.filter(reply_by__gte=timezone.localdate()).order_by("pk")
    waiting = [one.pk for one in rows if reminders_due(one) > one.reminders_sent]
    return sum(map(_remind, waiting))


@transaction.atomic
def _remind(key: int) -> bool:
    found = _locked(AccessRequest.objects.waiting(), key)
    if found is None or (due := reminders_due(found)) <= found.reminders_sent:
        return False
    found.reminders_sent = due
    found.save(update_fields=["reminders_sent"])
    telling.tell_owners(found, telling.REMINDER, f"reminder-{due}")
    return True


def reminders_due(request: AccessRequest) -> int:
    """How many reminders should have been sent by today: none, one or two."""
    today, last = timezone.localdate(), request.reply_by
    if today >= last - LAST_REMINDER:
        return 2
    half = (last - request.clock_from + datetime.timedelta(days=1)) // 2
    return int(today >= request.clock_from + half)


def adopt_due() -> int:
    """Let requests arrive at facilities for which somebody acts now; how many did."""
    rows = AccessRequest.objects.unowned().with_sides().order_by("pk")
    keys = [one.pk for one in rows if owners_of(one.facility).exists()]
    return sum(map(_adopt, keys))


@transaction.atomic
def _adopt(key: int) -> bool:
    found = _locked(AccessRequest.objects.unowned(), key)
    if found is None:
        return False
    found.state, found.clock_from = State.ASKED, timezone.localdate()
    found.reply_by = found.clock_from + datetime.timedelta(days=REPLY_DAYS[1])
    found.save(update_fields=["state", "clock_from", "reply_by"])
    telling.tell_owners(found, telling.ASKED, "asked")
    telling.tell_asking(found, telling.NEWS, "adopted")
    return True


def end_pools() -> int:
    """End pools that were not sent; remind of the last day. How many were touched."""
    today = timezone.localdate()
    late = Pool.objects.due(SEND_DAYS).order_by("pk").values_list("pk", flat=True)
    ended = sum(map(_end_pool, late))
    soon = Pool.objects.filter(state=PoolState.OPEN, reminded_at=None)
    soon = soon.filter(join_by__range=(today, today + LAST_REMINDER)).order_by("pk")
    return ended + sum(map(_remind_pool, soon.values_list("pk", flat=True)))


@transaction.atomic
def _end_pool(key: int) -> bool:
    rows = Pool.objects.due(SEND_DAYS).with_sides().select_for_update(of=("self",))
    pool = rows.filter(pk=key).first()
    if pool is None:
        return False
    pool.state, pool.ended_at = PoolState.EXPIRED, timezone.now()
    pool.save(update_fields=["state", "ended_at"])
    telling.tell_pool(pool, _members(pool), "expired", "expired")
    return True


@transaction.atomic
def _remind_pool(key: int) -> bool:
    rows = Pool.objects.filter(state=PoolState.OPEN, reminded_at=None).with_sides()
    pool = rows.select_for_update(of=("self",)).filter(pk=key).first()
    if pool is None:
        return False
    pool.reminded_at = timezone.now()
    pool.save(update_fields=["reminded_at"])
    telling.tell_pool(pool, _members(pool), "last-day", f"last-day:{pool.join_by}")
    return True


def end_wishes() -> int:
    """End wishes that too few shared by their last day; return how many."""
    keys = InvestmentWish.objects.due().order_by("pk").values_list("pk", flat=True)
    return sum(map(_end_wish, keys))


@transaction.atomic
def _end_wish(key: int) -> bool:
    rows = InvestmentWish.objects.due().select_for_update(of=("self",))
    wish = rows.filter(pk=key).first()
    if wish is None:
        return False
    wish.state, wish.ended_at = WishState.EXPIRED, timezone.now()
    wish.save(update_fields=["state", "ended_at"])
    telling.tell_wish(wish, _members(wish), "expired", "expired")
    return True


def old_terms() -> "QuerySet[FacilityTerms]":
    """Terms that nobody has confirmed for long, and nobody was asked about yet."""
    limit = timezone.now() - datetime.timedelta(days=TERMS_DAYS)
    return FacilityTerms.objects.filter(confirmed_at__lt=limit, reminded_at=None)


def ask_about_terms() -> int:
    """Ask owners whether old terms are still true; return how many were asked about."""
    keys = old_terms().order_by("pk").values_list("pk", flat=True)
    return sum(map(_ask_about, keys))


@transaction.atomic
def _ask_about(key: int) -> bool:
    rows = old_terms().select_related("facility__cluster", "facility__region")
    terms = rows.select_for_update(of=("self",)).filter(pk=key).first()
    if terms is None:
        return False
    terms.reminded_at = timezone.now()
    terms.save(update_fields=["reminded_at"])
    telling.tell_terms_old(terms, f"old:{terms.confirmed_at}")
    return True


def _members(of: Pool | InvestmentWish) -> list:
    rows = of.members.present().select_related("profile__region")
    return [one.profile for one in rows]


def _locked(rows: "QuerySet[AccessRequest]", key: int) -> AccessRequest | None:
    """The row as it is now; another worker, or an answer, may have been faster."""
    found = rows.filter(pk=key).select_for_update(of=("self",))
    if found.order_by().values_list("pk").first() is None:
        return None
    return AccessRequest.objects.with_sides().get(pk=key)
