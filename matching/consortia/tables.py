"""The composition as a table: where each member is from, what it is, what it does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matching.calls.wording import word_actor, word_category
from matching.composition import Partner
from matching.consortia.kinds import MemberState
from matching.consortia.models import ConsortiumMember
from matching.consortia.partners import member_partners
from matching.consortia.sight import Sight
from matching.consortia.standing import Standing
from matching.consortia.wording import role_label
from regions.queries.vocabulary import Vocabulary, vocabulary

# How a state is marked beside its word.
TAGS = {"agreed": "good", "invited": "read", "pinned": "alike", "declined": "warn"}


@dataclass(frozen=True)
class MemberRow:
    """One member in words; share and note are empty for who may not read them."""

    member: ConsortiumMember
    place: str
    country: str
    category: str
    actor: str
    roles: Sequence[str]
    share: Any
    note: str
    is_lead: bool

    @property
    def label(self) -> str:
        return self.member.label

    @property
    def url(self) -> str:
        """The page of its profile, where it has one that everybody sees."""
        profile = self.member.profile
        shown = profile is not None and profile.status == "published"
        return profile.get_absolute_url() if shown else ""

    @property
    def tag(self) -> str:
        return TAGS.get(self.member.state, "plain")

    @property
    def can_be_asked(self) -> bool:
        return self.member.state in (MemberState.CONSIDERED, MemberState.PINNED)


def member_rows(standing: Standing, sight: Sight) -> list[MemberRow]:
    """The members that a person sees, coordinator first; no query beyond theirs."""
    words = vocabulary()
    shown = sight.members(standing.members)
    partners = {one.key: one for one in standing.composition.partners}
    missing = [one for one in shown if one.key not in partners]
    others = member_partners(missing, words) if missing else {}
    lead = standing.consortium.lead_id
    return [
        _row(one, partners.get(one.key) or others[one.pk], sight, lead, words)
        for one in shown
    ]


def _row(
    member: ConsortiumMember,
    partner: Partner,
    sight: Sight,
    lead: int,
    words: Vocabulary,
) -> MemberRow:
    code = member.profile.region_id if member.profile_id else member.region_code
    return MemberRow(
        member=member,
        place=words.region_label(code) if code else "",
        country=words.country_label(partner.country),
        category=word_category(partner.category) if partner.category else "",
        actor=word_actor(partner.actor),
        roles=[role_label(role) for role in member.roles],
        share=member.share if sight.reads else None,
        note=member.note if sight.edits else "",
        is_lead=member.profile_id == lead,
    )
