"""What is wrong with a rule or a composition that somebody wrote."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.calls.wording_parts import any_of, number, word_choice
from matching.composition import RuleError

_CODES = {
    "unknown_kind": gettext_lazy("There is no such kind of rule."),
    "unknown_field": gettext_lazy("This does not belong here."),
    "missing": gettext_lazy("This is missing."),
    "not_an_object": gettext_lazy("This has to have named parts."),
    "not_a_list": gettext_lazy("This has to be a list."),
    "not_a_text": gettext_lazy("This has to be a text."),
    "not_a_number": gettext_lazy("This has to be a number."),
    "not_a_whole_number": gettext_lazy("This has to be a whole number."),
    "not_yes_or_no": gettext_lazy("This has to be yes or no."),
    "not_a_country": gettext_lazy(
        "This is no country: write two letters, such as AT or EL."
    ),
    "empty": gettext_lazy("Something has to stand here."),
    "too_long": gettext_lazy("This is too long."),
    "too_many": gettext_lazy("These are too many."),
    "twice": gettext_lazy("This stands here twice."),
    "low_above_high": gettext_lazy("This is less than the least amount."),
    "countries_needed": gettext_lazy("Name the countries that count."),
    "unknown_partner": gettext_lazy("This is none of the partners."),
    "pinned_and_excluded": gettext_lazy("This is both wanted and excluded."),
}
_ROW = re.compile(r"partners\[(\d+)\]")


def word_error(error: RuleError) -> str:
    """One sentence; of a composition it names the row."""
    row = _ROW.match(error.field)
    sentence = _sentence(error)
    if row is None:
        return sentence
    words = {"n": int(row[1]) + 1, "sentence": sentence}
    return _("Partner %(n)d: %(sentence)s") % words


def _sentence(error: RuleError) -> str:
    limits = error.limits
    if error.code == "too_small":
        return _("At least %(n)s.") % {"n": number(_float(limits["low"]))}
    if error.code == "too_large":
        return _("At most %(n)s.") % {"n": number(_float(limits["high"]))}
    if error.code == "more_than_there_are":
        text = _("There are only %(n)s.")
        return text % {"n": number(_float(limits["most"]))}
    if error.code == "not_a_choice":
        choices = limits["choices"]
        known = [word_choice(str(one)) for one in choices if one]  # type: ignore[attr-defined]
        return _("Choose one of these: %(names)s.") % {"names": any_of(known)}
    return str(_CODES.get(error.code, error.code))


def _float(value: object) -> float:
    return float(str(value))
