"""The words of notices about facilities, pools and wishes, and their registration."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.sharing import telling
from matching.sharing.models import DeclineReason, State
from portal.notices.kinds import Words, register_group
from regions.queries.vocabulary import vocabulary

GROUP = "sharing"
Facts = Mapping[str, Any]


def register_kinds() -> None:
    """Say which notices there are; called once, when the app is ready."""
    kinds = (
        (telling.ASKED, gettext_lazy("somebody asks for a facility of yours"), _asked),
        (
            telling.REMINDER,
            gettext_lazy("a request for a facility waits for your answer"),
            _reminder,
        ),
        (
            telling.ANSWERED,
            gettext_lazy("a request for a facility is answered"),
            _answered,
        ),
        (telling.ENDED, gettext_lazy("a request for a facility ends"), _ended),
        (
            telling.UNOWNED,
            gettext_lazy("nobody can answer a request for a facility"),
            _unowned,
        ),
        (telling.NEWS, gettext_lazy("news of a request for a facility"), _news),
        (telling.USED, gettext_lazy("a use waits for your confirmation"), _used),
        (
            telling.TERMS_OLD,
            gettext_lazy("terms of a facility should be confirmed"),
            _terms_old,
        ),
        (telling.POOL, gettext_lazy("news of a pooled demand"), _pool),
        (telling.WISH, gettext_lazy("news of a wish to invest together"), _wish),
    )
    register_group(GROUP, gettext_lazy("Shared facilities"), kinds)


def _day(text: str) -> str:
    return date_format(datetime.date.fromisoformat(text))


def _names(facts: Facts) -> dict[str, str]:
    words = vocabulary()
    return {
        "facility": facts["facility"],
        "place": words.region_label(facts["place"]),
        "profile": facts["profile"],
        "profile_place": words.region_label(facts["profile_place"]),
        "day": _day(facts["reply_by"]),
        "pool": facts["pool"],
    }


def _again(facts: Facts) -> str:
    if not facts["again"]:
        return ""
    return _("You may ask again from %(day)s.") % {"day": _day(facts["again"])}


def _asked(facts: Facts) -> Words:
    title = _("“%(profile)s” (%(profile_place)s) asks for “%(facility)s”")
    text = _(
        "Please accept with a time, or decline, by %(day)s. Nobody sees contact data"
        " before you accept."
    )
    if facts["pool"]:
        text = _(
            "It asks for several together: “%(pool)s”. Please accept with a time, or"
            " decline, by %(day)s. Nobody sees contact data before you accept."
        )
    names = _names(facts)
    return Words(title % names, text % names)


def _reminder(facts: Facts) -> Words:
    title = _("“%(profile)s” waits until %(day)s for your answer on “%(facility)s”")
    text = _("A short no helps them too: they can then ask somebody else.")
    return Words(title % _names(facts), text)


def _answered(facts: Facts) -> Words:
    names = _names(facts)
    if facts["state"] == State.ACCEPTED:
        return Words(
            _("You can use “%(facility)s” (%(place)s)") % names,
            _(
                "The request names the time. Both sides now see each other’s contact"
                " data."
            ),
        )
    reason = DeclineReason(facts["reason"]).label if facts["reason"] else ""
    text = _("The reason: %(reason)s.") % {"reason": reason} if reason else ""
    title = _("“%(facility)s” (%(place)s) declines your request") % names
    return Words(title, " ".join(filter(None, (text, _again(facts)))))


def _ended(facts: Facts) -> Words:
    titles = {
        State.EXPIRED: _(
            "The request of “%(profile)s” for “%(facility)s” was not answered in time"
        ),
        State.WITHDRAWN: _("“%(profile)s” withdraws the request for “%(facility)s”"),
        State.CANCELLED: _("“%(facility)s” (%(place)s) cancels the time it gave you"),
    }
    # Only who asked can ask again; a withdrawal is told to the owners, too.
    is_asking = facts["what"] in ("expired", "cancelled")
    title = titles[State(facts["state"])] % _names(facts)
    return Words(title, _again(facts) if is_asking else "")


def _unowned(facts: Facts) -> Words:
    title = _("Nobody can answer a request for “%(facility)s” (%(place)s)")
    text = _(
        "“%(profile)s” asks for it, and nobody acts for it in the portal. Invite its"
        " host to claim it, and note what you did."
    )
    names = _names(facts)
    return Words(title % names, text % names)


def _news(facts: Facts) -> Words:
    names = _names(facts)
    if facts["what"] == "adopted":
        return Words(
            _("Somebody acts for “%(facility)s” now: your request has arrived") % names,
            _("An answer is due by %(day)s.") % names,
        )
    if facts["what"] == "less":
        return Words(
            _("Fewer hours are asked for at “%(facility)s” (%(place)s)") % names,
            _("A member has left the pool “%(pool)s”. The request names the hours.")
            % names,
        )
    return Words(
        _("A curator took up your request for “%(facility)s”") % names,
        _("The note stands in your request."),
    )


def _used(facts: Facts) -> Words:
    title = _("“%(profile)s” says that it has used “%(facility)s”")
    text = _("Please confirm or remove it: only what you confirm is counted.")
    return Words(title % _names(facts), text)


def _terms_old(facts: Facts) -> Words:
    title = _("Are the terms of “%(facility)s” still true?") % facts
    return Words(title, _("You confirmed them a year ago or longer."))


def _pool(facts: Facts) -> Words:
    titles = {
        "joined": _("“%(title)s” joins the pool “%(pool)s”"),
        "left": _("“%(title)s” leaves the pool “%(pool)s”"),
        "changed": _("The pool “%(pool)s” was changed: please agree anew"),
        "ready": _("All members agree to the pool “%(pool)s”: you can send it"),
        "last-day": _("The pool “%(pool)s” can be joined until %(day)s"),
        "sent": _("The pool “%(pool)s” was sent to the facility"),
        "closed": _("The pool “%(pool)s” was closed by its lead"),
        "expired": _("The pool “%(pool)s” ended without a request"),
        "dropped": _("The pool “%(pool)s” was sent without you: you had not agreed"),
    }
    return Words(titles[facts["what"]] % {**facts, "day": _day(facts["day"])})


def _wish(facts: Facts) -> Words:
    titles = {
        "reached": _("Enough regions share the wish “%(wish)s”"),
        "expired": _("The wish “%(wish)s” ended: too few shared it by %(day)s"),
        "withdrawn": _("The wish “%(wish)s” was withdrawn"),
        "left": _("Somebody left the wish “%(wish)s”"),
    }
    texts = {
        "reached": _("Set it up as a partnership, and see there who the others are."),
    }
    title = titles[facts["what"]] % {**facts, "day": _day(facts["day"])}
    return Words(title, texts.get(facts["what"], ""))
