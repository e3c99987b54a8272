"""The facts of a call in plain words."""

from dataclasses import dataclass

from django.utils.formats import date_format, number_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.calls.models import Call, Status


@dataclass(frozen=True)
class Fact:
    """One line; an empty value is not known."""

    label: str
    value: str
    url: str = ""


def fact_lines(call: Call) -> list[Fact]:
    """What is known of a call beside its rules, in the order people ask for it."""
    return [
        Fact(_("Programme"), call.programme),
        Fact(_("Identifier"), call.identifier),
        Fact(_("Opens"), date_format(call.opens) if call.opens else ""),
        Fact(_("Closes"), word_closing(call)),
        Fact(_("Budget of the call"), word_money(call.budget_eur)),
        Fact(_("Grant"), word_grant(call)),
        Fact(_("Funding rate"), word_rate(call)),
        Fact(_("Technology readiness"), word_trl(call)),
        Fact(_("Duration"), word_duration(call)),
        Fact(_("Themes in the call’s words"), call.themes),
    ]


def word_money(euros: int | None) -> str:
    """An amount in euros, in the reader's way of writing numbers."""
    if euros is None:
        return ""
    return _("%(n)s euros") % {"n": _number(euros)}


def word_grant(call: Call) -> str:
    return _range(
        call.grant_min_eur,
        call.grant_max_eur,
        _("%(low)s to %(high)s euros"),
        _("at least %(low)s euros"),
        _("at most %(high)s euros"),
    )


def word_rate(call: Call) -> str:
    if call.rate_min is not None and call.rate_min == call.rate_max:
        return _("%(n)s %%") % {"n": call.rate_min}
    return _range(
        call.rate_min,
        call.rate_max,
        _("%(low)s to %(high)s %%"),
        _("at least %(low)s %%"),
        _("at most %(high)s %%"),
    )


def word_trl(call: Call) -> str:
    if call.min_trl is None:
        return ""
    return _("level %(n)s or higher") % {"n": call.min_trl}


def word_duration(call: Call) -> str:
    if call.months_min is not None and call.months_min == call.months_max:
        number = call.months_min
        return ngettext("%(n)d month", "%(n)d months", number) % {"n": number}
    return _range(
        call.months_min,
        call.months_max,
        _("%(low)s to %(high)s months"),
        _("at least %(low)s months"),
        _("at most %(high)s months"),
    )


def word_closing(call: Call) -> str:
    """The closing day, with its time where that is known."""
    if call.closes is None:
        return ""
    if call.closing_time is None:
        return date_format(call.closes)
    words = {"day": date_format(call.closes), "time": time_format(call.closing_time)}
    return _("%(day)s, %(time)s Brussels time") % words


def word_deadline(call: Call) -> str:
    """Where the call stands today, as one would say it."""
    status, left = call.status, call.days_left
    if status == Status.UNDATED:
        return _("No open call is known. The rules are those of earlier calls.")
    if status == Status.CLOSED:
        return _("Closed since %(day)s.") % {"day": date_format(call.closes)}
    if status == Status.FORTHCOMING:
        return _opening(call)
    if left is None:
        return _("Open; no closing day is known.")
    if left == 0:
        return _("Closes today.")
    words = {"n": left, "closing": word_closing(call)}
    return (
        ngettext(
            "%(n)d day left: closes on %(closing)s.",
            "%(n)d days left: closes on %(closing)s.",
            left,
        )
        % words
    )


def _opening(call: Call) -> str:
    words = {"day": date_format(call.opens), "closing": word_closing(call)}
    if call.closes is None:
        return _("Opens on %(day)s.") % words
    return _("Opens on %(day)s, closes on %(closing)s.") % words


def _range(low: int | None, high: int | None, both: str, least: str, most: str) -> str:
    if low is None and high is None:
        return ""
    words = {"low": _number(low), "high": _number(high)}
    if low is None:
        return most % words
    return (least if high is None else both) % words


def _number(value: int | None) -> str:
    return "" if value is None else number_format(value, force_grouping=True)
