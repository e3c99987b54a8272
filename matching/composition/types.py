"""What a consortium is made of: partners, and the composition that they form."""

from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    """Category of a region in cohesion policy."""

    LESS = "less"
    TRANSITION = "transition"
    MORE = "more"
    NONE = ""  # outside the Union, or not known


class Actor(StrEnum):
    """What sort of organisation a partner is."""

    AUTHORITY = "authority"
    CLUSTER = "cluster"
    RESEARCH = "research"
    COMPANY = "company"
    OTHER = "other"


@dataclass(frozen=True)
class Partner:
    """One partner; an empty country, region or set means that it is not known."""

    key: str
    country: str = ""  # two letters as in NUTS: EL, UK
    region: str = ""  # NUTS 2
    category: Category = Category.NONE
    is_outermost: bool = False
    in_eu: bool = True
    actor: Actor = Actor.OTHER
    is_nonprofit: bool | None = None
    roles: frozenset[str] = frozenset()
    share: float | None = None  # of the budget, 0 to 1; None is not said
    topics: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()

    @property
    def lacks_category(self) -> bool:
        """Whether the partner's region has a category that nobody told us."""
        return self.in_eu and self.category == Category.NONE


@dataclass(frozen=True)
class Composition:
    """Partners, who coordinates them, and what is said of their project."""

    partners: tuple[Partner, ...] = ()
    coordinator: str | None = None
    trl: int | None = None
    grant: float | None = None  # euro
    duration_months: int | None = None

    @property
    def lead(self) -> Partner | None:
        """The partner who coordinates, if one of the partners does."""
        for partner in self.partners:
            if partner.key == self.coordinator:
                return partner
        return None
