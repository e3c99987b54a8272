"""What a consortium is worth: the criteria, their formulas, and their linear form.

For a set S of candidates with coordinator c, and N the largest size allowed:

    total     = sum over the criteria k of weight_k · value_k
    topics    = sum over t of w_t · g(n_t) / sum over t of w_t
                n_t: how many of S have topic t; g(0) = 0, g(1) = 3/4, g(2 or more) = 1
    stages    = the same for the stages of the value chain
    strength  = sum over i in S of s_i / N
    record    = sum over i in S of r_i / N
    newcomers = how many of S are newcomers / N
    balance   = (countries / N + categories / 3 + 1 − largest / N) / 3
                countries and categories (of cohesion policy) that S is from, and how
                many of S the country with the most of them has; only known ones
    lead      = r_c
    effort    = − |S| / N

s_i is the strength of the candidate; where strengths with pinned partners are given,
half of it and half the mean of those (the greater one where both ways are given, 0
where none is). r_i is the track record.
Every value but effort is from 0 to 1, effort from −1 to 0. Effort is what keeps a
consortium from growing by partners who bring little.

`parts` reckons this from the set itself; `reward` writes it into the programme, where
g is two variables y ≤ 1 with y_1 + y_2 ≤ n_t, worth 3/4 and 1/4, and the largest
country's count is a variable not below any country's.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from matching.composition.programme import Programme
from matching.composition.types import Category
from matching.composition.wishes import Aims, Candidate, Weights

FIRST = 0.75
SECOND = 0.25
CATEGORIES = 3


@dataclass(frozen=True)
class Objective:
    """The criteria for one set of candidates; positions are theirs."""

    candidates: tuple[Candidate, ...]
    aims: Aims
    weights: Weights
    high: int  # N
    pinned: tuple[int, ...] = ()
    pairs: Mapping[tuple[str, str], float] | None = None

    @cached_property
    def strengths(self) -> tuple[float, ...]:
        """s_i of every candidate."""
        return tuple(self._strength(index) for index in range(len(self.candidates)))

    def _strength(self, index: int) -> float:
        candidate = self.candidates[index]
        others = [self.candidates[pin].key for pin in self.pinned if pin != index]
        if self.pairs is None or not others:
            return candidate.strength
        known = [
            max(
                self.pairs.get((candidate.key, key), 0.0),
                self.pairs.get((key, candidate.key), 0.0),
            )
            for key in others
        ]
        mean = sum(known) / len(known)
        return (candidate.strength + mean) / 2

    def parts(self, chosen: Sequence[int], lead: int | None) -> dict[str, float]:
        """The points that each criterion gives to this set; their sum is the total."""
        members = [self.candidates[index] for index in chosen]
        topics = Counter(topic for m in members for topic in m.partner.topics)
        stages = Counter(stage for m in members for stage in m.partner.stages)
        values = {
            "topics": _coverage(self.aims.topics, topics),
            "stages": _coverage(self.aims.stages, stages),
            "strength": sum(self.strengths[index] for index in chosen) / self.high,
            "record": sum(member.record for member in members) / self.high,
            "newcomers": sum(member.is_newcomer for member in members) / self.high,
            "balance": self._balance(members),
            "lead": 0.0 if lead is None else self.candidates[lead].record,
            "effort": -len(members) / self.high,
        }
        weights = self.weights.to_json()
        return {name: weights[name] * value for name, value in values.items()}

    def _balance(self, members: Sequence[Candidate]) -> float:
        countries = Counter(m.partner.country for m in members if m.partner.country)
        categories = {member.partner.category for member in members} - {Category.NONE}
        largest = max(countries.values(), default=0)
        spread = (len(countries) - largest) / self.high + 1
        return (spread + len(categories) / CATEGORIES) / 3

    def constant(self) -> float:
        """The points that every set has, which the programme leaves out."""
        return self.weights.balance / 3

    def single(self, index: int) -> float:
        """What the candidate adds to any set it joins, whoever else is there."""
        candidate, weights = self.candidates[index], self.weights
        return (
            weights.strength * self.strengths[index]
            + weights.record * candidate.record
            + weights.newcomers * candidate.is_newcomer
            - weights.effort
        ) / self.high

    def reward(self, programme: Programme) -> None:
        """Write the objective into the programme, but for who leads."""
        for index in range(len(self.candidates)):
            programme.cost[index] += self.single(index)
        partners = [candidate.partner for candidate in self.candidates]
        for aims, weight, of in (
            (self.aims.topics, self.weights.topics, [p.topics for p in partners]),
            (self.aims.stages, self.weights.stages, [p.stages for p in partners]),
        ):
            total = sum(aims.values())
            for name, aim in sorted(aims.items()):
                members = [index for index, has in enumerate(of) if name in has]
                if members and aim * weight > 0:
                    _reward_coverage(programme, members, weight * aim / total)
        if self.weights.balance > 0:
            self._reward_balance(programme)

    def leads(self) -> list[float] | None:
        """What each candidate is worth as coordinator; None if that counts nothing."""
        if self.weights.lead <= 0:
            return None
        return [self.weights.lead * candidate.record for candidate in self.candidates]

    def _reward_balance(self, programme: Programme) -> None:
        countries: defaultdict[str, list[int]] = defaultdict(list)
        categories: defaultdict[str, list[int]] = defaultdict(list)
        for index, candidate in enumerate(self.candidates):
            countries[candidate.partner.country].append(index)
            categories[candidate.partner.category].append(index)
        countries.pop("", None)
        categories.pop("", None)
        third = self.weights.balance / 3
        for members in countries.values():
            programme.cost[programme.used(members)] += third / self.high
        for members in categories.values():
            programme.cost[programme.used(members)] += third / CATEGORIES
        largest = programme.column(upper=self.high, reward=-third / self.high)
        if all(candidate.partner.country for candidate in self.candidates):
            programme.lower[largest] = 1.0  # somebody is always chosen
        for members in countries.values():
            row = {largest: -1.0, **dict.fromkeys(members, 1.0)}
            programme.row(row, high=0.0)


def _coverage(aims: Mapping[str, float], found: Counter[str]) -> float:
    total = sum(aims.values())
    if total <= 0:
        return 0.0
    worth = (0.0, FIRST, FIRST + SECOND)
    return sum(aim * worth[min(found[name], 2)] for name, aim in aims.items()) / total


def _reward_coverage(programme: Programme, members: list[int], worth: float) -> None:
    first = programme.column(reward=worth * FIRST)
    second = programme.column(reward=worth * SECOND)
    row = {first: 1.0, second: 1.0, **dict.fromkeys(members, -1.0)}
    programme.row(row, high=0.0)
