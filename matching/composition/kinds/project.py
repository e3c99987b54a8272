"""Rules on the project itself, whoever takes part in it."""

from typing import Any

from matching.composition.errors import RuleError
from matching.composition.params import amount, whole
from matching.composition.rule import About, Finding, Kind, Rule, Status
from matching.composition.types import Composition


class MinTrl(Kind):
    """The project's results have at least this technology readiness level."""

    name = "min_trl"
    about = About.PROJECT
    params = (whole("trl", high=9),)

    def check(self, rule: Rule, composition: Composition) -> Finding:
        return _within(rule, composition.trl, rule.params["trl"], None)


class GrantRange(Kind):
    """The grant asked for, in euro, is not below or above these amounts."""

    name = "grant_range"
    about = About.PROJECT
    params = (amount("low"), amount("high"))

    def agree(self, params: dict[str, Any]) -> None:
        _ordered(params)

    def check(self, rule: Rule, composition: Composition) -> Finding:
        low, high = rule.params["low"], rule.params["high"]
        return _within(rule, composition.grant, low, high)


class DurationRange(Kind):
    """The project runs for not fewer and not more months than these."""

    name = "duration_range"
    about = About.PROJECT
    params = (amount("low", high=240), amount("high", high=240))

    def agree(self, params: dict[str, Any]) -> None:
        _ordered(params)

    def check(self, rule: Rule, composition: Composition) -> Finding:
        low, high = rule.params["low"], rule.params["high"]
        return _within(rule, composition.duration_months, low, high)


def _ordered(params: dict[str, Any]) -> None:
    low, high = params["low"], params["high"]
    if low is None and high is None:
        raise RuleError("low", "missing")
    if low is not None and high is not None and low > high:
        raise RuleError("high", "low_above_high", low=low)


def _within(
    rule: Rule, value: float | None, low: float | None, high: float | None
) -> Finding:
    if value is None:
        return Finding(rule, Status.UNKNOWN, "value_missing", need=_first(low, high))
    if low is not None and value < low:
        return Finding(rule, Status.UNMET, "value_too_small", value, low, low - value)
    if high is not None and value > high:
        return Finding(rule, Status.UNMET, "value_too_large", value, high, value - high)
    return Finding(rule, Status.MET, "met", value, _first(low, high))


def _first(low: float | None, high: float | None) -> float | None:
    return high if low is None else low
