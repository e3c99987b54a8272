"""Rules that count the regions, countries, categories and areas of the partners."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from matching.composition.errors import RuleError
from matching.composition.findings import at_least, at_most, counts, might_count
from matching.composition.params import (
    Param,
    ParamType,
    categories,
    choice,
    countries,
    flag,
    whole,
)
from matching.composition.rule import Constraints, Finding, Kind, Rule
from matching.composition.types import Composition, Partner


class MinRegions(Kind):
    """Partners of at least n regions (NUTS 2)."""

    name = "min_regions"
    params = (whole(),)

    def check(self, rule: Rule, composition: Composition) -> Finding:
        return _distinct(rule, composition.partners, _region, "region_unknown")

    def constrain(self, rule: Rule, programme: Constraints) -> None:
        groups = _groups(programme.partners, _region)
        programme.at_least_distinct(groups, rule.params["n"])


class MinCountries(Kind):
    """Partners of at least n countries: any, of the Union, or of those listed."""

    name = "min_countries"
    params = (
        whole(high=60),
        choice("among", ("any", "eu", "listed"), default="any"),
        countries(required=False),
    )

    def agree(self, params: dict[str, Any]) -> None:
        if params["among"] == "listed":
            if not params["countries"]:
                raise RuleError("countries", "countries_needed")
            if params["n"] > len(params["countries"]):
                raise RuleError(
                    "n", "more_than_there_are", most=len(params["countries"])
                )
        elif params["countries"]:
            raise RuleError("countries", "unknown_field")

    def _eligible(self, rule: Rule) -> Callable[[Partner], bool]:
        if rule.params["among"] == "eu":
            return lambda partner: partner.in_eu
        if rule.params["among"] == "listed":
            listed = rule.params["countries"]
            return lambda partner: not partner.country or partner.country in listed
        return lambda partner: True

    def check(self, rule: Rule, composition: Composition) -> Finding:
        chosen = tuple(filter(self._eligible(rule), composition.partners))
        return _distinct(rule, chosen, _country, "country_unknown")

    def constrain(self, rule: Rule, programme: Constraints) -> None:
        groups = _groups(programme.partners, _country, self._eligible(rule))
        programme.at_least_distinct(groups, rule.params["n"])


class MinFrom(Kind):
    """At least n partners, regions or countries with a region of these categories."""

    name = "min_from"
    params = (
        whole(),
        choice("of", ("partners", "regions", "countries"), default="partners"),
        categories(),
        flag("outermost"),
    )

    def check(self, rule: Rule, composition: Composition) -> Finding:
        label = _LABELS[rule.params["of"]]
        sure = [partner for partner in composition.partners if counts(rule, partner)]
        unsure = [
            partner for partner in composition.partners if might_count(rule, partner)
        ]
        unsure += [partner for partner in sure if not label(partner)]
        names = {label(partner) for partner in sure} - {""}
        further = {label(partner) or partner.key for partner in unsure} - names
        return at_least(
            rule,
            rule.params["n"],
            len(names),
            sure,
            unsure,
            might=len(names) + len(further),
            unknown_code="category_unknown",
            about=_about(rule.params["of"], names),
        )

    def constrain(self, rule: Rule, programme: Constraints) -> None:
        groups = _groups(
            programme.partners,
            _LABELS[rule.params["of"]],
            lambda partner: counts(rule, partner),
        )
        programme.at_least_distinct(groups, rule.params["n"])


class EligibleCountries(Kind):
    """All partners are from the countries listed."""

    name = "eligible_countries"
    params = (countries(),)

    def check(self, rule: Rule, composition: Composition) -> Finding:
        listed = rule.params["countries"]
        partners = composition.partners
        unknown = [partner for partner in partners if not partner.country]
        outside = [
            partner
            for partner in partners
            if partner.country and partner.country not in listed
        ]
        return at_most(
            rule,
            0,
            len(outside),
            outside,
            unknown,
            code="not_eligible",
            unknown_code="country_unknown",
            about=tuple(sorted({partner.country for partner in outside})),
        )

    def constrain(self, rule: Rule, programme: Constraints) -> None:
        listed = rule.params["countries"]
        programme.forbid(
            index
            for index, partner in enumerate(programme.partners)
            if partner.country not in listed
        )


class MinAreas(Kind):
    """Partners from at least n of the areas, each a group of countries."""

    name = "min_areas"
    params = (whole(high=20), Param("areas", ParamType.AREAS))

    def agree(self, params: dict[str, Any]) -> None:
        if params["n"] > len(params["areas"]):
            raise RuleError("n", "more_than_there_are", most=len(params["areas"]))

    def check(self, rule: Rule, composition: Composition) -> Finding:
        areas = rule.params["areas"]
        present = {partner.country for partner in composition.partners}
        reached = [area for area, listed in areas.items() if present & set(listed)]
        counted = [
            partner
            for partner in composition.partners
            if any(partner.country in areas[area] for area in reached)
        ]
        unknown = [partner for partner in composition.partners if not partner.country]
        return at_least(
            rule,
            rule.params["n"],
            len(reached),
            counted,
            unknown,
            # Areas may share countries: one partner may reach several.
            might=len(areas) if unknown else None,
            unknown_code="country_unknown",
            about=tuple(area for area in areas if area not in reached),
        )

    def constrain(self, rule: Rule, programme: Constraints) -> None:
        groups = {
            area: [
                index
                for index, partner in enumerate(programme.partners)
                if partner.country in listed
            ]
            for area, listed in rule.params["areas"].items()
        }
        programme.at_least_distinct(groups, rule.params["n"])


def _region(partner: Partner) -> str:
    return partner.region


def _country(partner: Partner) -> str:
    return partner.country


def _key(partner: Partner) -> str:
    return partner.key


_LABELS = {"partners": _key, "regions": _region, "countries": _country}


def _about(of: str, names: Iterable[str]) -> tuple[str, ...]:
    return () if of == "partners" else tuple(sorted(names))


def _groups(
    partners: tuple[Partner, ...],
    label: Callable[[Partner], str],
    counted: Callable[[Partner], bool] = lambda partner: True,
) -> dict[str, list[int]]:
    """Positions of the partners who count, by label; without a label, of nobody."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for index, partner in enumerate(partners):
        if label(partner) and counted(partner):
            groups[label(partner)].append(index)
    return dict(groups)


def _distinct(
    rule: Rule,
    partners: tuple[Partner, ...],
    label: Callable[[Partner], str],
    unknown_code: str,
) -> Finding:
    names = {label(partner) for partner in partners} - {""}
    return at_least(
        rule,
        rule.params["n"],
        len(names),
        [partner for partner in partners if label(partner)],
        [partner for partner in partners if not label(partner)],
        unknown_code=unknown_code,
        about=tuple(sorted(names)),
    )
