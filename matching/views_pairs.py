"""What the page of one pair shows: every number, every reason, both sides."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from matching.card_parts import parts_for
from matching.features import Explanation, component_names, explain_pairs
from matching.models import POINT, Match, MatchRun
from matching.pairs import are_nested, unkept_match
from matching.queries import (
    MatchList,
    current_run,
    items_of,
    match_list_for,
)
from matching.reasons import Worded, word_explanations
from matching.side_by_side import item_rows, met_items, stage_rows, topic_grids
from matching.views_whynot import place_of_pair, whynot_context
from matching.wording import COMPONENT_LABELS, COMPONENT_MEANINGS
from matching.wording_cards import (
    figures_of,
    known_components,
    pair_url,
    profile_card,
)
from matching.wording_order import moved_words
from regions.models import Profile, Side
from regions.queries.vocabulary import Vocabulary, vocabulary
from regions.wording import confirmer_of


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
        "columns": [_("You"), _("They")],
        "topic_grids": topic_grids(sides, words),
        "exchanges": _exchanges(sides, why),
        "parts": parts_for(request.user, profile, [partner], "pair")[partner.pk],
        "stage_rows": stage_rows(sides),
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


def _exchanges(
    sides: tuple[Profile, Profile], explanation: Any
) -> list[dict[str, Any]]:
    """Both directions: the giver's offers beside the taker's needs."""
    items = items_of([side.pk for side in sides])
    rows = item_rows(items, met_items(explanation))
    mine, theirs = sides
    return [
        {
            "is_gain": giver is theirs,
            "offers": rows(giver, Side.OFFER),
            "needs": rows(taker, Side.NEED),
        }
        for giver, taker in ((theirs, mine), (mine, theirs))
    ]
