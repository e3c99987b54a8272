"""The question put to the optimiser: read once, then built with some of its demands."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from matching.composition.errors import RuleError
from matching.composition.objective import Objective
from matching.composition.programme import Programme
from matching.composition.rule import KINDS, Rule
from matching.composition.types import Composition, Partner
from matching.composition.values import read_number
from matching.composition.wishes import (
    Aims,
    Candidate,
    Cause,
    Demand,
    Size,
    Weights,
)

Pairs = Mapping[tuple[str, str], float]


@dataclass(frozen=True)
class Problem:
    """Candidates and demands; `Problem.read` makes sure that they fit together."""

    rules: tuple[Rule, ...]
    candidates: tuple[Candidate, ...]
    pinned: tuple[str, ...]
    excluded: tuple[str, ...]
    coordinator: str | None
    size: Size
    aims: Aims
    weights: Weights
    pairs: Pairs | None
    project: Composition

    @classmethod
    def read(
        cls,
        rules: Sequence[Rule],
        candidates: Sequence[Candidate],
        *,
        pinned: Collection[str],
        excluded: Collection[str],
        coordinator: str | None,
        size: Size,
        aims: Aims,
        weights: Weights,
        pairs: Pairs | None,
        project: Composition,
    ) -> "Problem":
        """The problem; RuleError names what does not fit."""
        keys = {candidate.key for candidate in candidates}
        if len(keys) < len(candidates):
            raise RuleError("candidates", "twice")
        # Whom nobody knows any more need not be excluded.
        out = tuple(key for key in dict.fromkeys(excluded) if key in keys)
        for field, wanted in (
            ("pinned", tuple(pinned)),
            ("coordinator", () if coordinator is None else (coordinator,)),
        ):
            for key in wanted:
                if key not in keys:
                    raise RuleError(field, "unknown_partner", key=key)
                if key in out:
                    raise RuleError(field, "pinned_and_excluded", key=key)
        _read_values(candidates, aims, weights, pairs or {})
        return cls(
            tuple(rules),
            tuple(candidates),
            tuple(dict.fromkeys(pinned)),
            out,
            coordinator,
            size,
            aims,
            weights,
            pairs,
            project,
        )

    @cached_property
    def index(self) -> dict[str, int]:
        return {candidate.key: i for i, candidate in enumerate(self.candidates)}

    @cached_property
    def partners(self) -> tuple[Partner, ...]:
        return tuple(candidate.partner for candidate in self.candidates)

    @cached_property
    def pins(self) -> tuple[int, ...]:
        return tuple(self.index[key] for key in self.pinned)

    @cached_property
    def open(self) -> tuple[int, ...]:
        """Positions of the rules that choosing partners cannot decide."""
        return tuple(
            position
            for position, rule in enumerate(self.rules)
            if KINDS[rule.kind].is_open(rule, self.partners)
        )

    @cached_property
    def objective(self) -> Objective:
        return Objective(
            self.candidates,
            self.aims,
            self.weights,
            self.size.high,
            self.pins,
            self.pairs,
        )

    @cached_property
    def organisations(self) -> list[list[int]]:
        """Candidates of whom at most one can be a partner, unless more are pinned."""
        groups: defaultdict[str, list[int]] = defaultdict(list)
        for index, candidate in enumerate(self.candidates):
            if candidate.organisation:
                groups[candidate.organisation].append(index)
        return [members for members in groups.values() if len(members) > 1]

    @cached_property
    def demands(self) -> tuple[Demand, ...]:
        """Everything that is asked of a consortium, what people chose last first."""
        wanted = () if self.coordinator is None else (self.coordinator,)
        return (
            *(Demand(Cause.EXCLUSION, key=key) for key in self.excluded),
            *(Demand(Cause.PIN, key=key) for key in self.pinned),
            *(Demand(Cause.COORDINATOR, key=key) for key in wanted),
            Demand(Cause.SIZE_LOW),
            Demand(Cause.SIZE_HIGH),
            *(
                Demand(Cause.RULE, position)
                for position in range(len(self.rules))
                if position not in self.open
            ),
        )

    def programme(self, demands: Iterable[Demand]) -> Programme:
        """A programme with these demands, and no objective yet."""
        programme = Programme(self.partners)
        for members in self.organisations:
            # Who pins several of one organisation says that they are several partners.
            pinned = sum(index in self.pins for index in members)
            programme.at_most(members, max(pinned, 1))
        everybody = range(len(self.partners))
        for demand in demands:
            match demand.cause:
                case Cause.EXCLUSION:
                    programme.forbid([self.index[demand.key]])
                case Cause.PIN:
                    programme.pin(self.index[demand.key])
                case Cause.COORDINATOR:
                    programme.lead_among([self.index[demand.key]])
                case Cause.SIZE_LOW:
                    programme.at_least(everybody, self.size.low)
                case Cause.SIZE_HIGH:
                    programme.at_most(everybody, self.size.high)
                case Cause.RULE if demand.position is not None:
                    rule = self.rules[demand.position]
                    KINDS[rule.kind].constrain(rule, programme)
        programme.tighten()
        return programme


def _read_values(
    candidates: Sequence[Candidate], aims: Aims, weights: Weights, pairs: Pairs
) -> None:
    for candidate in candidates:
        read_number("strength", candidate.strength, 0, 1)
        read_number("record", candidate.record, 0, 1)
    for name, listed in (("topics", aims.topics), ("stages", aims.stages)):
        for weight in listed.values():
            read_number(name, weight, 0, 1000)
    for strength in pairs.values():
        read_number("pairs", strength, 0, 1)
    Weights.read(weights.to_json())
