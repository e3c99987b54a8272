"""Limits against mass mailing, and sentences that say when one may ask again."""

import datetime
from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.introductions.models import Introduction, State
from portal.accounts.models import User
from portal.web.errors import Conflict
from regions.models import Profile

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


class TooMany(Conflict):
    """A limit is reached; the sentence says until when."""

    status = 429


def why_too_many(by: User, profile: Profile, partner: Profile) -> Conflict | None:
    """The first limit that forbids this letter now, or None."""
    return (
        _after_an_end(profile, partner)
        or _too_many_open(profile)
        or _too_many_today(profile)
        or _too_many_this_week(by)
    )


def may_ask_again_on(introduction: Introduction) -> datetime.date | None:
    """The first day on which the same partner may be asked again, if it is to come."""
    days = {
        State.DECLINED: settings.INTRODUCTION_DECLINED_DAYS,
        State.STOPPED: settings.INTRODUCTION_DECLINED_DAYS,
        State.EXPIRED: settings.INTRODUCTION_EXPIRED_DAYS,
        State.WITHDRAWN: settings.INTRODUCTION_DECLINED_DAYS
        if introduction.contacts_open_since
        else settings.INTRODUCTION_WITHDRAWN_DAYS,
    }.get(State(introduction.state))
    if days is None or introduction.ended_at is None or _is_lifted(introduction):
        return None
    day = timezone.localdate(introduction.ended_at) + timedelta(days=days)
    return day if day > timezone.localdate() else None


def _is_lifted(introduction: Introduction) -> bool:
    """Whether a curator stopped it and has taken that back."""
    if introduction.state != State.STOPPED:
        return False
    rows = introduction.reports.filter(state="upheld", stops_introduction=True)
    return (
        rows.filter(is_lifted=True).exists()
        and not rows.filter(is_lifted=False).exists()
    )


def _after_an_end(profile: Profile, partner: Profile) -> Conflict | None:
    """A no is a no for a while, and so is silence."""
    rows = Introduction.objects.filter(profile=profile, partner=partner)
    last = rows.order_by("-asked_at", "-id").first()
    day = may_ask_again_on(last) if last else None
    if last is None or day is None:
        return None
    words = {"title": partner.title, "day": date_format(day)}
    if last.state == State.EXPIRED:
        text = _("“%(title)s” has not answered you. You may ask again from %(day)s.")
    elif last.state == State.STOPPED:
        text = _(
            "A curator stopped your introduction to “%(title)s”. You may ask again from"
            " %(day)s."
        )
    elif last.state == State.WITHDRAWN:
        text = _(
            "Your introduction to “%(title)s” was withdrawn. You may ask again from"
            " %(day)s."
        )
    else:
        text = _("“%(title)s” has declined. You may ask again from %(day)s.")
    return TooMany(text % words)


def _too_many_open(profile: Profile) -> Conflict | None:
    most = settings.INTRODUCTIONS_OPEN_MOST
    waiting = Introduction.objects.waiting().filter(profile=profile)
    days = list(waiting.order_by("reply_by").values_list("reply_by", flat=True))
    if len(days) < most:
        return None
    text = ngettext(
        "%(n)d introduction by this profile waits for an answer: no more at a time. You"
        " may ask again when one is answered, or from %(day)s, when the next one ends.",
        "%(n)d introductions by this profile wait for an answer: no more at a time. You"
        " may ask again when one is answered, or from %(day)s, when the next one ends.",
        len(days),
    )
    return TooMany(text % {"n": len(days), "day": date_format(days[0] + DAY)})


def _too_many_today(profile: Profile) -> Conflict | None:
    most = settings.INTRODUCTIONS_A_DAY
    moment = _free_again(Introduction.objects.filter(profile=profile), most, DAY)
    if moment is None:
        return None
    text = ngettext(
        "A profile asks for %(n)d introduction a day at most. From %(moment)s on you"
        " may ask again.",
        "A profile asks for %(n)d introductions a day at most. From %(moment)s on you"
        " may ask again.",
        most,
    )
    return TooMany(text % {"n": most, "moment": _worded(moment)})


def _too_many_this_week(by: User) -> Conflict | None:
    most = settings.INTRODUCTIONS_A_WEEK
    moment = _free_again(Introduction.objects.filter(asked_by=by), most, WEEK)
    if moment is None:
        return None
    text = ngettext(
        "A person asks for %(n)d introduction a week at most. From %(moment)s on you"
        " may ask again.",
        "A person asks for %(n)d introductions a week at most. From %(moment)s on you"
        " may ask again.",
        most,
    )
    return TooMany(text % {"n": most, "moment": _worded(moment)})


def _free_again(
    rows: QuerySet, most: int, period: timedelta
) -> datetime.datetime | None:
    """When fewer than `most` of them are younger than the period; None if so now."""
    asked = rows.filter(asked_at__gt=timezone.now() - period)
    moments = list(
        asked.order_by("-asked_at").values_list("asked_at", flat=True)[:most]
    )
    return moments[-1] + period if len(moments) == most else None


def _worded(moment: datetime.datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
