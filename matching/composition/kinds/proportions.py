"""Rules on which part of the partners somebody may be, counted by heads."""

from collections import defaultdict

from matching.composition.findings import SHARE_SLACK, at_least, at_most
from matching.composition.params import actors, share
from matching.composition.rule import Constraints, Finding, Kind, Rule
from matching.composition.types import Composition, Partner


class MaxShareOfCountry(Kind):
    """No country has more than this share of the partners."""

    name = "max_share_of_country"
    params = (share(),)

    def check(self, rule: Rule, composition: Composition) -> Finding:
        by_country: defaultdict[str, list[Partner]] = defaultdict(list)
        for partner in composition.partners:
            by_country[partner.country].append(partner)
        unknown = by_country.pop("", [])
        total = max(len(composition.partners), 1)
        country = max(sorted(by_country), key=lambda c: len(by_country[c]), default="")
        counted = by_country.get(country, [])
        return at_most(
            rule,
            rule.params["share"],
            len(counted) / total,
            counted,
            unknown,
            might=(len(counted) + len(unknown)) / total,
            code="share_too_large",
            unknown_code="country_unknown",
            about=(country,) if country else (),
            slack=SHARE_SLACK,
        )

    def constrain(self, rule: Rule, programme: Constraints) -> None:
        by_country: defaultdict[str, list[int]] = defaultdict(list)
        for index, partner in enumerate(programme.partners):
            by_country[partner.country].append(index)
        unknown = by_country.pop("", [])
        # Who has no country might be of any.
        for members in by_country.values() or [[]]:
            programme.share_at_most([*members, *unknown], rule.params["share"])


class MinActorShare(Kind):
    """At least this share of the partners are of these sorts of organisation."""

    name = "min_actor_share"
    params = (actors(), share())

    def check(self, rule: Rule, composition: Composition) -> Finding:
        counted = [
            partner
            for partner in composition.partners
            if partner.actor in rule.params["actors"]
        ]
        return at_least(
            rule,
            rule.params["share"],
            len(counted) / max(len(composition.partners), 1),
            counted,
            code="share_too_small",
            slack=SHARE_SLACK,
        )

    def constrain(self, rule: Rule, programme: Constraints) -> None:
        members = (
            index
            for index, partner in enumerate(programme.partners)
            if partner.actor in rule.params["actors"]
        )
        programme.share_at_least(members, rule.params["share"])
