"""Rules that count partners."""

from matching.composition.findings import at_least, at_most
from matching.composition.params import actors, whole
from matching.composition.rule import Constraints, Finding, Kind, Rule
from matching.composition.types import Composition


class MinPartners(Kind):
    """At least n partners."""

    name = "min_partners"
    params = (whole(),)

    def check(self, rule: Rule, composition: Composition) -> Finding:
        partners = composition.partners
        return at_least(rule, rule.params["n"], len(partners), partners)

    def constrain(self, rule: Rule, programme: Constraints) -> None:
        programme.at_least(range(len(programme.partners)), rule.params["n"])


class MaxPartners(Kind):
    """At most n partners."""

    name = "max_partners"
    params = (whole(),)

    def check(self, rule: Rule, composition: Composition) -> Finding:
        partners = composition.partners
        return at_most(rule, rule.params["n"], len(partners), partners)

    def constrain(self, rule: Rule, programme: Constraints) -> None:
        programme.at_most(range(len(programme.partners)), rule.params["n"])


class MinActor(Kind):
    """At least n partners of these sorts of organisation."""

    name = "min_actor"
    params = (whole(), actors())

    def check(self, rule: Rule, composition: Composition) -> Finding:
        counted = [
            partner
            for partner in composition.partners
            if partner.actor in rule.params["actors"]
        ]
        return at_least(rule, rule.params["n"], len(counted), counted)

    def constrain(self, rule: Rule, programme: Constraints) -> None:
        members = (
            index
            for index, partner in enumerate(programme.partners)
            if partner.actor in rule.params["actors"]
        )
        programme.at_least(members, rule.params["n"])
