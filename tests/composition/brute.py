"""The best consortium by trying every set; shares nothing with the optimiser."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from matching.composition import (
    Aims,
    Candidate,
    Composition,
    Demand,
    Rule,
    Weights,
    check_rule,
)

NEVER_CHOSEN = {"min_share", "max_share", "min_trl", "grant_range", "duration_range"}


@dataclass(frozen=True)
class Question:
    """What is asked, in the words of `propose`; None for a size that nobody asked."""

    rules: Sequence[Rule]
    candidates: Sequence[Candidate]
    pinned: Sequence[str] = ()
    excluded: Sequence[str] = ()
    coordinator: str | None = None
    low: int | None = None
    high: int | None = None
    aims: Aims = field(default_factory=Aims)
    weights: Weights = field(default_factory=Weights)
    pairs: dict[tuple[str, str], float] | None = None
    all_pinned: Sequence[str] | None = None

    @property
    def asked_twins(self) -> Counter[str]:
        """How many pinned candidates each organisation has, whatever else is asked."""
        pins = self.all_pinned if self.all_pinned is not None else self.pinned
        return Counter(c.organisation for c in self.candidates if c.key in pins)

    def only(self, demands: Sequence[Demand]) -> "Question":
        """The same candidates, asked for nothing but these demands."""
        by_cause = {cause: [] for cause in ("rule", "pin", "exclusion", "coordinator")}
        for demand in demands:
            by_cause.setdefault(demand.cause.value, []).append(demand)
        return replace(
            self,
            rules=[self.rules[demand.position] for demand in by_cause["rule"]],
            all_pinned=self.pinned,
            pinned=[demand.key for demand in by_cause["pin"]],
            excluded=[demand.key for demand in by_cause["exclusion"]],
            coordinator=self.coordinator if by_cause["coordinator"] else None,
            low=self.low if "size_low" in by_cause else None,
            high=self.high if "size_high" in by_cause else None,
        )


def allowed(
    question: Question, cuts: Sequence[tuple[set[str], int]] = ()
) -> Iterator[tuple[list[Candidate], Candidate]]:
    """Every set, with everybody who may lead it, that the rules allow.

    A cut is an earlier set, and how many of it must be missing.
    """
    everybody = [c for c in question.candidates if c.key not in question.excluded]
    has_roles = any(c.partner.roles for c in question.candidates)
    rules = [
        rule
        for rule in question.rules
        if rule.kind not in NEVER_CHOSEN and (has_roles or rule.kind != "min_role")
    ]
    on_lead = [rule for rule in rules if rule.kind.startswith("coordinator_")]
    on_all = [rule for rule in rules if rule not in on_lead]
    high = len(everybody) if question.high is None else question.high
    for size in range(question.low or 1, min(high, len(everybody)) + 1):
        for members in combinations(everybody, size):
            keys = {member.key for member in members}
            if not keys.issuperset(question.pinned):
                continue
            if _has_twins(members, question.asked_twins):
                continue
            if any(len(earlier - keys) < apart for earlier, apart in cuts):
                continue
            partners = tuple(member.partner for member in members)
            if not _meets(on_all, Composition(partners)):
                continue
            for lead in members:
                if question.coordinator in (None, lead.key) and _meets(
                    on_lead, Composition(partners, lead.key)
                ):
                    yield list(members), lead


def _has_twins(members: Sequence[Candidate], asked: Counter[str]) -> bool:
    """Whether an organisation is in it twice, or more often than it was pinned."""
    times = Counter(member.organisation for member in members if member.organisation)
    return any(n > max(asked[name], 1) for name, n in times.items())


def _meets(rules: Sequence[Rule], composition: Composition) -> bool:
    return all(check_rule(rule, composition).status == "met" for rule in rules)


def best(question: Question, cuts: Sequence[tuple[set[str], int]] = ()) -> float | None:
    """The most that any set is worth; None if there is no set."""
    worths = (worth(question, *found) for found in allowed(question, cuts))
    return max(worths, default=None)


def worth(question: Question, members: list[Candidate], lead: Candidate) -> float:
    """The documented formula, written a second time."""
    weights, most = question.weights, question.high
    countries = [m.partner.country for m in members if m.partner.country]
    categories = {m.partner.category for m in members if m.partner.category}
    biggest = max([countries.count(country) for country in countries], default=0)
    balance = (
        len(set(countries)) / most + len(categories) / 3 + 1 - biggest / most
    ) / 3
    return (
        weights.topics * _covered(question.aims.topics, members, "topics")
        + weights.stages * _covered(question.aims.stages, members, "stages")
        + weights.strength * sum(_strength(question, m) for m in members) / most
        + weights.record * sum(m.record for m in members) / most
        + weights.newcomers * sum(m.is_newcomer for m in members) / most
        + weights.balance * balance
        + weights.lead * lead.record
        - weights.effort * len(members) / most
    )


def _covered(aims, members: list[Candidate], what: str) -> float:
    if not sum(aims.values()):
        return 0.0
    points = 0.0
    for name, aim in aims.items():
        times = sum(name in getattr(member.partner, what) for member in members)
        points += aim * (1.0 if times > 1 else 0.75 * times)
    return points / sum(aims.values())


def _strength(question: Question, member: Candidate) -> float:
    others = [key for key in question.pinned if key != member.key]
    if question.pairs is None or not others:
        return member.strength
    known = [
        max(
            question.pairs.get(pair, 0.0) for pair in ((member.key, k), (k, member.key))
        )
        for k in others
    ]
    return member.strength / 2 + sum(known) / len(known) / 2
