"""A finding as a sentence: what a consortium has, and what it lacks of a rule."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.calls.wording_parts import (
    actors,
    all_of,
    countries,
    named,
    number,
    percent,
    places,
    topics,
)
from matching.calls.wording_unknown import word_unknown
from matching.composition import Finding
from matching.composition import Status as FindingStatus

Names = Mapping[str, str] | None
Params = Mapping[str, Any]


def word_finding(finding: Finding, names: Names = None) -> str:
    """What was found, in the reader's language.

    `names` gives the words for partners' keys; a key without a name stands for itself.
    """
    if finding.status == FindingStatus.UNKNOWN:
        return word_unknown(finding, names)
    kind = finding.rule.kind
    words = (_MET if finding.status == FindingStatus.MET else _UNMET).get(kind)
    if words is None:
        met = finding.status == FindingStatus.MET
        return _("This rule is met.") if met else _("This rule is not met.")
    return words(finding, names)


# --- what is there ---------------------------------------------------------------


def _have_partners(finding: Finding, names: Names) -> str:
    text = ngettext(
        "You have %(n)d partner.", "You have %(n)d partners.", _have(finding)
    )
    return text % {"n": _have(finding)}


def _have_regions(finding: Finding, names: Names) -> str:
    text = ngettext(
        "Your partners are from %(n)d region.",
        "Your partners are from %(n)d regions.",
        _have(finding),
    )
    return text % {"n": _have(finding)}


def _have_countries(finding: Finding, names: Names) -> str:
    text = ngettext(
        "Your partners are from %(n)d country that counts.",
        "Your partners are from %(n)d countries that count.",
        _have(finding),
    )
    return text % {"n": _have(finding)}


def _have_from(finding: Finding, names: Names) -> str:
    words = {"who": named(finding.partners, names), **_places(finding)}
    return _("In %(places)s: %(who)s.") % words


def _have_these(finding: Finding, names: Names) -> str:
    return _("You have: %(who)s.") % {"who": named(finding.partners, names)}


def _all_eligible(finding: Finding, names: Names) -> str:
    return _("All partners are from countries that are eligible.")


def _have_areas(finding: Finding, names: Names) -> str:
    text = ngettext(
        "Your partners are from %(n)d area.",
        "Your partners are from %(n)d areas.",
        _have(finding),
    )
    return text % {"n": _have(finding)}


def _have_part(finding: Finding, names: Names) -> str:
    return _("It is %(have)s %%.") % _percents(finding)


def _coordinates(finding: Finding, names: Names) -> str:
    who = {"who": named(finding.partners, names)}
    return _("%(who)s coordinates and may do so.") % who


def _have_value(finding: Finding, names: Names) -> str:
    return _("Your project: %(have)s.") % {"have": number(finding.have or 0)}


# --- what is missing -------------------------------------------------------------


def _lack_partners(finding: Finding, names: Names) -> str:
    text = ngettext(
        "You have %(have)d of %(need)d partner.",
        "You have %(have)d of %(need)d partners.",
        _need(finding),
    )
    return text % _counts(finding)


def _too_many_partners(finding: Finding, names: Names) -> str:
    text = ngettext(
        "You have %(have)d partners: %(missing)d too many.",
        "You have %(have)d partners: %(missing)d too many.",
        _missing(finding),
    )
    return text % _counts(finding)


def _lack_regions(finding: Finding, names: Names) -> str:
    text = ngettext(
        "You lack a partner from %(missing)d further region.",
        "You lack partners from %(missing)d further regions.",
        _missing(finding),
    )
    return text % _counts(finding)


def _lack_countries(finding: Finding, names: Names) -> str:
    params = finding.rule.params
    words = {**_counts(finding), "names": countries(params["countries"])}
    if params["among"] == "eu":
        text = ngettext(
            "You lack a partner from %(missing)d further member state of the European"
            " Union.",
            "You lack partners from %(missing)d further member states of the European"
            " Union.",
            _missing(finding),
        )
    elif params["among"] == "listed":
        text = ngettext(
            "You lack a partner from %(missing)d more of these countries: %(names)s.",
            "You lack partners from %(missing)d more of these countries: %(names)s.",
            _missing(finding),
        )
    else:
        text = ngettext(
            "You lack a partner from %(missing)d further country.",
            "You lack partners from %(missing)d further countries.",
            _missing(finding),
        )
    return text % words


def _lack_from(finding: Finding, names: Names) -> str:
    words = {**_counts(finding), **_places(finding)}
    of = finding.rule.params["of"]
    if of == "regions":
        text = ngettext(
            "You lack a partner in %(places)s, from %(missing)d further region.",
            "You lack partners in %(places)s, from %(missing)d further regions.",
            _missing(finding),
        )
    elif of == "countries":
        text = ngettext(
            "You lack a partner in %(places)s, from %(missing)d further country.",
            "You lack partners in %(places)s, from %(missing)d further countries.",
            _missing(finding),
        )
    else:
        text = ngettext(
            "You lack %(missing)d partner in %(places)s.",
            "You lack %(missing)d partners in %(places)s.",
            _missing(finding),
        )
    return text % words


def _not_eligible(finding: Finding, names: Names) -> str:
    words = {
        "who": named(finding.partners, names),
        "countries": countries(finding.about),
    }
    return _("Not from an eligible country: %(who)s (%(countries)s).") % words


def _lack_areas(finding: Finding, names: Names) -> str:
    text = ngettext(
        "You lack a partner from %(missing)d further area. Not reached: %(areas)s.",
        "You lack partners from %(missing)d further areas. Not reached: %(areas)s.",
        _missing(finding),
    )
    return text % {**_counts(finding), "areas": all_of(finding.about)}


def _lack_actors(finding: Finding, names: Names) -> str:
    text = ngettext(
        "You lack %(missing)d partner of this kind: %(actors)s.",
        "You lack %(missing)d partners of this kind: %(actors)s.",
        _missing(finding),
    )
    return text % {**_counts(finding), "actors": actors(finding.rule.params)}


def _lack_actor_share(finding: Finding, names: Names) -> str:
    words = {**_percents(finding), "actors": actors(finding.rule.params)}
    return (
        _("%(have)s %% instead of %(need)s %% of the partners are: %(actors)s.") % words
    )


def _too_much_of_country(finding: Finding, names: Names) -> str:
    words = {**_percents(finding), "country": countries(finding.about)}
    text = _(
        "%(have)s %% of the partners are from %(country)s, at most %(need)s %% may."
    )
    return text % words


def _lack_topics(finding: Finding, names: Names) -> str:
    text = ngettext(
        "You lack %(missing)d partner with one of the topics: %(topics)s.",
        "You lack %(missing)d partners with one of the topics: %(topics)s.",
        _missing(finding),
    )
    return text % {**_counts(finding), "topics": topics(finding.rule.params["topics"])}


def _lack_role(finding: Finding, names: Names) -> str:
    text = ngettext(
        "You lack %(missing)d partner in the role “%(role)s”.",
        "You lack %(missing)d partners in the role “%(role)s”.",
        _missing(finding),
    )
    return text % {**_counts(finding), "role": finding.rule.params["role"]}


def _wrong_coordinator(finding: Finding, names: Names) -> str:
    params = finding.rule.params
    words = {"who": named(finding.partners, names)}
    if finding.code == "coordinator_for_profit":
        return _("%(who)s coordinates, and is not non-profit.") % words
    if finding.code == "coordinator_wrong_category":
        text = _("%(who)s coordinates, and is not in %(places)s.")
        return text % {**words, "places": places(params)}
    text = _("%(who)s coordinates, and is not of this kind: %(actors)s.")
    return text % {**words, "actors": actors(params)}


def _lack_share(finding: Finding, names: Names) -> str:
    text = _("Partners in %(places)s have %(have)s %% of the budget, not %(need)s %%.")
    return text % {**_percents(finding), **_places(finding)}


def _too_large_share(finding: Finding, names: Names) -> str:
    of, words = finding.rule.params["of"], _percents(finding)
    if of == "country" and finding.about:
        who = countries(finding.about)
    else:
        who = named(finding.partners, names)
    text = _("Too much of the budget, %(have)s %% instead of %(need)s %%: %(who)s.")
    return text % {**words, "who": who}


def _wrong_value(finding: Finding, names: Names) -> str:
    words = {"have": number(finding.have or 0), "need": number(finding.need or 0)}
    if finding.code == "value_too_large":
        return _("Your project: %(have)s, more than %(need)s.") % words
    return _("Your project: %(have)s, less than %(need)s.") % words


# --- numbers ---------------------------------------------------------------------


def _have(finding: Finding) -> int:
    return int(finding.have or 0)


def _need(finding: Finding) -> int:
    return int(finding.need or 0)


def _missing(finding: Finding) -> int:
    return int(finding.missing)


def _counts(finding: Finding) -> dict[str, int]:
    return {
        "have": _have(finding),
        "need": _need(finding),
        "missing": _missing(finding),
    }


def _percents(finding: Finding) -> dict[str, str]:
    return {"have": percent(finding.have or 0), "need": percent(finding.need or 0)}


def _places(finding: Finding) -> dict[str, str]:
    return {"places": places(finding.rule.params)}


Words = Callable[[Finding, Names], str]
_MET: dict[str, Words] = {
    "min_partners": _have_partners,
    "max_partners": _have_partners,
    "min_regions": _have_regions,
    "min_countries": _have_countries,
    "min_from": _have_from,
    "eligible_countries": _all_eligible,
    "min_areas": _have_areas,
    "min_actor": _have_these,
    "min_actor_share": _have_part,
    "max_share_of_country": _have_part,
    "topics_any": _have_these,
    "min_role": _have_these,
    "coordinator_actor": _coordinates,
    "coordinator_category": _coordinates,
    "min_share": _have_part,
    "max_share": _have_part,
    "min_trl": _have_value,
    "grant_range": _have_value,
    "duration_range": _have_value,
}
_UNMET: dict[str, Words] = {
    "min_partners": _lack_partners,
    "max_partners": _too_many_partners,
    "min_regions": _lack_regions,
    "min_countries": _lack_countries,
    "min_from": _lack_from,
    "eligible_countries": _not_eligible,
    "min_areas": _lack_areas,
    "min_actor": _lack_actors,
    "min_actor_share": _lack_actor_share,
    "max_share_of_country": _too_much_of_country,
    "topics_any": _lack_topics,
    "min_role": _lack_role,
    "coordinator_actor": _wrong_coordinator,
    "coordinator_category": _wrong_coordinator,
    "min_share": _lack_share,
    "max_share": _too_large_share,
    "min_trl": _wrong_value,
    "grant_range": _wrong_value,
    "duration_range": _wrong_value,
}
