"""What the two sides are told, by notices and mails; no person is named in them."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.introductions.limits import may_ask_again_on
from matching.introductions.models import (
    Cooperation,
    DeclineReason,
    Introduction,
    Side,
    State,
)
from matching.introductions.people import people_of
from portal.notices.kinds import Words, register_group
from portal.notices.services import notify
from regions.queries.vocabulary import vocabulary

ASKED = "introduction-asked"
ANSWERED = "introduction-answered"
REMINDER = "introduction-reminder"
CLOSED = "introduction-closed"
GROUP = "introductions"


def tell_side(introduction: Introduction, side: Side, kind: str, key: str) -> int:
    """Tell the owners and editors of a side; once for each key."""
    own, other = introduction.profile, introduction.partner
    if side == Side.ASKED:
        own, other = other, own
    again = may_ask_again_on(introduction) if side == Side.ASKING else None
    facts = {
        "own": own.title,
        "other": other.title,
        "place": other.region_id,
        "side": str(side),
        "state": str(introduction.state),
        "cooperation": introduction.cooperation,
        "reason": introduction.decline_reason,
        "reply_by": introduction.reply_by.isoformat(),
        "again": again.isoformat() if again else "",
        "merged": key == "merged",
    }
    return notify(
        people=people_of(own).order_by("pk"),
        kind=kind,
        key=f"introduction:{introduction.pk}:{key}:{side}",
        facts=facts,
        path=introduction.get_absolute_url(),
    )


def register_kinds() -> None:
    """Say which notices there are; called once, when the app is ready."""
    kinds = (
        (ASKED, gettext_lazy("somebody asks for an introduction"), _asked),
        (ANSWERED, gettext_lazy("an introduction is answered"), _answered),
        (REMINDER, gettext_lazy("an introduction waits for your answer"), _reminder),
        (CLOSED, gettext_lazy("an introduction ends"), _closed),
    )
    register_group(GROUP, gettext_lazy("Introductions"), kinds)


def _names(facts: Mapping[str, Any]) -> dict[str, str]:
    return {
        "own": facts["own"],
        "other": facts["other"],
        "place": vocabulary().region_label(facts["place"]),
        "day": _day(facts["reply_by"]),
    }


def _day(text: str) -> str:
    return date_format(datetime.date.fromisoformat(text))


def _asked(facts: Mapping[str, Any]) -> Words:
    title = _("“%(other)s” (%(place)s) asks to meet you") % _names(facts)
    kind = Cooperation(facts["cooperation"]).label
    text = _(
        "“%(other)s” would like to get to know “%(own)s”. It is about: %(kind)s. Please"
        " accept or decline by %(day)s. Nobody sees contact data before both agree."
    )
    return Words(title, text % {**_names(facts), "kind": kind})


def _answered(facts: Mapping[str, Any]) -> Words:
    names = _names(facts)
    if facts["state"] == State.ACCEPTED:
        return Words(
            _("“%(other)s” (%(place)s) accepts your introduction") % names,
            _("From now on both sides see each other's contact data."),
        )
    reason = DeclineReason(facts["reason"]).label if facts["reason"] else ""
    text = _("The reason: %(reason)s.") % {"reason": reason} if reason else ""
    return Words(
        _("“%(other)s” (%(place)s) declines your introduction") % names,
        " ".join(filter(None, (text, _again(facts)))),
    )


def _again(facts: Mapping[str, Any]) -> str:
    if not facts["again"]:
        return ""
    return _("You may ask again from %(day)s.") % {"day": _day(facts["again"])}


def _reminder(facts: Mapping[str, Any]) -> Words:
    title = _("“%(other)s” (%(place)s) waits for your answer until %(day)s")
    text = _("A short no helps them too: they can then ask somebody else.")
    return Words(title % _names(facts), text)


def _closed(facts: Mapping[str, Any]) -> Words:
    text = _again(facts)
    if facts.get("merged"):
        text = _("Two records of one side were merged; the older introduction goes on.")
    return Words(_closed_title(facts) % _names(facts), text)


def _closed_title(facts: Mapping[str, Any]) -> str:
    if facts["state"] == State.EXPIRED and facts["side"] == Side.ASKED:
        return _("Your answer to “%(other)s” (%(place)s) is no longer awaited")
    if facts["state"] == State.EXPIRED:
        return _("“%(other)s” (%(place)s) has not answered in time")
    if facts["state"] == State.WITHDRAWN:
        return _("“%(other)s” (%(place)s) withdraws the introduction")
    if facts["state"] == State.STOPPED:
        return _("A curator stopped the introduction with “%(other)s” (%(place)s)")
    return _("The introduction with “%(other)s” (%(place)s) is closed")
