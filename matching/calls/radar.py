"""How well a call suits somebody: a sum of four parts, with reasons. Plain data only.

| part | points | full where |
|---|---|---|
| topics | 50 | the call's topics are those of the seeker |
| rules | 25 | the seeker could coordinate, and brings a category that is asked for |
| readiness | 15 | a stage of the seeker reaches the level that the call asks for |
| time | 10 | it is still to open, or closes in 60 days or later |

Topics: with c the closeness of a topic of the call to the nearest of the seeker's (1 if
one is part of the other, else their relatedness), 50 x (0.6 x largest + 0.4 x mean c).
What is not known gives half of its points. A seeker from a country that is not eligible
gets no points at all. The example in docs/calls.md is recomputed by a test.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from matching.composition import (
    KINDS,
    About,
    Composition,
    Partner,
    Rule,
    Status,
    check_rule,
)

TOPICS, RULES, READINESS, TIME = 50.0, 25.0, 15.0, 10.0
BEST, MEAN = 0.6, 0.4
COORDINATES, CATEGORY = 0.6, 0.4
ENOUGH_DAYS = 60
# Below this, two topics are not said to be related.
RELATED = 0.3
# The highest technology readiness that a stage of the value chain reaches.
LEVELS = {"research": 3, "development": 5, "pilot": 7, "production": 9, "market": 9}

Closeness = Callable[[str, str], float]


@dataclass(frozen=True)
class Seeker:
    """A profile, or a partnership with its members; the set of stages may be empty."""

    topics: frozenset[str]
    stages: frozenset[str]
    partners: tuple[Partner, ...]


@dataclass(frozen=True)
class Target:
    """What counts of a call; no days left are known where none is named."""

    topics: frozenset[str]
    min_trl: int | None
    rules: tuple[Rule, ...]
    is_dated: bool
    is_forthcoming: bool = False
    days_left: int | None = None


@dataclass(frozen=True)
class Reason:
    """Why points were given or not: a code, and the topics or partners concerned."""

    code: str
    about: tuple[str, ...] = ()
    number: int | None = None


@dataclass(frozen=True)
class Rating:
    """The points of each part, which add up to the score, and the reasons."""

    parts: dict[str, float]
    reasons: tuple[Reason, ...] = ()
    is_eligible: bool = True
    score: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "score", sum(self.parts.values()))


def rate(target: Target, seeker: Seeker, closeness: Closeness) -> Rating:
    """The rating of a call for a seeker; the same input gives the same rating."""
    if outside := _not_eligible(target.rules, seeker.partners):
        parts = dict.fromkeys(("topics", "rules", "readiness", "time"), 0.0)
        return Rating(parts, (outside,), is_eligible=False)
    topics, of_topics = _topics(target.topics, seeker.topics, closeness)
    rules, of_rules = _rules(target.rules, seeker.partners)
    ready, of_readiness = _readiness(target.min_trl, seeker.stages)
    time, of_time = _time(target)
    parts = {
        "topics": TOPICS * topics,
        "rules": RULES * rules,
        "readiness": READINESS * ready,
        "time": TIME * time,
    }
    return Rating(parts, (*of_topics, *of_rules, *of_readiness, *of_time))


def _topics(
    wanted: frozenset[str], own: frozenset[str], closeness: Closeness
) -> tuple[float, list[Reason]]:
    if not wanted:
        return 0.5, [Reason("open_to_all")]
    if not own:
        return 0.0, [Reason("no_topics")]
    near = {one: max(closeness(one, mine) for mine in own) for one in sorted(wanted)}
    same = tuple(one for one, close in near.items() if close == 1)
    related = tuple(one for one, close in near.items() if RELATED <= close < 1)
    reasons = [Reason("same_topics", same)] if same else []
    reasons += [Reason("related_topics", related)] if related else []
    values = list(near.values())
    share = BEST * max(values) + MEAN * sum(values) / len(values)
    return share, reasons or [Reason("other_topics")]


def _not_eligible(
    rules: Iterable[Rule], partners: tuple[Partner, ...]
) -> Reason | None:
    """Why none of the partners may take part, or None."""
    limits = [rule for rule in rules if rule.kind == "eligible_countries"]
    if not partners or not limits:
        return None
    fits = any(
        all(_status(rule, partner) != Status.UNMET for rule in limits)
        for partner in partners
    )
    if fits:
        return None
    return Reason("not_eligible", tuple(sorted({one.country for one in partners})))


def _rules(
    rules: tuple[Rule, ...], partners: tuple[Partner, ...]
) -> tuple[float, list[Reason]]:
    if not rules or not partners:
        return 0.5, []
    lead, of_lead = _lead(rules, partners)
    needed, of_category = _needed(rules, partners)
    return COORDINATES * lead + CATEGORY * needed, [*of_lead, *of_category]


def _lead(
    rules: tuple[Rule, ...], partners: tuple[Partner, ...]
) -> tuple[float, list[Reason]]:
    """Whether one of the partners meets all rules on the coordinator."""
    asked = [rule for rule in rules if KINDS[rule.kind].about == About.COORDINATOR]
    if not asked:
        return 0.5, []
    found: dict[str, list[str]] = {}
    for partner in partners:
        states = {_status(rule, partner) for rule in asked}
        state = Status.MET
        for worse in (Status.UNMET, Status.UNKNOWN):
            if worse in states:
                state = worse
                break
        found.setdefault(state, []).append(partner.key)
    if able := found.get(Status.MET):
        return 1.0, [Reason("could_coordinate", tuple(able))]
    if perhaps := found.get(Status.UNKNOWN):
        return 0.5, [Reason("might_coordinate", tuple(perhaps))]
    return 0.0, [Reason("cannot_coordinate")]


def _needed(
    rules: tuple[Rule, ...], partners: tuple[Partner, ...]
) -> tuple[float, list[Reason]]:
    """Whether one of the partners is in a region of which the call asks for some."""
    asked = [rule for rule in rules if rule.kind in ("min_from", "min_share")]
    if not asked:
        return 0.5, []
    for rule in asked:
        categories = set(rule.params["categories"])
        able = [
            one.key
            for one in partners
            if one.category in categories
            or (rule.params["outermost"] and one.is_outermost)
        ]
        if able:
            return 1.0, [Reason("needed_category", tuple(able))]
    return 0.0, []


def _readiness(level: int | None, stages: frozenset[str]) -> tuple[float, list[Reason]]:
    if level is None:
        return 0.5, []
    if not stages:
        return 0.5, [Reason("stages_unknown", number=level)]
    if any(LEVELS.get(stage, 0) >= level for stage in stages):
        return 1.0, [Reason("ready", number=level)]
    return 0.0, [Reason("too_early", number=level)]


def _time(target: Target) -> tuple[float, list[Reason]]:
    if not target.is_dated:
        return 0.0, [Reason("no_open_call")]
    if target.is_forthcoming or target.days_left is None:
        return 1.0, []
    share = min(max(target.days_left, 0) / ENOUGH_DAYS, 1.0)
    return share, [Reason("days_left", number=target.days_left)]


def _status(rule: Rule, partner: Partner) -> Status:
    """How the rule stands with this partner alone, who coordinates."""
    return check_rule(rule, Composition((partner,), partner.key)).status
