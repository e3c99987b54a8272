"""Rules on who coordinates."""

from matching.composition.findings import counts, keys, might_count
from matching.composition.params import actors, categories, flag
from matching.composition.rule import (
    About,
    Constraints,
    Finding,
    Kind,
    Rule,
    Status,
)
from matching.composition.types import Composition, Partner


class CoordinatorActor(Kind):
    """The coordinator is of these sorts of organisation, and non-profit if said."""

    name = "coordinator_actor"
    about = About.COORDINATOR
    params = (actors(), flag("nonprofit"))

    def check(self, rule: Rule, composition: Composition) -> Finding:
        lead = composition.lead
        if lead is None:
            return _nobody(rule)
        if lead.actor not in rule.params["actors"]:
            return _about(rule, lead, Status.UNMET, "coordinator_wrong_actor")
        if rule.params["nonprofit"] and lead.is_nonprofit is None:
            return _about(rule, lead, Status.UNKNOWN, "coordinator_nonprofit_unknown")
        if rule.params["nonprofit"] and not lead.is_nonprofit:
            return _about(rule, lead, Status.UNMET, "coordinator_for_profit")
        return _about(rule, lead, Status.MET, "met")

    def constrain(self, rule: Rule, programme: Constraints) -> None:
        programme.lead_among(
            index
            for index, partner in enumerate(programme.partners)
            if partner.actor in rule.params["actors"]
            and (partner.is_nonprofit is True or not rule.params["nonprofit"])
        )


class CoordinatorCategory(Kind):
    """The coordinator's region is of these categories, or outermost if said."""

    name = "coordinator_category"
    about = About.COORDINATOR
    params = (categories(), flag("outermost"))

    def check(self, rule: Rule, composition: Composition) -> Finding:
        lead = composition.lead
        if lead is None:
            return _nobody(rule)
        if counts(rule, lead):
            return _about(rule, lead, Status.MET, "met")
        if might_count(rule, lead):
            return _about(rule, lead, Status.UNKNOWN, "coordinator_category_unknown")
        return _about(rule, lead, Status.UNMET, "coordinator_wrong_category")

    def constrain(self, rule: Rule, programme: Constraints) -> None:
        programme.lead_among(
            index
            for index, partner in enumerate(programme.partners)
            if counts(rule, partner)
        )


def _nobody(rule: Rule) -> Finding:
    return Finding(rule, Status.UNKNOWN, "coordinator_missing")


def _about(rule: Rule, lead: Partner, status: Status, code: str) -> Finding:
    missing = 1.0 if status == Status.UNMET else 0.0
    return Finding(rule, status, code, missing=missing, partners=keys([lead]))
