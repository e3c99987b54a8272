"""Who could close the gaps of a consortium, and what that would break."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from matching.composition.checking import check
from matching.composition.objective import Objective
from matching.composition.rule import KINDS, About, Finding, Rule, Status
from matching.composition.types import Composition
from matching.composition.wishes import (
    Aims,
    Candidate,
    Closer,
    Gap,
    Move,
    Weights,
)

MOST = 10
# Differences of points and of shares below this are none.
NOTHING = 1e-9


def gap_closers(
    rules: Sequence[Rule],
    composition: Composition,
    candidates: Sequence[Candidate],
    *,
    aims: Aims = Aims(),  # noqa: B008 - frozen
    weights: Weights = Weights(),  # noqa: B008
    most: int = MOST,
) -> list[Gap]:
    """Per rule that is not met, the moves that close it or else bring it nearer.

    Best first: those that break no other rule, then those that close most other gaps
    too, then by what the move adds to the objective. Candidates who are partners
    already may be given too; then their strength and record count, and nobody else of
    their organisation is named. Rules on shares
    and on the project are left out: no partner closes them.
    """
    before = check(rules, composition)
    gaps = [
        position
        for position, finding in enumerate(before)
        if finding.status != Status.MET and _is_about_partners(rules[position])
    ]
    if not gaps:
        return []
    needs_lead = any(
        KINDS[rules[position].kind].about == About.COORDINATOR for position in gaps
    )
    worth = _Worth(composition, candidates, aims, weights)
    closers: dict[int, list[Closer]] = {position: [] for position in gaps}
    for move, key, after in _moves(composition, candidates, needs_lead):
        findings = check(rules, after)
        gain = worth.of(after) - worth.now
        for position in gaps:
            closer = _closer(position, before, findings, move, key, gain)
            if closer is not None:
                closers[position].append(closer)
    return [
        Gap(position, before[position], _best(closers[position], most))
        for position in gaps
    ]


def _is_about_partners(rule: Rule) -> bool:
    return KINDS[rule.kind].about in (About.PARTNERS, About.COORDINATOR)


def _moves(
    composition: Composition, candidates: Sequence[Candidate], needs_lead: bool
) -> Iterator[tuple[Move, str, Composition]]:
    """Every single move from here, with the composition after it."""
    partners = composition.partners
    present = {partner.key for partner in partners}
    taken = {c.organisation for c in candidates if c.key in present} - {""}
    for candidate in candidates:
        if candidate.key not in present and candidate.organisation not in taken:
            joined = replace(composition, partners=(*partners, candidate.partner))
            yield Move.JOIN, candidate.key, joined
            if needs_lead:
                leading = replace(joined, coordinator=candidate.key)
                yield Move.COORDINATE, candidate.key, leading
    for partner in partners:
        rest = tuple(other for other in partners if other.key != partner.key)
        yield Move.LEAVE, partner.key, replace(composition, partners=rest)
        if needs_lead and partner.key != composition.coordinator:
            leading = replace(composition, coordinator=partner.key)
            yield Move.COORDINATE, partner.key, leading


def _closer(
    position: int,
    before: Sequence[Finding],
    after: Sequence[Finding],
    move: Move,
    key: str,
    gain: float,
) -> Closer | None:
    """What the move does for the gap; None if it neither closes it nor helps."""
    was, is_now = before[position], after[position]
    about = KINDS[was.rule.kind].about
    if (move == Move.COORDINATE) != (about == About.COORDINATOR):
        return None
    closes = is_now.status == Status.MET
    helps = was.status == Status.UNMET and is_now.missing < was.missing - NOTHING
    if not (closes or helps):
        return None
    pairs = list(enumerate(zip(before, after, strict=True)))
    return Closer(
        key,
        move,
        closes,
        is_now,
        also=tuple(
            place
            for place, (old, new) in pairs
            if place != position and old.status != Status.MET == new.status
        ),
        breaks=tuple(
            place
            for place, (old, new) in pairs
            if old.status == Status.MET != new.status or _worse(old, new)
        ),
        gain=gain,
    )


def _worse(before: Finding, after: Finding) -> bool:
    """Whether a rule that was missed already is missed by more."""
    return (
        after.status == Status.UNMET
        and before.status != Status.MET
        and after.missing > before.missing + NOTHING
    )


def _best(closers: Sequence[Closer], most: int) -> tuple[Closer, ...]:
    """Those who close the gap; only where nobody does, those who bring it nearer."""
    closing = [closer for closer in closers if closer.closes]
    chosen = closing or list(closers)
    # `sorted` keeps the candidates' order among equals.
    return tuple(
        sorted(
            chosen,
            key=lambda closer: (
                len(closer.breaks),
                closer.finding.missing,
                -len(closer.also),
                -closer.gain,
            ),
        )[:most]
    )


class _Worth:
    """The objective of compositions one move away, for the largest size among them."""

    def __init__(
        self,
        composition: Composition,
        candidates: Sequence[Candidate],
        aims: Aims,
        weights: Weights,
    ) -> None:
        known = {candidate.key for candidate in candidates}
        others = (Candidate(p) for p in composition.partners if p.key not in known)
        everybody = (*candidates, *others)
        self._index = {candidate.key: i for i, candidate in enumerate(everybody)}
        high = len(composition.partners) + 1
        self._objective = Objective(everybody, aims, weights, high)
        self.now = self.of(composition)

    def of(self, composition: Composition) -> float:
        members = [self._index[partner.key] for partner in composition.partners]
        lead = composition.lead
        parts = self._objective.parts(
            members, None if lead is None else self._index[lead.key]
        )
        return math.fsum(parts.values())
