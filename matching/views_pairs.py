"""What the page of one pair shows: every number, every reason, both sides."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest

from matching.card_parts import parts_for
from matching.features import Explanation, component_names, explain_pairs
from matching.models import POINT, Match, MatchRun
from matching.pairs import are_nested, unkept_match
from matching.queries import (
    MatchList,
    current_run,
    items_of,
    match_list_for,
    topic_sets,
)
from matching.reasons import Worded, word_explanations
from matching.views_whynot import place_of_pair, whynot_context
from matching.wording import COMPONENT_LABELS, COMPONENT_MEANINGS
from matching.wording_cards import (
    figures_of,
    known_components,
    pair_url,
    profile_card,
)
from matching.wording_order import moved_words
from regions.models import ExchangeItem, Profile, Scheme, Side, Stage
from regions.queries.vocabulary import Vocabulary, vocabulary
from regions.wording import confirmer_of, word_item


def pair_context(
    request: HttpRequest, profile: Profile, partner: Profile
) -> dict[str, Any]:
    """Everything that matching/pair.html shows; a profile has no pair with itself."""
    if profile.pk == partner.pk:
        raise Http404
    run, words = current_run(), vocabulary()
    here = match_list_for(request.user, profile, run, words)
    there = match_list_for(request.user, partner, run, words)
    match, rank = place_in_list(here, partner)
    if match is None and run is not None:
        match = unkept_match(run, profile, partner)
    explanation = explain_pairs(profile.pk, [partner.pk])
    worded = word_explanations(profile, {partner.pk: partner}, explanation, words)
    why = explanation.get(partner.pk)
    sides = (profile, partner)
    return {
        "profile": profile,
        "partner": partner,
        "source": profile_card(profile, words),
        "target": profile_card(partner, words),
        "confirmers": [confirmer_of(one.type) for one in sides],
        "run": run,
        "match": figures_of(match) if match else None,
        "freshness": match.freshness / POINT if match else None,
        "components": _components(match, run, worded[partner.pk]),
        "worded": worded[partner.pk],
        "is_eligible": not are_nested(profile, partner),
        "rank": rank,
        "rank_there": there.places.get(profile.pk),
        "whynot": None if rank else _whynot(run, profile, partner, why, words),
        "moved": moved_words(here, partner),
        "moved_there": moved_words(there, profile),
        "mirror_url": pair_url(partner, profile),
        "topic_grids": _topic_grids(sides, words),
        "exchanges": _exchanges(sides, why),
        "stage_rows": _stage_rows(sides),
        "parts": parts_for(request.user, profile, [partner], "pair")[partner.pk],
    }


def _whynot(
    run: MatchRun | None,
    profile: Profile,
    partner: Profile,
    explanation: Explanation | None,
    words: Vocabulary,
) -> dict[str, Any]:
    found = place_of_pair(run, profile, partner, explanation)
    return whynot_context(found, profile, explanation, words)


def place_in_list(
    found: MatchList, partner: Profile
) -> tuple[Match | None, int | None]:
    """The stored match and its rank among those this person may see, as shown."""
    match = found.matches.filter(partner=partner).first()
    return match, found.places.get(partner.pk) if match else None


def _components(
    match: Match | None, run: MatchRun | None, worded: Worded
) -> list[dict[str, Any]]:
    weights = (run.weights if run else {}).get("weights", {})
    known = known_components(match) if match else set()
    return [
        {
            "code": name,
            "label": COMPONENT_LABELS[name],
            "meaning": COMPONENT_MEANINGS[name],
            "weight": weights.get(name),
            "points": getattr(match, name) / POINT if match else None,
            "is_known": name in known,
            "reasons": worded.of_component(name),
        }
        for name in component_names()
    ]


def _topic_grids(
    sides: tuple[Profile, Profile], words: Vocabulary
) -> list[dict[str, Any]]:
    """For each scheme the topics of either side; those of both come first."""
    mine, theirs = topic_sets([side.pk for side in sides])
    grids = []
    for scheme, label in Scheme.choices:
        codes = [code for code in mine | theirs if words.topics[code].scheme == scheme]
        rows = [
            {
                "code": code,
                "label": words.topics[code].label,
                "mine": code in mine,
                "theirs": code in theirs,
            }
            for code in sorted(codes)
        ]
        rows.sort(key=lambda row: not (row["mine"] and row["theirs"]))
        if rows:
            grids.append({"label": label, "rows": rows})
    return grids


def _stage_rows(sides: tuple[Profile, Profile]) -> list[dict[str, Any]]:
    """The five stages with who covers them; empty where neither side says any."""
    mine, theirs = (set(side.stages) for side in sides)
    if not mine and not theirs:
        return []
    return [
        {"label": stage.label, "mine": stage in mine, "theirs": stage in theirs}
        for stage in Stage
    ]


def _exchanges(
    sides: tuple[Profile, Profile], explanation: Any
) -> list[dict[str, Any]]:
    """Both directions: the giver's offers beside the taker's needs."""
    items = items_of([side.pk for side in sides])
    met = _met_items(explanation)

    def rows(profile: Profile, side: str) -> list[dict[str, Any]]:
        own = [
            item
            for item in items
            if item.profile_id == profile.pk and item.side == side
        ]
        return [_item_row(profile, item, item.pk in met) for item in own]

    mine, theirs = sides
    return [
        {
            "is_gain": giver is theirs,
            "offers": rows(giver, Side.OFFER),
            "needs": rows(taker, Side.NEED),
        }
        for giver, taker in ((theirs, mine), (mine, theirs))
    ]


def _met_items(explanation: Any) -> set[int]:
    """Offers and needs that meet one another in this pair."""
    reasons: Iterable = explanation.reasons if explanation else ()
    return {
        key
        for reason in reasons
        if reason.code == "offer_meets_need"
        for key in reason.subjects
    }


def _item_row(profile: Profile, item: ExchangeItem, is_met: bool) -> dict[str, Any]:
    worded = word_item(item)
    return {
        "item": item,
        "text": worded.text,
        "reason": worded.reason,
        "url": f"{profile.get_absolute_url()}#item-{item.pk}",
        "is_met": is_met,
        "is_derived": bool(item.derivation),
    }
