"""What the pages of questions to peers read."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from matching.introductions.models import Introduction
from matching.introductions.models import State as IntroductionState
from matching.introductions.people import organisation_key
from portal.accounts.models import User
from portal.accounts.organisations import claim_url, name_of, page_url
from portal.guide.peers.models import (
    PeerIntroduction,
    PeerInvitation,
    PeerProposal,
    PeerQuestion,
)
from portal.guide.peers.order import MOST, Key
from portal.guide.peers.people import represented
from portal.guide.peers.wording import (
    Part,
    Reason,
    fairness_of,
    parts_of,
    reasons_of,
    unknown_of,
)
from portal.guide.practices.models import Practice
from portal.mail.rendering import absolute_url
from regions.models import Profile
from regions.queries.vocabulary import vocabulary
from regions.querysets import EDITING

# What came of an introduction is news once it waits no more.
ANSWERED = (
    IntroductionState.ACCEPTED,
    IntroductionState.DECLINED,
    IntroductionState.EXPIRED,
    IntroductionState.CLOSED,
)
MOST_POINTS = sum(MOST.values())


@dataclass(frozen=True)
class Card:
    """One proposed peer as a page shows it."""

    proposal: PeerProposal
    name: str
    url: str
    reasons: list[Reason]
    parts: list[Part]
    unknown: list[str]
    fairness: str
    # Whether somebody could answer an introduction.
    is_answered: bool
    claim_url: str
    introduction: Introduction | None = None
    invitation: PeerInvitation | None = None

    @property
    def is_cluster(self) -> bool:
        return self.proposal.cluster_id is not None


def cards_of(
    user: Any,
    proposals: Sequence[PeerProposal],
    asked: Iterable[PeerIntroduction] = (),
    invited: Iterable[PeerInvitation] = (),
) -> list[Card]:
    """Cards of proposals, stored ones or not; a fixed number of queries.

    What was proposed once and is hidden today is not shown: a cluster is left out, of
    a region only the profile.
    """
    proposals = _without_hidden(user, proposals)
    keys = {key for one in proposals for key in one.facts.get("practices", ())}
    practices = Practice.objects.visible_to(user).published().in_bulk(keys)
    present, words = represented(one.key for one in proposals), vocabulary()
    introductions = {
        organisation_key(one.introduction.partner): one.introduction for one in asked
    }
    invitations = {one.key: one for one in invited}
    return [
        Card(
            proposal=one,
            name=name_of(one.organisation),
            url=page_url(one.organisation),
            reasons=reasons_of(one, practices, words),
            parts=parts_of(one),
            unknown=unknown_of(one),
            fairness=fairness_of(one),
            is_answered=one.key in present,
            claim_url=claim_url(one.organisation),
            introduction=introductions.get(one.key),
            invitation=invitations.get(one.key),
        )
        for one in proposals
    ]


def _without_hidden(user: Any, proposals: Sequence[PeerProposal]) -> list[PeerProposal]:
    """The proposals as this person may see them today; one query."""
    named = {key for one in proposals for key in (one.profile_id, one.cluster_id)}
    rows = Profile.objects.published().not_merged().visible_to(user)
    public = set(rows.filter(pk__in=named - {None}).values_list("pk", flat=True))
    for one in proposals:
        if one.profile_id not in public:
            one.profile = None
    return [
        one for one in proposals if one.cluster_id is None or one.cluster_id in public
    ]


@dataclass(frozen=True)
class Row:
    """One question in a list: what was asked of whom, and what is new."""

    question: PeerQuestion
    whose: str
    asked: list[PeerIntroduction] = field(default_factory=list)
    arrived: list[PeerInvitation] = field(default_factory=list)

    @property
    def states(self) -> list[tuple[str, int]]:
        """How many introductions stand how, in words."""
        counted = Counter(
            str(one.introduction.get_state_display()) for one in self.asked
        )
        return sorted(counted.items())

    @property
    def answers(self) -> int:
        """Introductions that wait for no answer any more."""
        return sum(one.introduction.state in ANSWERED for one in self.asked)

    @property
    def has_news(self) -> bool:
        return self.question.is_open and bool(self.answers or self.arrived)


def rows_of(questions: Iterable[PeerQuestion]) -> list[Row]:
    """These questions with what came of them; two queries."""
    found = {one.pk: Row(one, name_of(one.organisation)) for one in questions}
    for asked in PeerIntroduction.objects.filter(question__in=found).with_sides():
        found[asked.question_id].asked.append(asked)
    arrived = PeerInvitation.objects.filter(question__in=found).arrived()
    taken = {
        (row.question.pk, organisation_key(one.introduction.partner))
        for row in found.values()
        for one in row.asked
    }
    for one in arrived.with_whose():
        if (one.question_id, one.key) not in taken:
            found[one.question_id].arrived.append(one)
    return list(found.values())


def questions_with_news(user: User) -> list[Row]:
    """Open questions of this person's organisations of which there is news."""
    rows = PeerQuestion.objects.owned_by(user, *EDITING).open().with_whose()
    return [one for one in rows_of(rows) if one.has_news]


@dataclass(frozen=True)
class Wished:
    """One region or cluster that is to be invited, and who wishes it.

    `claim_url` is a whole address, to be put into a letter.
    """

    organisation: Any
    name: str
    url: str
    claim_url: str
    invitations: list[PeerInvitation]


def wished_for() -> list[Wished]:
    """Whom curators are asked to invite; those that most wish for come first."""
    found: dict[Key, list[PeerInvitation]] = {}
    rows = PeerInvitation.objects.waiting().with_whose()
    rows = rows.select_related("question__region", "question__cluster")
    for one in rows.order_by("asked_at", "pk"):
        found.setdefault(one.key, []).append(one)
    return sorted(
        (
            Wished(
                some[0].organisation,
                name_of(some[0].organisation),
                page_url(some[0].organisation),
                absolute_url(claim_url(some[0].organisation)),
                some,
            )
            for some in found.values()
        ),
        key=lambda one: -len(one.invitations),
    )


def counts() -> dict[str, int]:
    """How many questions there are by state: all that curators learn of them."""
    return dict(Counter(PeerQuestion.objects.values_list("state", flat=True)))
