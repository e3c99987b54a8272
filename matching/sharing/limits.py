"""Limits against mass requests, and sentences that say when one may ask again."""

import datetime
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.introductions.limits import TooMany
from matching.sharing.models import AccessRequest, InvestmentWish, Pool, State
from portal.accounts.models import User
from regions.models import Facility, Profile

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
# By one profile at a time, by one profile a day, by one person a week.
OPEN_MOST = 10
A_DAY = 5
A_WEEK = 20
# Days until the same facility may be asked again.
AGAIN = {
    State.DECLINED: 30,
    State.CANCELLED: 30,
    State.EXPIRED: 14,
    State.WITHDRAWN: 3,
}
POOLS_MOST = 5
WISHES_MOST = 5


def why_too_many(by: User, profile: Profile, facility: Facility) -> TooMany | None:
    """The first limit that forbids this request now, or None."""
    return (
        _after_an_end(profile, facility)
        or _too_many_open(profile)
        or _too_many_today(profile)
        or _too_many_this_week(by)
    )


def may_ask_again_on(request: AccessRequest) -> datetime.date | None:
    """The first day on which the same facility may be asked, if it is to come."""
    days = AGAIN.get(State(request.state))
    if days is None or request.ended_at is None:
        return None
    day = timezone.localdate(request.ended_at) + timedelta(days=days)
    return day if day > timezone.localdate() else None


def too_many_pools(profile: Profile) -> TooMany | None:
    """The limit of pools that one profile leads at a time, if it is reached."""
    number = Pool.objects.filter(profile=profile, state="open").count()
    if number < POOLS_MOST:
        return None
    text = ngettext(
        "This profile leads %(n)d open pool: no more at a time. Send or close one.",
        "This profile leads %(n)d open pools: no more at a time. Send or close one.",
        number,
    )
    return TooMany(text % {"n": number})


def too_many_wishes(profile: Profile) -> TooMany | None:
    """The limit of wishes that one profile has open at a time, if it is reached."""
    number = InvestmentWish.objects.filter(profile=profile).open().count()
    if number < WISHES_MOST:
        return None
    text = ngettext(
        "This profile has %(n)d open wish: no more at a time. Withdraw one first.",
        "This profile has %(n)d open wishes: no more at a time. Withdraw one first.",
        number,
    )
    return TooMany(text % {"n": number})


def _after_an_end(profile: Profile, facility: Facility) -> TooMany | None:
    rows = AccessRequest.objects.filter(profile=profile, facility=facility)
    last = rows.order_by("-asked_at", "-id").first()
    day = may_ask_again_on(last) if last else None
    if last is None or day is None:
        return None
    text = _(
        "Your last request to “%(name)s” has ended. You may ask again from %(day)s."
    )
    return TooMany(text % {"name": facility.name, "day": date_format(day)})


def _too_many_open(profile: Profile) -> TooMany | None:
    number = AccessRequest.objects.open().filter(profile=profile).count()
    if number < OPEN_MOST:
        return None
    text = ngettext(
        "%(n)d request by this profile waits for an answer: no more at a time.",
        "%(n)d requests by this profile wait for an answer: no more at a time.",
        number,
    )
    return TooMany(text % {"n": number})


def _too_many_today(profile: Profile) -> TooMany | None:
    rows = AccessRequest.objects.filter(profile=profile)
    moment = _free_again(rows, A_DAY, DAY)
    if moment is None:
        return None
    text = ngettext(
        "A profile asks for %(n)d facility a day at most. From %(moment)s on you may"
        " ask again.",
        "A profile asks for %(n)d facilities a day at most. From %(moment)s on you may"
        " ask again.",
        A_DAY,
    )
    return TooMany(text % {"n": A_DAY, "moment": _worded(moment)})


def _too_many_this_week(by: User) -> TooMany | None:
    moment = _free_again(AccessRequest.objects.filter(asked_by=by), A_WEEK, WEEK)
    if moment is None:
        return None
    text = ngettext(
        "A person asks for %(n)d facility a week at most. From %(moment)s on you may"
        " ask again.",
        "A person asks for %(n)d facilities a week at most. From %(moment)s on you may"
        " ask again.",
        A_WEEK,
    )
    return TooMany(text % {"n": A_WEEK, "moment": _worded(moment)})


def _free_again(
    rows: QuerySet, most: int, period: timedelta
) -> datetime.datetime | None:
    """When fewer than `most` of them are younger than the period; None if so now."""
    asked = rows.filter(asked_at__gt=timezone.now() - period).order_by("-asked_at")
    moments = list(asked.values_list("asked_at", flat=True)[:most])
    return moments[-1] + period if len(moments) == most else None


def _worded(moment: datetime.datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
