"""Limits against mass mailing, and sentences that say when one may ask again."""

import datetime
from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.introductions.models import DeclineReason, Introduction, State
from matching.introductions.people import of_organisation
from portal.accounts.models import User
from portal.web.errors import Conflict
from regions.models import Profile

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
# A no for these reasons is about this profile; another of the organisation may fit.
OF_THE_PAIR = (DeclineReason.NO_FIT, DeclineReason.WRONG_ADDRESS)


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
    last = _last_word(profile, partner)
    day = may_ask_again_on(last) if last else None
    if last is None or day is None:
        return None
    words = {"title": last.partner.title, "day": date_format(day)}
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
    told = text % words
    if last.profile_id != profile.pk:
        ours = _(
            "Your organisation had asked with “%(own)s”; the answer counts for all of"
            " it."
        )
        told = f"{told} {ours % {'own': last.profile.title}}"
    return TooMany(told)


def _last_word(profile: Profile, partner: Profile) -> Introduction | None:
    """The last letter that says whether this partner may be asked.

    That of the pair itself, or of others of the same two organisations where its end
    was meant for the whole of them.
    """
    rows = Introduction.objects.filter(
        of_organisation(profile, "profile"), of_organisation(partner, "partner")
    )
    for one in rows.select_related("profile", "partner"):
        is_same = (one.profile_id, one.partner_id) == (profile.pk, partner.pk)
        if is_same or _is_for_all(one):
            return one
    return None


def _is_for_all(introduction: Introduction) -> bool:
    """Whether an end holds for all that the asking organisation has, and so for a
    region's other priorities; "does not fit" and "others do this" do not."""
    if introduction.state == State.DECLINED:
        return introduction.decline_reason not in OF_THE_PAIR
    if introduction.state == State.WITHDRAWN:
        return introduction.contacts_open_since is not None
    return introduction.state != State.ASKED


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
