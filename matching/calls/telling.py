"""What people are told about calls that they follow."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.calls.models import Call, CallFollow
from portal.notices.kinds import Words, register_group
from portal.notices.services import notify

CLOSES = "call-closes"
GROUP = "calls"
# How many days before its last day people are reminded, the latest first.
REMINDERS = (7, 30)


def tell_closing(follow: CallFollow, days: int) -> int:
    """Remind one person, once for each day before a closing day; of a day that was
    moved anew."""
    call: Call = follow.call
    if call.closes is None:
        return 0
    closes = call.closes.isoformat()
    return notify(
        people=[follow.user],
        kind=CLOSES,
        key=f"call:{call.pk}:closes:{closes}:{days}",
        facts={"title": call.title, "closes": closes},
        path=call.get_absolute_url(),
    )


def register_kinds() -> None:
    """Say which notices there are; called once, when the app is ready."""
    label = gettext_lazy("a call that you follow closes soon")
    register_group(GROUP, gettext_lazy("Calls"), ((CLOSES, label, _closes),))


def _closes(facts: Mapping[str, Any]) -> Words:
    day = datetime.date.fromisoformat(facts["closes"])
    words = {"title": facts["title"], "day": date_format(day)}
    return Words(
        _("“%(title)s” closes on %(day)s") % words,
        _("Indicative: the call text decides."),
    )
