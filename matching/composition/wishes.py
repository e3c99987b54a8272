"""What a proposal is asked for: candidates, aims, weights and size; and its answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from matching.composition.errors import RuleError
from matching.composition.rule import Finding
from matching.composition.types import Composition, Partner
from matching.composition.values import read_number, read_object, read_whole

MOST_MEMBERS = 50


@dataclass(frozen=True)
class Candidate:
    """A partner who may be chosen, and what speaks for it; each value is 0 to 1.

    Of candidates of the same organisation, as several priorities of one region, at most
    one is chosen: it would be one partner only. Where several are pinned, no further
    one is. Empty means an organisation of its own.
    """

    partner: Partner
    strength: float = 0.0  # of the match with the call or with who asks
    record: float = 0.0  # track record
    is_newcomer: bool = False
    organisation: str = ""

    @property
    def key(self) -> str:
        return self.partner.key


@dataclass(frozen=True)
class Aims:
    """Topics and value-chain stages that should be covered, each with its weight."""

    topics: Mapping[str, float] = field(default_factory=dict)
    stages: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Weights:
    """How much each criterion counts; none is negative, and they need no sum."""

    topics: float = 3.0
    stages: float = 2.0
    strength: float = 2.0
    record: float = 1.0
    balance: float = 1.5
    lead: float = 0.5
    newcomers: float = 0.0
    effort: float = 2.0

    @classmethod
    def read(cls, given: Any) -> "Weights":
        """Weights out of JSON; those not given stay as they are here."""
        known = tuple(item.name for item in fields(cls))
        given = read_object("", given, known)
        return cls(
            **{name: read_number(name, value, 0, 100) for name, value in given.items()}
        )

    def to_json(self) -> dict[str, float]:
        return {item.name: getattr(self, item.name) for item in fields(self)}


@dataclass(frozen=True)
class Size:
    """How many partners a proposal may have, the pinned ones among them."""

    low: int = 3
    high: int = 8

    def __post_init__(self) -> None:
        read_whole("low", self.low, 1, MOST_MEMBERS)
        read_whole("high", self.high, 1, MOST_MEMBERS)
        if self.low > self.high:
            raise RuleError("high", "low_above_high", low=self.low)


class Proof(StrEnum):
    """What is known of how good a proposal is."""

    OPTIMAL = "optimal"  # nothing is better
    GAP = "gap"  # time was up: nothing is better by more than `Proposal.gap`


@dataclass(frozen=True)
class Proposal:
    """One consortium, what it is worth, and what is proven of it.

    `parts` holds each criterion's points and adds up to `objective`. Among `findings`,
    one per rule, those of the positions in `open` were not decided by the choice:
    shares, roles and facts of the project that people have yet to say.
    """

    composition: Composition
    objective: float
    parts: Mapping[str, float]
    proof: Proof
    gap: float
    findings: tuple[Finding, ...]
    open: tuple[int, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(partner.key for partner in self.composition.partners)


class Ended(StrEnum):
    """Why there are not more proposals."""

    ENOUGH = "enough"  # as many as were asked for
    NONE_LEFT = "none_left"  # proven: no other differs enough
    TIME = "time"  # the seconds were up


@dataclass(frozen=True)
class Proposals:
    """Up to three, best first; each lacks `apart` free partners of every earlier one.

    Where an earlier one has fewer free (not pinned) partners, it lacks all of those.
    """

    items: tuple[Proposal, ...]
    apart: int
    ended: Ended


class Cause(StrEnum):
    """What may stand against the other demands."""

    RULE = "rule"  # `position` is its place among the rules
    PIN = "pin"  # `key` is the pinned partner's
    EXCLUSION = "exclusion"  # `key` is the excluded partner's
    COORDINATOR = "coordinator"  # `key` is the wanted coordinator's
    SIZE_LOW = "size_low"
    SIZE_HIGH = "size_high"


@dataclass(frozen=True)
class Demand:
    """One of the demands that contradict each other."""

    cause: Cause
    position: int | None = None
    key: str = ""


@dataclass(frozen=True)
class Infeasible:
    """No set of candidates meets all: `conflict` alone cannot be met either.

    If it is minimal, any one demand of it may go, and the rest of it can be met. Where
    the conflict is a single demand, the candidates are too few for it. It is empty
    where time was up before it was known whether there is a consortium at all.
    """

    conflict: tuple[Demand, ...]
    is_minimal: bool = True

    @property
    def positions(self) -> tuple[int, ...]:
        """Places of the conflicting rules among the rules."""
        return tuple(d.position for d in self.conflict if d.position is not None)

    @property
    def pins(self) -> tuple[str, ...]:
        return tuple(d.key for d in self.conflict if d.cause == Cause.PIN)


class Move(StrEnum):
    """What somebody would do to close a gap."""

    JOIN = "join"  # a candidate joins
    COORDINATE = "coordinate"  # a partner, or a candidate who joins, coordinates
    LEAVE = "leave"  # a partner leaves


@dataclass(frozen=True)
class Closer:
    """One move that closes a gap, or brings it nearer.

    `finding` is how the rule stands after it. `also` are positions of other rules that
    were not met and are then, `breaks` of those that were met and are not then. `gain`
    is what the move adds to the objective.
    """

    key: str
    move: Move
    closes: bool
    finding: Finding
    also: tuple[int, ...]
    breaks: tuple[int, ...]
    gain: float


@dataclass(frozen=True)
class Gap:
    """A rule that is not met, with who could change that, best first."""

    position: int  # of the rule among the rules
    finding: Finding
    closers: tuple[Closer, ...]
