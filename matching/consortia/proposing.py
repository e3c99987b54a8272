"""Three clearly different consortia for a call, or why there is none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from matching.composition import (
    Aims,
    Infeasible,
    Partner,
    Proposal,
    Proposals,
    Size,
    Weights,
    propose,
)
from matching.composition import Candidate as Choice
from matching.consortia.candidates import Candidate, candidates_for
from matching.consortia.kinds import FIXED, MemberState
from matching.consortia.models import Consortium, ConsortiumMember
from matching.consortia.partners import member_partners, wanted_topics
from matching.consortia.standing import Standing
from regions.models import Stage
from regions.queries.vocabulary import Vocabulary, vocabulary

# The solver stops after so many seconds, and says how near the best it is.
SECONDS = 1.5
LEAST, USUAL, MOST = 2, 8, 20
# Rules of which each partner can meet one part.
COUNTING = ("min_partners", "min_regions", "min_countries")


@dataclass(frozen=True)
class Wish:
    """What somebody asks of the proposals."""

    low: int = LEAST
    high: int = USUAL
    keeps_coordinator: bool = True
    weights: Weights = field(default_factory=Weights)

    @property
    def size(self) -> Size:
        return Size(self.low, self.high)


@dataclass(frozen=True)
class Answer:
    """What was proposed, for which wish, out of which candidates."""

    standing: Standing
    wish: Wish
    result: Proposals | Infeasible
    candidates: Mapping[str, Candidate]
    partners: Mapping[str, Partner]

    @property
    def proposals(self) -> Sequence[Proposal]:
        return self.result.items if isinstance(self.result, Proposals) else ()

    @cached_property
    def names(self) -> dict[str, str]:
        """What everybody who could be named is called, by key."""
        found = {key: one.profile.title for key, one in self.candidates.items()}
        return found | self.standing.names

    @cached_property
    def topics(self) -> frozenset[str]:
        one = self.standing.consortium
        return wanted_topics(one.call, one.lead)


def usual_size(standing: Standing) -> tuple[int, int]:
    """What is asked for where nobody says it: room for all rules and who is in it."""
    fixed = sum(one.state in FIXED for one in standing.members)
    needed = [rule.params["n"] for rule in standing.rules if rule.kind in COUNTING]
    least = max([LEAST, fixed, *needed])
    limits = [r.params["n"] for r in standing.rules if r.kind == "max_partners"]
    most = max(USUAL, least + 2)
    return min(least, MOST), min([most, MOST, *limits])


def proposals_for(
    user: Any, standing: Standing, wish: Wish, words: Vocabulary | None = None
) -> Answer:
    """Ask the optimum; who is pinned, asked or agreed is in every proposal.

    Organisations outside of the register are, too: nobody types them in to lose them.
    """
    words = words or vocabulary()
    one, members = standing.consortium, standing.members
    found = {each.key: each for each in candidates_for(user, one, members, words)}
    said = _said(members, words)
    outside = [key for key in said if key not in found]
    choices = [choice_of(each, said) for each in found.values()]
    choices += [Choice(said[key]) for key in outside]
    coordinator = standing.composition.coordinator if wish.keeps_coordinator else None
    pinned = [key for key, each in found.items() if each.is_fixed] + outside
    result = propose(
        standing.rules,
        choices,
        pinned=pinned,
        excluded=[m.key for m in members if m.state == MemberState.EXCLUDED],
        coordinator=coordinator,
        aims=aims_of(one),
        weights=wish.weights,
        size=wish.size,
        project=standing.composition,
        seconds=SECONDS,
        apart=max(LEAST, (wish.high - len(pinned)) // 2),
    )
    partners = {choice.key: choice.partner for choice in choices}
    return Answer(standing, wish, result, found, partners)


def aims_of(one: Consortium) -> Aims:
    """The topics of its call, or else of its lead, and all stages, each alike."""
    return Aims(
        topics=dict.fromkeys(sorted(wanted_topics(one.call, one.lead)), 1.0),
        stages=dict.fromkeys(map(str, Stage.values), 1.0),
    )


def _said(members: Sequence[ConsortiumMember], words: Vocabulary) -> dict[str, Partner]:
    """The members that are in it, with what the consortium says of them."""
    present = [one for one in members if one.is_present]
    partners = member_partners(present, words)
    return {one.key: partners[one.pk] for one in present}


def choice_of(
    candidate: Candidate, said: Mapping[str, Partner] | None = None
) -> Choice:
    """A candidate as the optimum sees it, with what its consortium says of it."""
    return Choice(
        (said or {}).get(candidate.key, candidate.partner),
        strength=min(candidate.strength, 1.0),
        record=candidate.record,
        is_newcomer=candidate.is_newcomer,
        organisation=candidate.organisation,
    )
