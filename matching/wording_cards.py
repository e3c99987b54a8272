"""Match cards: what a page, a fragment and the API show about one candidate.

One plain dict for all three, so that they cannot say different things.
"""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from matching.features import component_names, explain_pairs
from matching.models import POINT, Kind, Match
from matching.reasons import Worded, word_explanations
from matching.wording import COMPONENT_LABELS
from regions.models import Profile, ProfileType
from regions.queries.vocabulary import Vocabulary
from regions.wording import confirmer_of

MOST_GAINS = 2
MOST_SHARED = 1


def match_cards(
    profile: Profile, matches: Sequence[Match], words: Vocabulary
) -> list[dict[str, Any]]:
    """Cards of these matches of one profile, in a fixed number of queries.

    Where each stands is not theirs to say: see `wording_order.standing_cards`.
    """
    partners = {match.partner_id: match.partner for match in matches}
    explained = explain_pairs(profile.pk, list(partners))
    worded = word_explanations(profile, partners, explained, words)
    return [
        {
            "url": pair_url(profile, match.partner),
            "profile": profile_card(match.partner, words),
            "provenance": match.partner,
            "confirmer": confirmer_of(match.partner.type),
            **figures_of(match),
            **columns_of(worded[match.partner_id]),
        }
        for match in matches
    ]


def figures_of(match: Match) -> dict[str, Any]:
    """Score, kind and contributions; these add up to the score exactly."""
    return {
        "score": match.score / POINT,
        "kind": Kind(match.kind).name.lower(),
        "contributions": contributions_of(match),
        "labels": COMPONENT_LABELS,
    }


def columns_of(worded: Worded) -> dict[str, Any]:
    """The best reasons by column of the card, the rest, and what is not known.

    "more" holds what the columns leave out, so that a card stays short and says all.
    """
    columns = {
        "gain": worded.gain[:MOST_GAINS],
        "give": worded.give[:MOST_GAINS],
        "shared": worded.shared[:MOST_SHARED],
    }
    shown = [phrase for column in columns.values() for phrase in column]
    return {
        **columns,
        "more": [phrase for phrase in worded.reasons if phrase not in shown],
        "unknown": worded.unknown,
        "reasons": worded.reasons,
    }


def contributions_of(match: Match) -> dict[str, float]:
    """Points of each component, with two decimals as stored."""
    return {name: getattr(match, name) / POINT for name in component_names()}


def known_components(match: Match) -> set[str]:
    """The components about which enough is known on both sides."""
    names = enumerate(component_names())
    return {name for bit, name in names if match.known >> bit & 1}


def profile_card(profile: Profile, words: Vocabulary) -> dict[str, Any]:
    """Who a profile is: title, kind, period and place, each with its address.

    The profile must be read with `queries.SIDE`, or each card asks for its strategy.
    """
    region = profile.region
    return {
        "slug": profile.slug,
        "type": profile.type,
        "title": profile.title,
        "url": profile.get_absolute_url(),
        "period": _period(profile),
        "region": {
            "code": region.code,
            "name": region.label,
            "country_code": region.country,
            "country": words.country_label(region.country),
            "url": reverse("regions:detail", args=[region.code]),
        },
    }


def _period(profile: Profile) -> str:
    """The years of the strategy behind a priority; a cluster has none."""
    if profile.type != ProfileType.PRIORITY:
        return ""
    return profile.priority.strategy.period


def pair_url(profile: Profile, partner: Profile) -> str:
    return reverse("matching:pair", args=[profile.slug, partner.slug])
