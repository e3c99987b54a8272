"""A rule as a sentence: “At least 5 partners”."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.calls.wording_parts import (
    actors,
    countries,
    number,
    percent,
    places,
    topics,
)
from matching.composition import Actor, Rule

Params = Mapping[str, Any]


def word_rule(rule: Rule) -> str:
    """The rule in the reader's language; of a kind without words, its name."""
    words = _SENTENCES.get(rule.kind)
    return words(rule.params) if words else rule.kind


def _min_partners(params: Params) -> str:
    text = ngettext("At least %(n)d partner", "At least %(n)d partners", params["n"])
    return text % {"n": params["n"]}


def _max_partners(params: Params) -> str:
    text = ngettext("At most %(n)d partner", "At most %(n)d partners", params["n"])
    return text % {"n": params["n"]}


def _min_regions(params: Params) -> str:
    text = ngettext(
        "Partners from at least %(n)d region",
        "Partners from at least %(n)d different regions",
        params["n"],
    )
    return text % {"n": params["n"]}


def _min_countries(params: Params) -> str:
    words = {"n": params["n"], "names": countries(params["countries"])}
    if params["among"] == "eu":
        text = ngettext(
            "Partners from at least %(n)d member state of the European Union",
            "Partners from at least %(n)d different member states of the European"
            " Union",
            params["n"],
        )
    elif params["among"] == "listed":
        text = ngettext(
            "Partners from at least %(n)d of these countries: %(names)s",
            "Partners from at least %(n)d different ones of these countries: %(names)s",
            params["n"],
        )
    else:
        text = ngettext(
            "Partners from at least %(n)d country",
            "Partners from at least %(n)d different countries",
            params["n"],
        )
    return text % words


def _min_from(params: Params) -> str:
    words = {"n": params["n"], "places": places(params)}
    if params["of"] == "regions":
        text = ngettext(
            "Partners in %(places)s, from at least %(n)d region",
            "Partners in %(places)s, from at least %(n)d different regions",
            params["n"],
        )
    elif params["of"] == "countries":
        text = ngettext(
            "Partners in %(places)s, from at least %(n)d country",
            "Partners in %(places)s, from at least %(n)d different countries",
            params["n"],
        )
    else:
        text = ngettext(
            "At least %(n)d partner in %(places)s",
            "At least %(n)d partners in %(places)s",
            params["n"],
        )
    return text % words


def _eligible(params: Params) -> str:
    names = countries(params["countries"])
    return _("All partners are from these countries: %(names)s") % {"names": names}


def _min_areas(params: Params) -> str:
    listed = [f"{name} ({countries(codes)})" for name, codes in params["areas"].items()]
    text = ngettext(
        "Partners from at least %(n)d of these areas: %(names)s",
        "Partners from at least %(n)d different ones of these areas: %(names)s",
        params["n"],
    )
    return text % {"n": params["n"], "names": "; ".join(listed)}


def _min_actor(params: Params) -> str:
    text = ngettext(
        "At least %(n)d partner of this kind: %(actors)s",
        "At least %(n)d partners of this kind: %(actors)s",
        params["n"],
    )
    return text % {"n": params["n"], "actors": actors(params)}


def _min_actor_share(params: Params) -> str:
    text = _("At least %(n)s %% of the partners are of this kind: %(actors)s")
    return text % {"n": percent(params["share"]), "actors": actors(params)}


def _max_share_of_country(params: Params) -> str:
    text = _("At most %(n)s %% of the partners from one country")
    return text % {"n": percent(params["share"])}


def _topics_any(params: Params) -> str:
    text = ngettext(
        "At least %(n)d partner has one of these topics: %(topics)s",
        "At least %(n)d partners have one of these topics: %(topics)s",
        params["n"],
    )
    return text % {"n": params["n"], "topics": topics(params["topics"])}


def _min_role(params: Params) -> str:
    text = ngettext(
        "At least %(n)d partner in the role “%(role)s”",
        "At least %(n)d partners in the role “%(role)s”",
        params["n"],
    )
    return text % {"n": params["n"], "role": params["role"]}


def _coordinator_actor(params: Params) -> str:
    if set(params["actors"]) == set(Actor):
        if params["nonprofit"]:
            return _("The coordinator is a non-profit organisation")
        return _("Any kind of organisation may coordinate")
    words = {"actors": actors(params)}
    if params["nonprofit"]:
        text = _(
            "The coordinator is a non-profit organisation of this kind: %(actors)s"
        )
        return text % words
    return _("The coordinator is of this kind: %(actors)s") % words


def _coordinator_category(params: Params) -> str:
    return _("The coordinator is in %(places)s") % {"places": places(params)}


def _min_share(params: Params) -> str:
    text = _("At least %(n)s %% of the budget for partners in %(places)s")
    return text % {"n": percent(params["share"]), "places": places(params)}


def _max_share(params: Params) -> str:
    words = {"n": percent(params["share"]), "places": places(params)}
    if params["of"] == "country":
        return _("At most %(n)s %% of the budget for one country") % words
    if params["of"] == "categories":
        return _("At most %(n)s %% of the budget for partners in %(places)s") % words
    return _("At most %(n)s %% of the budget for one partner") % words


def _min_trl(params: Params) -> str:
    return _("Technology readiness level %(n)d or higher") % {"n": params["trl"]}


def _grant_range(params: Params) -> str:
    return _range(
        params,
        _("A grant of %(low)s to %(high)s euros"),
        _("A grant of at least %(low)s euros"),
        _("A grant of at most %(high)s euros"),
    )


def _duration_range(params: Params) -> str:
    return _range(
        params,
        _("A duration of %(low)s to %(high)s months"),
        _("A duration of at least %(low)s months"),
        _("A duration of at most %(high)s months"),
    )


def _range(params: Params, both: str, least: str, most: str) -> str:
    low, high = params["low"], params["high"]
    if high is None:
        return least % {"low": number(low)}
    if low is None:
        return most % {"high": number(high)}
    return both % {"low": number(low), "high": number(high)}


_SENTENCES: dict[str, Callable[[Params], str]] = {
    "min_partners": _min_partners,
    "max_partners": _max_partners,
    "min_regions": _min_regions,
    "min_countries": _min_countries,
    "min_from": _min_from,
    "eligible_countries": _eligible,
    "min_areas": _min_areas,
    "min_actor": _min_actor,
    "min_actor_share": _min_actor_share,
    "max_share_of_country": _max_share_of_country,
    "topics_any": _topics_any,
    "min_role": _min_role,
    "coordinator_actor": _coordinator_actor,
    "coordinator_category": _coordinator_category,
    "min_share": _min_share,
    "max_share": _max_share,
    "min_trl": _min_trl,
    "grant_range": _grant_range,
    "duration_range": _duration_range,
}
