"""What somebody asks peers, before anything of it is stored."""

from dataclasses import dataclass

from portal.accounts.organisations import Organisation
from portal.guide.peers.models import PeerQuestion, Preference
from portal.guide.peers.order import Asking
from portal.guide.peers.people import region_of
from portal.guide.practices.choices import PolicyStage
from portal.guide.practices.models import Practice
from regions.models import Cluster, Region

STAGES = PolicyStage.values


@dataclass(frozen=True)
class Said:
    """The two texts, on whose behalf, and what is known of the policy.

    `organisation` may be a region that somebody names who acts for nobody.
    """

    wants: str
    tried: str = ""
    organisation: Organisation | None = None
    chapter: str = ""
    practice: Practice | None = None
    stage: str = ""
    preferences: tuple[str, ...] = ()
    has_topics: bool = True

    @property
    def text(self) -> str:
        return f"{self.wants}\n{self.tried}".strip()

    @property
    def region(self) -> Region | None:
        """The region that asks, or in which the cluster is that asks."""
        return region_of(self.organisation) if self.organisation else None

    @property
    def is_abroad(self) -> bool:
        """Whether peers of the own country are left out."""
        return Preference.ABROAD in self.preferences and self.region is not None


def said_of(question: PeerQuestion) -> Said:
    """What a kept question says."""
    return Said(
        wants=question.wants,
        tried=question.tried,
        organisation=question.organisation,
        chapter=question.chapter,
        practice=question.practice,
        stage=question.stage,
        preferences=tuple(question.preferences),
        has_topics=question.has_topics,
    )


def stage_place(stage: str) -> int | None:
    """The place of a stage in the life of a policy; None if it is not known."""
    return STAGES.index(stage) if stage in STAGES else None


def asking_of(said: Said) -> Asking:
    """Who asks, as the order counts it."""
    region, whose = said.region, said.organisation
    languages = whose.languages if isinstance(whose, Cluster) else []
    return Asking(
        stage=stage_place(said.stage),
        population=region.population if region else None,
        category=region.cohesion_category if region else "",
        languages=frozenset(languages),
        preferred=frozenset(said.preferences),
    )
