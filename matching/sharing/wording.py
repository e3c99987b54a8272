"""Sentences about facilities: why one fits, what it costs, what is read of its use."""

from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matching.sharing.models import PRICED, FacilityTerms, Price
from matching.sharing.needs import Fitting
from portal.web.text import folded_words, stems
from regions.models import Stage
from regions.queries.vocabulary import Vocabulary

PARTS = {
    "topics": gettext_lazy("Topics"),
    "words": gettext_lazy("Words in common"),
    "stage": gettext_lazy("Stage"),
    "readiness": gettext_lazy("Technology readiness"),
    "distance": gettext_lazy("Distance"),
    "access": gettext_lazy("Access"),
    "window": gettext_lazy("Free time"),
}
MOST_TOPICS = 2
MOST_WORDS = 5


def reasons_of(found: Fitting, words: Vocabulary) -> list[str]:
    """Why a facility fits, the weightiest first; only what has points."""
    fit, reasons = found.fit, []
    for code, other in fit.topics[:MOST_TOPICS]:
        reasons.append(_topic_reason(code, other, words))
    if fit.words:
        shared = ", ".join(_whole_words(found.said, fit.words)[:MOST_WORDS])
        reasons.append(_("Words that both use: %(words)s.") % {"words": shared})
    if fit.stages:
        names = ", ".join(str(Stage(one).label) for one in fit.stages)
        reasons.append(_("It covers your stage: %(stages)s.") % {"stages": names})
    if fit.parts["readiness"] and found.terms:
        text = _("It works at technology readiness %(low)d to %(high)d.")
        levels = {"low": found.terms.trl_from, "high": found.terms.trl_to}
        reasons.append(text % levels)
    if fit.km is not None and fit.parts["distance"]:
        text = _("%(km)s km away, by air between the regions’ centres.")
        reasons.append(text % {"km": number_format(fit.km, force_grouping=True)})
    if fit.parts["access"] and found.terms:
        label = found.terms.get_access_display()
        reasons.append(_("Access: %(access)s.") % {"access": label})
    if fit.window:
        text = _("Free from %(first)s to %(last)s.")
        days = {"first": date_format(fit.window[0]), "last": date_format(fit.window[1])}
        reasons.append(text % days)
    return reasons


def labelled_parts(found: Fitting) -> list[dict[str, Any]]:
    """The parts of a score with their labels, those without points left out."""
    return [
        {"label": PARTS[name], "points": points}
        for name, points in found.parts
        if points
    ]


def price_of(terms: FacilityTerms) -> str:
    """The price in words: "120 € per hour", "on request"."""
    basis = str(Price(terms.price).label)
    if terms.amount is None or terms.price not in PRICED:
        return basis
    amount = number_format(terms.amount, force_grouping=True)
    return _("%(amount)s euro %(basis)s") % {"amount": amount, "basis": basis}


def together_words(least: int | None) -> str:
    """What all members of a wish could give together, as far as it is said."""
    if least is None:
        return _("said from three members on")
    if least == 0:
        return _("less than 100,000 euro, or not decided yet")
    amount = number_format(least, force_grouping=True)
    return _("at least %(amount)s euro") % {"amount": amount}


def count_words(number: int) -> str:
    shown = number_format(number, force_grouping=True)
    return ngettext("%(n)s facility", "%(n)s facilities", number) % {"n": shown}


def _topic_reason(code: str, other: str, words: Vocabulary) -> str:
    labels = {"own": words.topics[code].label, "its": words.topics[other].label}
    if code == other:
        return _("It serves “%(own)s”, as you need.") % labels
    return _("Its topic “%(its)s” is close to yours, “%(own)s”.") % labels


def _whole_words(said: str, shared: tuple[str, ...]) -> list[str]:
    """The facility's own words behind these beginnings, as it writes them."""
    found: dict[str, str] = {}
    for word in said.replace("/", " ").split():
        clean = word.strip("()[],.;:“”\"'")
        for stem in stems(clean):
            if stem in shared and folded_words(clean):
                found.setdefault(stem, clean)
    return list(dict.fromkeys(found.values()))
