"""From a question to the peers that are proposed for it; nothing is stored here."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from portal.accounts.models import organisation_link
from portal.guide.peers.asking import Said, asking_of
from portal.guide.peers.evidence import evidence_for
from portal.guide.peers.models import PeerProposal
from portal.guide.peers.order import (
    PRACTICE,
    Asking,
    Ranked,
    nearest_stage,
    propose,
    size_factor,
)
from portal.guide.practices.choices import PolicyStage
from regions.models import Profile

# So many practices of one peer are named.
NAMED = 2


@dataclass(frozen=True)
class Proposed:
    """Unsaved proposals, best first, and the topics that were read from the texts."""

    proposals: tuple[PeerProposal, ...]
    topics: tuple[str, ...]

    @property
    def has_practices(self) -> bool:
        """Whether anybody of them has described a practice on this."""
        return any(one.points.get(PRACTICE) for one in self.proposals)


def proposals_for(user: Any, said: Said) -> Proposed:
    """The best peers for a question, among what this person may see."""
    evidence, asking = evidence_for(user, said), asking_of(said)
    ranked = propose(asking, evidence.peers)
    rows = [
        PeerProposal(
            **organisation_link(found.organisation),
            profile=found.profile,
            rank=rank,
            points=dict(one.points),
            facts=_facts(one, asking),
        )
        for rank, one in enumerate(ranked, start=1)
        for found in [evidence.found[one.peer.key]]
    ]
    _add_topics(rows, evidence.topics)
    return Proposed(tuple(rows), evidence.topics)


def _add_topics(rows: Iterable[PeerProposal], topics: Sequence[str]) -> None:
    """Which topics of the question each profile has; one query."""
    shared: dict[int, list[str]] = defaultdict(list)
    links = Profile.topics.through.objects.filter(
        profile__in=[one.profile_id for one in rows if one.profile_id],
        topic__in=topics,
    )
    for key, code in links.order_by("topic").values_list("profile", "topic"):
        shared[key].append(code)
    for one in rows:
        one.facts["topics"] = shared[one.profile_id] if one.profile_id else []


def _facts(one: Ranked, asking: Asking) -> dict[str, Any]:
    """What the reasons say later, as it is today; plain values only."""
    peer = one.peer
    best = sorted(peer.practices, key=lambda each: (-each.relevance, each.key))
    stage = None if asking.stage is None else nearest_stage(asking.stage, best)
    factor = size_factor(asking.population, peer.population)
    place = stage.stage if stage else None
    return {
        "practices": [each.key for each in best[:NAMED]],
        "stage": None if place is None else PolicyStage.values[place],
        "projects": peer.projects,
        "factor": factor and round(factor, 1),
        "category": peer.category,
        "languages": sorted(asking.languages & peer.languages),
        "percent": None if peer.answers is None else round(100 * peer.answers),
        "unknown": list(one.unknown),
        "bonus": one.bonus,
        "why": one.why,
    }
