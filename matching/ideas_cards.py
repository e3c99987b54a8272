"""An idea's partners in words: the same cards as those of a stored match list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matching.features import explain_idea
from matching.ideas import IdeaPartners
from matching.models import POINT, Match
from matching.ordering import Standing
from matching.reasons import word_explanations
from matching.wording_cards import columns_of, figures_of, profile_card
from matching.wording_order import fairness_of
from regions.models import Region
from regions.queries.vocabulary import Vocabulary
from regions.wording import confirmer_of


@dataclass(frozen=True)
class IdeaSide:
    """The side of "you" in reasons: it has a region at most, and no page of its own."""

    region: Region

    def get_absolute_url(self) -> str:
        return ""


@dataclass(frozen=True)
class _Item:
    """An offer or need as reasons word it: its topics as records."""

    text: str
    codes: tuple[str, ...]
    words: Vocabulary
    derivation: str = ""
    facility: None = None

    @property
    def topics(self) -> "_Item":
        return self

    def all(self) -> list[Any]:
        return [self.words.topics[code] for code in self.codes]


def idea_cards(found: IdeaPartners, rows: Sequence[Match]) -> list[dict[str, Any]]:
    """Cards of these partners of an idea, in a fixed number of queries."""
    partners = {row.partner_id: row.partner for row in rows}
    explained = explain_idea(found.profile, list(partners)) if partners else {}
    items = {
        key: _Item(one.text, one.codes, found.words) for key, one in found.items.items()
    }
    side = IdeaSide(found.region)
    worded = word_explanations(side, partners, explained, found.words, items)
    return [
        {
            "rank": row.rank,
            "url": row.partner.get_absolute_url(),
            "profile": profile_card(row.partner, found.words),
            "provenance": row.partner,
            "confirmer": confirmer_of(row.partner.type),
            **figures_of(row),
            **columns_of(worded[row.partner_id]),
            **_order_of(row),
        }
        for row in rows
    ]


def _order_of(row: Match) -> dict[str, Any]:
    """What other lists say of their order; that of an idea is by score alone."""
    standing = Standing(row.partner_id, row.rank, row.rank, row.score, points={})
    return {
        "rank_by_score": standing.rank_by_score,
        "fairness": fairness_of(standing, None),
        "portal": {"score": row.score / POINT, "rank": row.rank},
    }
