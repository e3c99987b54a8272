"""What a gap of a partnership is, and who could fill it."""

from dataclasses import dataclass, field
from enum import StrEnum

from matching.features import Sought
from matching.partnerships.matrix.reading import Thing
from regions.models import Profile


class GapKind(StrEnum):
    NEED = "need"
    STAGE = "stage"
    TOPIC = "topic"


@dataclass(frozen=True)
class Filler:
    """Somebody outside who could fill a gap, and why."""

    profile: Profile
    reason: str
    is_derived: bool = False


@dataclass(frozen=True)
class Gap:
    """What is missing: a need, a stage or a topic; who needs it; who would fill it.

    `fillers` is None where the index was not asked.
    """

    kind: GapKind
    label: str
    sought: Sought
    needs: tuple[Thing, ...] = ()
    code: str = ""
    # Somebody inside offers something related at least.
    is_nearly_met: bool = False
    fillers: list[Filler] | None = None

    @property
    def holders(self) -> list[Profile]:
        found = {one.profile.pk: one.profile for one in self.needs}
        return list(found.values())

    @property
    def is_derived(self) -> bool:
        return any(one.is_derived for one in self.needs)


@dataclass(frozen=True)
class Gaps:
    """The gaps of a partnership by kind."""

    needs: list[Gap] = field(default_factory=list)
    stages: list[Gap] = field(default_factory=list)
    topics: list[Gap] = field(default_factory=list)
    # Nobody says which stages it covers, so nobody can say which are missing.
    stages_unknown: bool = False
    can_ask: bool = True

    @property
    def number(self) -> int:
        return len(self.needs) + len(self.stages) + len(self.topics)
