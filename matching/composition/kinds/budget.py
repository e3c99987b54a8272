"""Rules on shares of the budget, which people say and the portal never chooses."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from matching.composition.errors import RuleError
from matching.composition.findings import (
    SHARE_SLACK,
    at_least,
    at_most,
    counts,
    keys,
    might_count,
)
from matching.composition.params import categories, choice, flag, share
from matching.composition.rule import About, Finding, Kind, Rule, Status
from matching.composition.types import Composition, Partner

# What people's rounding may add up to.
SUM_SLACK = 0.01


class MinShare(Kind):
    """Partners of these categories have at least this share of the budget."""

    name = "min_share"
    about = About.SHARES
    params = (categories(), flag("outermost"), share())

    def check(self, rule: Rule, composition: Composition) -> Finding:
        wrong = _unsaid(rule, composition)
        if wrong is not None:
            return wrong
        partners = composition.partners
        counted = [partner for partner in partners if counts(rule, partner)]
        unsure = [partner for partner in partners if might_count(rule, partner)]
        silent = [p for p in (*counted, *unsure) if p.share is None]
        return at_least(
            rule,
            rule.params["share"],
            _sum(counted),
            counted,
            [*unsure, *(partner for partner in counted if partner.share is None)],
            might=_sum(counted) + _sum(unsure) + (_rest(partners) if silent else 0.0),
            code="share_too_small",
            unknown_code="shares_missing" if silent else "category_unknown",
            slack=SHARE_SLACK,
        )


class MaxShare(Kind):
    """No partner, no country, or no category has more than this of the budget."""

    name = "max_share"
    about = About.SHARES
    params = (
        choice("of", ("partner", "country", "categories"), default="partner"),
        categories(required=False),
        flag("outermost"),
        share(),
    )

    def agree(self, params: dict[str, Any]) -> None:
        if params["of"] == "categories" and not params["categories"]:
            raise RuleError("categories", "missing")
        if params["of"] != "categories":
            for name in ("categories", "outermost"):
                if params[name]:
                    raise RuleError(name, "unknown_field")

    def check(self, rule: Rule, composition: Composition) -> Finding:
        wrong = _unsaid(rule, composition)
        if wrong is not None:
            return wrong
        found = [
            _most(rule, name, group, unsure, _rest(composition.partners))
            for name, group, unsure in self._groups(rule, composition.partners)
        ]
        for status in (Status.UNMET, Status.UNKNOWN, Status.MET):
            of_status = [finding for finding in found if finding.status == status]
            if of_status:
                return max(of_status, key=lambda finding: finding.have or 0.0)
        return Finding(rule, Status.MET, "met", 0.0, rule.params["share"])

    def _groups(
        self, rule: Rule, partners: tuple[Partner, ...]
    ) -> list[tuple[str, list[Partner], list[Partner]]]:
        """Name, partners, and those of whom a fact is missing, of each that is held."""
        if rule.params["of"] == "partner":
            return [("", [partner], []) for partner in partners]
        if rule.params["of"] == "country":
            by_country: defaultdict[str, list[Partner]] = defaultdict(list)
            for partner in partners:
                by_country[partner.country].append(partner)
            unknown = by_country.pop("", [])
            if not by_country:
                return [("", [], unknown)]
            return [
                (name, group, unknown) for name, group in sorted(by_country.items())
            ]
        counted = [partner for partner in partners if counts(rule, partner)]
        unsure = [partner for partner in partners if might_count(rule, partner)]
        return [("", counted, unsure)]


def _most(
    rule: Rule, name: str, group: list[Partner], unsure: list[Partner], rest: float
) -> Finding:
    silent = [partner for partner in (*group, *unsure) if partner.share is None]
    return at_most(
        rule,
        rule.params["share"],
        _sum(group),
        group,
        silent or unsure,
        might=_sum(group) + _sum(unsure) + (rest if silent else 0.0),
        code="share_too_large",
        unknown_code="shares_missing" if silent else "fact_unknown",
        about=(name,) if name else (),
        slack=SHARE_SLACK,
    )


def _unsaid(rule: Rule, composition: Composition) -> Finding | None:
    """Why the shares say nothing yet: nobody said them, or their sum is not one."""
    partners = composition.partners
    silent = [partner for partner in partners if partner.share is None]
    unknown = Finding(rule, Status.UNKNOWN, "shares_missing", need=rule.params["share"])
    if len(silent) == len(partners):
        return replace(unknown, partners=keys(silent))
    said = _sum(partners)
    if said > 1 + SUM_SLACK or (not silent and said < 1 - SUM_SLACK):
        return replace(unknown, code="shares_do_not_add_up", have=said)
    return None


def _sum(partners: Iterable[Partner]) -> float:
    return round(sum(partner.share or 0.0 for partner in partners), 6)


def _rest(partners: Iterable[Partner]) -> float:
    return max(1.0 - _sum(partners), 0.0)
