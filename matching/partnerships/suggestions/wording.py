"""Reasons of a suggestion in words: from stored codes to sentences."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regions.models import CohesionCategory, Stage
from regions.models.stages import bits_to_stages
from regions.queries.vocabulary import Vocabulary

Reason = Mapping[str, Any]


def word_reasons(reasons: Iterable[Reason], words: Vocabulary) -> list[str]:
    """One sentence a reason; codes of another edition of the code are left out."""
    return [_SENTENCES[one["code"]](one, words) for one in reasons if _is_known(one)]


def _is_known(reason: Reason) -> bool:
    return reason.get("code") in _SENTENCES


def _theme(one: Reason, words: Vocabulary) -> str:
    text = _(
        "%(holding)d of %(of)d members speak of “%(first)s”. The theme in their words:"
        " %(words)s."
    )
    return text % {
        "holding": one["holding"],
        "of": one["of"],
        "first": one["words"][0],
        "words": ", ".join(one["words"]),
    }


def _mutual(one: Reason, words: Vocabulary) -> str:
    text = _(
        "%(linked)d of %(pairs)d pairs are among the first in each other's match lists."
    )
    return text % {"linked": one["linked"], "pairs": one["pairs"]}


def _countries(one: Reason, words: Vocabulary) -> str:
    text = ngettext(
        "They are in %(n)d country of the EU: %(names)s.",
        "They are in %(n)d countries of the EU. All countries: %(names)s.",
        one["in_eu"],
    )
    names = sorted(words.country_label(code) for code in one["codes"])
    return text % {"n": one["in_eu"], "names": ", ".join(names)}


def _categories(one: Reason, words: Vocabulary) -> str:
    labels = dict(CohesionCategory.choices)
    names = [str(labels[code]) for code in one["values"] if code in labels]
    if not names:
        return _("No member is in a region with a cohesion category.")
    return _("Cohesion categories among them: %(names)s.") % {"names": ", ".join(names)}


def _exchange(one: Reason, words: Vocabulary) -> str:
    text = ngettext(
        "In %(n)d pair offers of one meet needs of the other.",
        "In %(n)d pairs offers of one meet needs of the other.",
        one["pairs"],
    )
    return text % {"n": one["pairs"]}


def _stages(one: Reason, words: Vocabulary) -> str:
    labels = dict(Stage.choices)
    names = [str(labels[stage]) for stage in bits_to_stages(one["bits"])]
    return _("Value-chain stages that members state: %(names)s.") % {
        "names": ", ".join(names)
    }


def _supporters(one: Reason, words: Vocabulary) -> str:
    text = ngettext(
        "%(n)d cluster of this theme fits several members and could support them.",
        "%(n)d clusters of this theme fit several members and could support them.",
        one["number"],
    )
    return text % {"n": one["number"]}


_SENTENCES: dict[str, Callable[[Reason, Vocabulary], str]] = {
    "theme": _theme,
    "mutual": _mutual,
    "countries": _countries,
    "categories": _categories,
    "exchange": _exchange,
    "stages": _stages,
    "supporters": _supporters,
}
