"""The sentences of entry conditions: what is there, and what to do."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from matching.partnerships.conditions import Condition, Finding
from regions.models import CohesionCategory
from regions.queries.vocabulary import vocabulary


@dataclass(frozen=True)
class Line:
    """One condition in words. `todo` is empty where nothing is to do."""

    condition: Condition
    title: str
    have: str
    todo: str

    @property
    def finding(self) -> str:
        return str(self.condition.finding)

    @property
    def finding_word(self) -> str:
        return {
            Finding.MET: pgettext("condition", "met"),
            Finding.UNMET: pgettext("condition", "not met"),
            Finding.UNKNOWN: pgettext("condition", "not known"),
            Finding.SHOWN: _("for the reviewers"),
        }[self.condition.finding]


def worded_conditions(conditions: list[Condition]) -> list[Line]:
    """All conditions in the reader's language."""
    return [
        Line(one, *_WORDS[one.rule.code](one))
        for one in conditions
        if one.rule.code in _WORDS
    ]


Words = tuple[str, str, str]


def _listed(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def _regions(one: Condition) -> Words:
    have, need = one.facts["have"], one.facts["need"]
    title = _("At least %(n)d regions of the European Union") % {"n": need}
    words = ngettext("%(n)d region takes part.", "%(n)d regions take part.", have)
    todo = "" if have >= need else _more(one, _("Invite regions that fit the theme."))
    return title, words % {"n": have}, todo


def _member_states(one: Condition) -> Words:
    have, need = one.facts["have"], one.facts["need"]
    title = _("From at least %(n)d member states") % {"n": need}
    words = vocabulary()
    names = ", ".join(words.country_label(code) for code in one.facts["countries"])
    text = ngettext("%(n)d member state", "%(n)d member states", have) % {"n": have}
    said = f"{text} ({names})" if names else text
    todo = _("Invite a region of another member state.")
    return title, said, "" if have >= need else _more(one, todo)


def _more(one: Condition, todo: str) -> str:
    """What to do, and what invitations that wait would add."""
    number = one.facts["invited"]
    if not number:
        return todo
    text = ngettext(
        "%(n)d more would count once its invitation is accepted.",
        "%(n)d more would count once their invitations are accepted.",
        number,
    )
    return text % {"n": number}


def _strategies(one: Condition) -> Words:
    title = _("The theme is in the strategies of the leads’ regions")
    facts = one.facts
    if not facts["has_topics"]:
        return title, _("The partnership has no topics yet."), _("Choose its topics.")
    if not facts["need"]:
        return title, _("Nobody leads it yet."), _("Find a lead first.")
    have = _("%(have)d of %(need)d leads have a published priority on it.")
    if facts["missing"]:
        todo = _("No published priority shares a topic with it: %(names)s.")
        return title, have % facts, todo % {"names": _listed(facts["missing"])}
    if facts["silent"]:
        todo = _("No published priority in the region of: %(names)s. Register one.")
        return title, have % facts, todo % {"names": _listed(facts["silent"])}
    return title, have % facts, ""


def _letters(one: Condition) -> Words:
    facts = one.facts
    title = ngettext(
        "A letter of each lead with resources for at least %(n)d year",
        "A letter of each lead with resources for at least %(n)d years",
        facts["years"],
    ) % {"n": facts["years"]}
    if not facts["need"]:
        return title, _("Nobody leads it yet."), _("Find a lead first.")
    have = _("%(have)d of %(need)d leads have shown one.") % facts
    if not facts["without"]:
        return title, have, ""
    todo = _("State “letter signed” with the letter: %(names)s.")
    return title, have, todo % {"names": _listed(facts["without"])}


def _leads(one: Condition) -> Words:
    have = one.facts["have"]
    title = _("Two or more leads (preferred, not required)")
    words = ngettext("%(n)d lead", "%(n)d leads", have) % {"n": have}
    todo = _("Share the lead with another member, or invite one as a lead.")
    return title, words, "" if one.finding == Finding.MET else todo


def _balance(one: Condition) -> Words:
    title = _("Geographical balance (no number is set)")
    facts = one.facts
    labels = {str(key): label for key, label in CohesionCategory.choices}
    parts = [
        f"{labels[key]}{_(': ')}{number}"
        for key, number in facts["categories"].items()
        if key in labels
    ]
    if facts["outermost"]:
        parts.append(f"{_('outermost')}{_(': ')}{facts['outermost']}")
    if not facts["countries"]:
        return title, _("Nobody takes part yet."), ""
    number = facts["countries"]
    text = ngettext("%(n)d country", "%(n)d countries", number) % {"n": number}
    return title, "; ".join([text, *parts]), ""


_WORDS = {
    "regions": _regions,
    "member_states": _member_states,
    "strategies": _strategies,
    "letters": _letters,
    "leads": _leads,
    "balance": _balance,
}
