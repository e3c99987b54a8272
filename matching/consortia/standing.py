"""How a consortium stands under the rules of its call, worked out when it is read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from matching.calls.models import Call, CallRule
from matching.composition import (
    Composition,
    Finding,
    Partner,
    Rule,
    RuleError,
    SwapWarning,
    check,
    swap_warnings,
)
from matching.consortia.models import Consortium, ConsortiumMember
from matching.consortia.partners import composition_of, member_partners
from regions.queries.vocabulary import Vocabulary, vocabulary

# The values of a finding's status.
MET, UNMET, UNKNOWN = "met", "unmet", "unknown"


@dataclass(frozen=True)
class Standing:
    """Members, the composition they make, and a finding for each rule that is read.

    `rows` and `rules` belong together; rules that cannot be read are left out of both.
    """

    consortium: Consortium
    members: Sequence[ConsortiumMember]
    composition: Composition
    rows: Sequence[CallRule]
    rules: Sequence[Rule]

    @cached_property
    def findings(self) -> list[Finding]:
        return check(self.rules, self.composition)

    @cached_property
    def names(self) -> dict[str, str]:
        """What partners are called, by their key."""
        return {one.key: one.label for one in self.members}

    def count(self, status: str) -> int:
        return sum(one.status == status for one in self.findings)

    @property
    def met(self) -> int:
        return self.count(MET)

    @property
    def unmet(self) -> int:
        return self.count(UNMET)

    @property
    def unknown(self) -> int:
        return self.count(UNKNOWN)

    @property
    def is_complete(self) -> bool:
        """Whether every rule that is known here is met."""
        return bool(self.rules) and self.met == len(self.rules)

    def broken_by(self, after: Composition) -> list[SwapWarning]:
        """The rules that are met now and would not be any more."""
        return swap_warnings(self.rules, self.composition, after)

    def row_of(self, warning: SwapWarning) -> CallRule:
        return self.rows[warning.position]


def rules_of(call: Call) -> tuple[list[CallRule], list[Rule]]:
    """The rules of a call that can be read, as stored and as they are checked."""
    rows, rules = [], []
    for row in call.rules.all():
        try:
            rules.append(Rule.read(row.kind, row.params))
        except RuleError:
            # The curators’ page of the call says what is wrong with it.
            continue
        rows.append(row)
    return rows, rules


def standing_of(consortium: Consortium, words: Vocabulary | None = None) -> Standing:
    """How it stands now; a fixed number of queries."""
    members = list(consortium.members.with_who())
    rows, rules = rules_of(consortium.call)
    composition = composition_of(consortium, members, words or vocabulary())
    return Standing(consortium, members, composition, rows, rules)


def without(composition: Composition, key: str) -> Composition:
    """The composition after this partner has left."""
    left = tuple(one for one in composition.partners if one.key != key)
    coordinator = composition.coordinator
    return replace(
        composition,
        partners=left,
        coordinator=None if coordinator == key else coordinator,
    )


def with_partner(composition: Composition, partner: Partner) -> Composition:
    """The composition after this partner has joined, or was described anew."""
    known = {one.key: one for one in composition.partners} | {partner.key: partner}
    return replace(composition, partners=tuple(known.values()))


def with_coordinator(composition: Composition, key: str) -> Composition:
    return replace(composition, coordinator=key)


def partner_now(member: ConsortiumMember, words: Vocabulary) -> Partner:
    """One member as a partner, also as a form describes it before it is saved."""
    return member_partners([member], words)[member.pk]
