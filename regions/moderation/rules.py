"""The portal's rules for records, and how a statement of reasons is worded.

A statement is worded when it is read, in the reader's language, in the order that
article 17 of the Digital Services Act asks of one: what was decided, on which facts, on
which rule, and how to answer. Only the facts are stored as a curator wrote them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from regions.models import Case, Outcome, Rule
from regions.moderation.verdicts import Verdict


@dataclass(frozen=True)
class RuleWords:
    """A rule as its owner reads it, and a beginning for whoever states the facts."""

    label: Any
    text: Any
    phrase: Any


RULES: dict[str, RuleWords] = {
    Rule.TOO_BROAD: RuleWords(
        Rule.TOO_BROAD.label,
        _(
            "A priority says what is to be changed, in which activity and with what. "
            "It does not stand for a whole sector."
        ),
        _(
            "The priority “…” covers several activities at once (…). Partners cannot "
            "tell what the region wants to do. Please name the activity, the "
            "technology and the use that the strategy has chosen."
        ),
    ),
    Rule.NOT_OWNERS: RuleWords(
        Rule.NOT_OWNERS.label,
        _("People register what the organisation that they act for itself does."),
        _(
            "“…” belongs to another organisation, as … shows. It can be registered by "
            "that organisation only."
        ),
    ),
    Rule.NO_SOURCE: RuleWords(
        Rule.NO_SOURCE.label,
        _("What a record says can be checked in a public document or page."),
        _(
            "The address given for “…” shows nothing about it. Please give the address "
            "of a page or document in which readers find it."
        ),
    ),
    Rule.DUPLICATE: RuleWords(
        Rule.DUPLICATE.label,
        _("Each strategy, cluster and facility is registered once."),
        _(
            "“…” is registered already, at …. Please correct that record instead, or "
            "claim it if nobody acts for it yet."
        ),
    ),
    Rule.PERSONAL_DATA: RuleWords(
        Rule.PERSONAL_DATA.label,
        _(
            "Texts that everybody sees name offices, not persons. Names, personal "
            "addresses and telephone numbers belong into the contact fields."
        ),
        _("The text of … names a person (…). Please take the name out."),
    ),
    Rule.ADVERTISING: RuleWords(
        Rule.ADVERTISING.label,
        _("Records say what is offered and needed. They do not promote products."),
        _(
            "The text of … promotes … instead of saying what partners can have or do "
            "with it. Please describe the offer itself."
        ),
    ),
    Rule.UNCLEAR: RuleWords(
        Rule.UNCLEAR.label,
        _("Somebody from another country understands what is offered and needed."),
        _(
            "We did not understand … in “…”. Please say in two or three sentences what "
            "it is, for whom, and what you look for."
        ),
    ),
    Rule.UNTRUE: RuleWords(
        Rule.UNTRUE.label,
        _("A record says what is so today."),
        _(
            "According to …, “…” is no longer so. Please correct it, or tell us what "
            "shows that it is."
        ),
    ),
}

_DECIDED = {
    Outcome.PUBLISHED: _("Curators have published the record: everybody sees it."),
    Outcome.RETURNED: _(
        "Curators have returned the record: it is not shown to others until it has "
        "been corrected, submitted again and published."
    ),
    Outcome.WITHDRAWN: _(
        "Curators have withdrawn the record: it is kept, but not shown to others."
    ),
    Outcome.TAKEN_BACK: _("Its owner has taken the submission back."),
}
# How the decision was reached; the law wants to know whether by a machine.
BY_PEOPLE = _("A person has decided this, not a program.")


@dataclass(frozen=True)
class Statement:
    """A decision with its reasons, in the order in which people read them."""

    decision: Any
    facts: str
    rule: RuleWords | None
    how: Any
    can_answer: bool
    verdicts: Sequence[Verdict] = ()


def statement_of(case: Case) -> Statement | None:
    """The statement of reasons of a decided case; None while it is open."""
    if not case.outcome:
        return None
    is_curators = case.outcome != Outcome.TAKEN_BACK
    return Statement(
        decision=_DECIDED[Outcome(case.outcome)],
        facts=case.reasons,
        rule=RULES.get(case.rule),
        how=BY_PEOPLE if is_curators else "",
        can_answer=is_curators,
        verdicts=case.verdicts,
    )
