"""The words of notices about partnerships, made from their facts when they are read."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from matching.partnerships.choices import MemberRole, ProposalKind, ProposalState
from portal.notices.kinds import Words
from regions.queries.vocabulary import vocabulary

Facts = Mapping[str, Any]


def invited(facts: Facts) -> Words:
    text = _("“%(name)s” is invited with the role: %(role)s. Accept or decline it.")
    title = _("You are invited to the partnership “%(title)s”")
    return Words(title % facts, text % _named(facts))


def asked(facts: Facts) -> Words:
    title = _("“%(name)s” (%(place)s) asks to join “%(title)s”")
    text = _("Accept it, or decline it with a reason.")
    return Words(title % _named(facts), text)


def answered(facts: Facts) -> Words:
    if facts["is_accepted"]:
        return Words(_("“%(name)s” takes part in “%(title)s” now") % facts)
    title = _("“%(title)s” has declined that “%(name)s” joins")
    return Words(title % facts, facts["reason"])


def joined(facts: Facts) -> Words:
    return Words(_("“%(name)s” (%(place)s) has joined “%(title)s”") % _named(facts))


def left(facts: Facts) -> Words:
    title = _("“%(name)s” (%(place)s) has left “%(title)s”")
    return Words(title % _named(facts), facts["reason"])


def removed(facts: Facts) -> Words:
    title = _("A curator has ended the seat of “%(name)s” in “%(title)s”")
    return Words(title % facts, facts["reason"])


def lead_offered(facts: Facts) -> Words:
    title = _("“%(giver)s” offers you the lead of “%(title)s”")
    text = (
        _("You would lead it together. Accept or decline it.")
        if facts["is_shared"]
        else _("You would lead it in their place. Accept or decline it.")
    )
    return Words(title % facts, text)


def lead_answered(facts: Facts) -> Words:
    if facts["is_accepted"]:
        return Words(_("“%(taker)s” leads “%(title)s” now") % facts)
    return Words(_("“%(taker)s” has declined the lead of “%(title)s”") % facts)


def to_review(facts: Facts) -> Words:
    title = _("A proposal of “%(title)s” waits for your review")
    return Words(title % facts, str(ProposalKind(facts["kind"]).label))


def decided(facts: Facts) -> Words:
    names = {
        "title": facts["title"],
        "kind": ProposalKind(facts["kind"]).label,
        "state": ProposalState(facts["state"]).label,
    }
    return Words(_("“%(title)s”: %(kind)s %(state)s") % names, facts["reason"])


def report_due(facts: Facts) -> Words:
    days = {name: _day(facts[name]) for name in ("first", "last", "due")}
    title = (
        _("The report of “%(title)s” is still missing: it is due by %(due)s")
        if facts["reminds"]
        else _("A half-year of “%(title)s” is over: report by %(due)s")
    )
    text = _("It is about %(first)s to %(last)s, and partly filled in already.")
    return Words(title % {**facts, **days}, text % days)


def ended(facts: Facts) -> Words:
    return Words(_("The partnership “%(title)s” has ended") % facts, facts["reason"])


def _day(text: str) -> str:
    return date_format(datetime.date.fromisoformat(text))


def _named(facts: Facts) -> dict[str, Any]:
    names = dict(facts)
    if "place" in facts:
        names["place"] = vocabulary().region_label(facts["place"])
    if "role" in facts:
        names["role"] = MemberRole(facts["role"]).label
    return names
