"""A rule, what was found of it, and what every kind of rule must be able to do."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, Protocol

from matching.composition.errors import RuleError
from matching.composition.params import Param, read_params
from matching.composition.types import Composition, Partner


class Status(StrEnum):
    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"


class About(StrEnum):
    """What a kind of rule looks at, and so who can do something about it."""

    PARTNERS = "partners"
    COORDINATOR = "coordinator"
    SHARES = "shares"
    PROJECT = "project"


@dataclass(frozen=True)
class Rule:
    """One rule of a call: its kind, and the kind's parameters in their one form."""

    kind: str
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def read(cls, kind: Any, params: Any) -> "Rule":
        """The rule that JSON describes; RuleError names the field that is wrong."""
        if not isinstance(kind, str) or kind not in KINDS:
            raise RuleError("kind", "unknown_kind")
        read = read_params(KINDS[kind].params, params)
        KINDS[kind].agree(read)
        return cls(kind, read)

    def to_json(self) -> dict[str, Any]:
        """What `read` reads: {"kind": ..., "params": {...}}, of plain JSON types."""
        said = {k: v for k, v in self.params.items() if v not in (None, ())}
        return {"kind": self.kind, "params": _plain(said)}


FINDING_CODES = frozenset(
    {
        "met",
        "too_few",
        "too_many",
        "not_eligible",
        "share_too_small",
        "share_too_large",
        "shares_missing",
        "shares_do_not_add_up",
        "region_unknown",
        "country_unknown",
        "category_unknown",
        "topics_unknown",
        "role_unknown",
        "fact_unknown",
        "coordinator_missing",
        "coordinator_wrong_actor",
        "coordinator_for_profit",
        "coordinator_nonprofit_unknown",
        "coordinator_wrong_category",
        "coordinator_category_unknown",
        "value_missing",
        "value_too_small",
        "value_too_large",
    }
)
"""Every code that a finding may have."""


@dataclass(frozen=True)
class Finding:
    """How one rule stands in one composition.

    `partners` are those who count towards the rule, where it is unknown those of whom
    a fact is missing, and where there is too much of something those in the way.
    `about` names the countries, regions or areas concerned. `missing` says by how much
    the rule is missed: 0 if it is met or cannot be measured.
    """

    rule: Rule
    status: Status
    code: str
    have: float | None = None
    need: float | None = None
    missing: float = 0.0
    partners: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


class Constraints(Protocol):
    """What a kind may demand of a programme: `programme.Programme` builds it.

    Members are positions in `partners`; each may be chosen or not.
    """

    partners: tuple[Partner, ...]

    def at_least(self, members: Iterable[int], n: int) -> None: ...
    def at_most(self, members: Iterable[int], n: int) -> None: ...
    def at_least_distinct(
        self, groups: Mapping[str, Iterable[int]], n: int
    ) -> None: ...
    def share_at_least(self, members: Iterable[int], share: float) -> None: ...
    def share_at_most(self, members: Iterable[int], share: float) -> None: ...
    def forbid(self, members: Iterable[int]) -> None: ...
    def lead_among(self, members: Iterable[int]) -> None: ...


class Kind(ABC):
    """A kind of rule: what it may be told, its check, and its linear constraints.

    The check and the constraints say the same twice, in two ways. A partner of whom a
    needed fact is unknown never helps a rule, and is counted wherever it could harm.
    """

    name: ClassVar[str]
    about: ClassVar[About] = About.PARTNERS
    params: ClassVar[tuple[Param, ...]] = ()

    def __init_subclass__(cls) -> None:
        if hasattr(cls, "name"):
            KINDS[cls.name] = cls()

    def agree(self, params: dict[str, Any]) -> None:
        """Raise RuleError where parameters, each right alone, contradict each other."""
        return

    @abstractmethod
    def check(self, rule: Rule, composition: Composition) -> Finding:
        """How the rule stands in the composition."""

    def is_open(self, rule: Rule, partners: tuple[Partner, ...]) -> bool:
        """Whether choosing among these partners cannot decide the rule."""
        return self.about in (About.SHARES, About.PROJECT)

    def constrain(self, rule: Rule, programme: Constraints) -> None:
        """Demand of the programme that the rule be met; nothing for open rules."""
        return


KINDS: dict[str, Kind] = {}
"""Every kind by its name; `kinds` fills it."""


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
