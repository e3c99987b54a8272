"""An idea's partners in words: the same cards as those of a stored match list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matching.features import explain_idea
from matching.ideas import IdeaPartners
from matching.ordering import Order, Standing
from matching.reasons import Worded, word_explanations
from matching.wording_cards import columns_of, figures_of, profile_card
from matching.wording_order import standing_cards
from regions.models import Profile, Region
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


def idea_cards(
    found: IdeaPartners, order: Order, standings: Sequence[Standing]
) -> list[dict[str, Any]]:
    """Cards of these partners of an idea, in a fixed number of queries."""
    matches = found.matches_of(standings)
    worded = worded_partners(found, {one.partner_id: one.partner for one in matches})
    cards = [
        {
            "url": one.partner.get_absolute_url(),
            "profile": profile_card(one.partner, found.words),
            "provenance": one.partner,
            "confirmer": confirmer_of(one.partner.type),
            **figures_of(one),
            **columns_of(worded[one.partner_id]),
        }
        for one in matches
    ]
    return standing_cards(found, order, standings, cards)


def worded_partners(
    found: IdeaPartners, partners: Mapping[int, Profile]
) -> dict[int, Worded]:
    """Why each of these partners fits an idea, in words; a fixed number of queries."""
    if not partners or found.profile is None:
        return {}
    explained = explain_idea(found.profile, list(partners))
    items = {
        key: _Item(one.text, one.codes, found.words) for key, one in found.items.items()
    }
    side = IdeaSide(found.region)
    return word_explanations(side, partners, explained, found.words, items)
