"""Rules on what the partners bring: topics, and roles that a call asks for."""

from matching.composition.findings import at_least
from matching.composition.params import Param, ParamType, whole
from matching.composition.rule import Constraints, Finding, Kind, Rule
from matching.composition.types import Composition, Partner


class TopicsAny(Kind):
    """At least n partners have one of the call's topics."""

    name = "topics_any"
    params = (
        Param("topics", ParamType.WORDS),
        Param("n", ParamType.WHOLE, required=False, default=1, low=1),
    )

    def check(self, rule: Rule, composition: Composition) -> Finding:
        wanted = set(rule.params["topics"])
        partners = composition.partners
        counted = [partner for partner in partners if partner.topics & wanted]
        present = {topic for partner in counted for topic in partner.topics & wanted}
        return at_least(
            rule,
            rule.params["n"],
            len(counted),
            counted,
            [partner for partner in partners if not partner.topics],
            unknown_code="topics_unknown",
            about=tuple(sorted(present)),
        )

    def constrain(self, rule: Rule, programme: Constraints) -> None:
        wanted = set(rule.params["topics"])
        members = (
            index
            for index, partner in enumerate(programme.partners)
            if partner.topics & wanted
        )
        programme.at_least(members, rule.params["n"])


class MinRole(Kind):
    """At least n partners take this role."""

    name = "min_role"
    params = (Param("role", ParamType.TEXT), whole())

    def check(self, rule: Rule, composition: Composition) -> Finding:
        partners = composition.partners
        return at_least(
            rule,
            rule.params["n"],
            *_with_role(rule, partners),
            [partner for partner in partners if not partner.roles],
            unknown_code="role_unknown",
        )

    def is_open(self, rule: Rule, partners: tuple[Partner, ...]) -> bool:
        # Where nobody has a role yet, people give them out after choosing partners.
        return not any(partner.roles for partner in partners)

    def constrain(self, rule: Rule, programme: Constraints) -> None:
        members = (
            index
            for index, partner in enumerate(programme.partners)
            if rule.params["role"] in partner.roles
        )
        programme.at_least(members, rule.params["n"])


def _with_role(rule: Rule, partners: tuple[Partner, ...]) -> tuple[int, list[Partner]]:
    counted = [partner for partner in partners if rule.params["role"] in partner.roles]
    return len(counted), counted
