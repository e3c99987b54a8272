"""What the pages of consortia read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from matching.calls.models import CallRule
from matching.calls.wording import word_finding, word_rule
from matching.composition import Closer, Composition, Finding, Gap, Move, gap_closers
from matching.consortia.candidates import Candidate, candidates_for
from matching.consortia.kinds import CHANGEABLE, MemberState
from matching.consortia.models import Consortium, ConsortiumMember
from matching.consortia.proposing import aims_of, choice_of
from matching.consortia.standing import (
    Standing,
    with_coordinator,
    with_partner,
    without,
)
from matching.consortia.wording import MOVES
from matching.features import explain_pairs
from matching.reasons import word_explanations
from portal.accounts.models import User
from regions.models import Profile
from regions.queries.vocabulary import Vocabulary, vocabulary
from regions.querysets import EDITING

# So many are named under a rule that is not met.
MOST_CLOSERS = 5
SIDE = ("region__parent", "priority__strategy", "cluster")


@dataclass(frozen=True)
class CloserLine:
    """Somebody who closes a gap, or brings it nearer, and why it fits."""

    closer: Closer
    label: str
    button: str
    place: str
    url: str
    points: float | None
    reason: str
    also: Sequence[str]
    breaks: Sequence[str]
    member: ConsortiumMember | None

    @property
    def move(self) -> str:
        return str(self.closer.move)


@dataclass(frozen=True)
class RuleLine:
    """A rule, how it stands, and who could change that."""

    row: CallRule
    finding: Finding
    sentence: str
    words: str
    closers: Sequence[CloserLine] = ()
    # Whether a rule above names the same ones already.
    repeats: bool = False

    @property
    def status(self) -> str:
        return str(self.finding.status)


def rule_lines(
    standing: Standing, closers: Mapping[int, Sequence[CloserLine]] | None = None
) -> list[RuleLine]:
    """The rules in the order of the call, each with its words; no query."""
    found = zip(standing.rows, standing.findings, strict=True)
    lines, named = [], set()
    for position, (row, finding) in enumerate(found):
        some = (closers or {}).get(position, ())
        moves = tuple((each.move, each.closer.key) for each in some)
        line = RuleLine(
            row,
            finding,
            word_rule(finding.rule),
            word_finding(finding, standing.names),
            some,
            repeats=bool(moves) and moves in named,
        )
        lines.append(line)
        named.add(moves)
    return lines


def closers_of(user: Any, standing: Standing) -> dict[int, list[CloserLine]]:
    """Who closes which rule that is not met, the best first; a fixed number of
    queries. What speaks for each is said from the lead's side."""
    if not standing.unmet:
        return {}
    words = vocabulary()
    one, members = standing.consortium, standing.members
    found = {each.key: each for each in candidates_for(user, one, members, words)}
    gaps: Sequence[Gap] = gap_closers(
        standing.rules,
        standing.composition,
        [choice_of(each) for each in found.values()],
        aims=aims_of(one),
        most=MOST_CLOSERS + 1,
    )
    best = {
        gap.position: [each for each in gap.closers if not _is_lead_leaving(one, each)][
            :MOST_CLOSERS
        ]
        for gap in gaps
    }
    keys = {each.key for some in best.values() for each in some}
    reasons = _reasons(one.lead, [found[key] for key in keys if key in found], words)
    writer = _Lines(standing, found, reasons, words)
    return {place: [writer.line(each) for each in some] for place, some in best.items()}


def replacements(
    user: Any, standing: Standing, member: ConsortiumMember
) -> list[Candidate]:
    """Who could come instead so that no rule breaks by it, the nearest first."""
    after = without(standing.composition, member.key)
    if not member.is_present or not standing.broken_by(after):
        return []
    one, members = standing.consortium, standing.members
    present = {partner.key for partner in standing.composition.partners}
    fitting = (
        each
        for each in candidates_for(user, one, members)
        if each.key not in present
        and not standing.broken_by(_in_place(standing, member, after, each))
    )
    return list(islice(fitting, MOST_CLOSERS))


def _in_place(
    standing: Standing,
    member: ConsortiumMember,
    after: Composition,
    candidate: Candidate,
) -> Composition:
    """With the candidate instead, who coordinates if the one that leaves did."""
    joined = with_partner(after, candidate.partner)
    if standing.composition.coordinator == member.key:
        return with_coordinator(joined, candidate.key)
    return joined


def _is_lead_leaving(one: Consortium, closer: Closer) -> bool:
    return closer.move == Move.LEAVE and closer.key == one.lead.slug


def _reasons(
    lead: Profile, candidates: Sequence[Candidate], words: Vocabulary
) -> dict[str, str]:
    """The best reason why each of these fits the lead, in one sentence."""
    keys = [one.profile.pk for one in candidates]
    if not keys:
        return {}
    side = Profile.objects.select_related(*SIDE).get(pk=lead.pk)
    partners = Profile.objects.select_related(*SIDE).in_bulk(keys)
    worded = word_explanations(side, partners, explain_pairs(lead.pk, keys), words)
    return {
        partners[key].slug: (one.gain or one.shared or one.give)[0].text
        for key, one in worded.items()
        if one.reasons
    }


@dataclass(frozen=True)
class _Lines:
    """Words for closers."""

    standing: Standing
    found: Mapping[str, Candidate]
    reasons: Mapping[str, str]
    words: Vocabulary

    def line(self, closer: Closer) -> CloserLine:
        member = next((m for m in self.standing.members if m.key == closer.key), None)
        candidate = self.found.get(closer.key)
        profile = candidate.profile if candidate else member and member.profile
        return CloserLine(
            closer=closer,
            label=profile.title if profile else member.label if member else closer.key,
            button=str(MOVES[closer.move]),
            place=self.words.region_label(profile.region_id) if profile else "",
            url=profile.get_absolute_url() if profile else "",
            points=candidate.points if candidate else None,
            reason=self.reasons.get(closer.key, ""),
            also=self._rules(closer.also),
            breaks=self._rules(closer.breaks),
            member=member,
        )

    def _rules(self, positions: Sequence[int]) -> list[str]:
        return [word_rule(self.standing.rules[one]) for one in positions]


def waiting_invitations(user: User) -> "QuerySet[ConsortiumMember]":
    """Invitations that this person can answer; for the desk."""
    rows = ConsortiumMember.objects.of_people(user, *EDITING)
    rows = rows.filter(state=MemberState.INVITED, consortium__stage__in=CHANGEABLE)
    return rows.select_related("profile", "consortium__call").order_by("invited_at")


def open_consortia(user: User) -> "QuerySet[Consortium]":
    """Those that this person leads and that are not handed in; for the desk."""
    rows = Consortium.objects.led_by(user, *EDITING).filter(stage__in=CHANGEABLE)
    return rows.select_related("call", "lead").order_by("call__closes", "pk")
