"""Words for where a candidate stands: its rank, what moved it, what matters to you."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from matching.candidates import CandidateList
from matching.exposure import Why
from matching.models import POINT, MatchRun
from matching.ordering import Order, Standing
from matching.queries import MatchList
from matching.wording_cards import match_cards
from portal.web.text import labelled
from regions.models import Profile

WHY_WORDS = {
    "seldom_shown": _("seldom shown so far"),
    "newcomer": _("newcomer"),
    "less_developed": _("less developed region"),
    "outermost": _("outermost region"),
}
FIRST_WORDS = {"first10": _("first ten"), "first20": _("first twenty")}


def list_cards(
    found: MatchList, order: Order, standings: Sequence[Standing]
) -> list[dict[str, Any]]:
    """Cards of these rows of a list, with rank and figures as this order shows them."""
    matches = found.matches_of(standings)
    cards = match_cards(found.profile, matches, found.words)
    return standing_cards(found, order, standings, cards)


def standing_cards(
    found: CandidateList,
    order: Order,
    standings: Sequence[Standing],
    cards: Iterable[dict[str, Any]],
) -> list[dict[str, Any]]:
    """These cards of these candidates, with what the order says of each."""
    usual = {one.partner: one for one in found.default}
    return [
        {
            **card,
            **_standing_figures(standing),
            "fairness": fairness_of(standing, found.run),
            "is_newcomer": card["profile"]["region"]["code"] in found.newcomers,
            # As all readers see them, whatever matters to this one.
            "portal": _portal_figures(usual[standing.partner]),
            "is_reweighed": bool(order.steps),
        }
        for card, standing in zip(cards, standings, strict=True)
    ]


def _standing_figures(standing: Standing) -> dict[str, Any]:
    return {
        "rank": standing.rank,
        "rank_by_score": standing.rank_by_score,
        "score": standing.score / POINT,
        "contributions": {
            name: value / POINT for name, value in standing.points.items()
        },
    }


def _portal_figures(standing: Standing) -> dict[str, float]:
    return {"score": standing.score / POINT, "rank": standing.rank}


def fairness_of(standing: Standing, run: MatchRun | None) -> dict[str, Any]:
    """The bonus, how far it moved the row (below 0: down), and why, in one phrase."""
    codes = Why.codes(standing.why) if standing.bonus else []
    return {
        "bonus": standing.bonus / POINT,
        "moved": standing.moved,
        "why": codes,
        "text": _phrase(standing.moved, codes, run),
    }


def moved_words(found: MatchList, partner: Profile) -> str:
    """Why a partner's rank in this list is not that of its score; "" where it is."""
    rows = (one for one in found.default if one.partner == partner.pk)
    standing = next(rows, None)
    return fairness_of(standing, found.run)["text"] if standing else ""


def _phrase(moved: int, codes: Sequence[str], run: MatchRun | None) -> str:
    if moved > 0:
        sentence = ngettext(
            "%(n)s place up: %(why)s", "%(n)s places up: %(why)s", moved
        )
        return sentence % {"n": moved, "why": ", ".join(_why_words(codes))}
    if moved < 0:
        sentence = ngettext(
            "%(n)s place down: others within %(margin)s come first",
            "%(n)s places down: others within %(margin)s come first",
            -moved,
        )
        return sentence % {"n": -moved, "margin": margin_words(run)}
    return ""


def _why_words(codes: Sequence[str]) -> list[str]:
    return [str(WHY_WORDS[code]) for code in codes]


def margin_of(run: MatchRun | None) -> float:
    """The margin, in points, under which the bonuses of this run were given."""
    return run.exposure.get("margin", 0.0) if run else 0.0


def margin_words(run: MatchRun | None) -> str:
    """The margin in words: "1 point", "0.5 points"."""
    margin = margin_of(run)
    words = ngettext("%(n)s point", "%(n)s points", 1 if margin == 1 else 2)
    return words % {"n": floatformat(margin, "-2")}


def exposure_context(run: MatchRun | None) -> dict[str, Any] | None:
    """What matching/_exposure.html shows of a run; None where nothing was measured."""
    if run is None or not run.exposure or not run.rows_total:
        return None
    before, after = run.exposure["by_score"], run.exposure["as_shown"]
    rows = [
        {"places": words, "order": order, **_in_percent(figures[first])}
        for first, words in FIRST_WORDS.items()
        for order, figures in ((_("score alone"), before), (_("as shown"), after))
    ]
    return {
        "margin": margin_words(run),
        "before": _in_percent(before["first20"]),
        "after": _in_percent(after["first20"]),
        "rows": rows,
    }


def _in_percent(figures: dict[str, float]) -> dict[str, float]:
    """The figures, with the shares among them as percentages beside."""
    shares = ("top_decile", "newcomers", "lagging")
    return figures | {f"{name}_percent": 100 * figures[name] for name in shares}


def order_words(order: Order, filterset: Any) -> str:
    """What matters to the reader, in words: "Likeness: more, Reach: does not count"."""
    phrases = []
    for name, step in order.steps.items():
        field = filterset.form.fields[name]
        words = dict(field.choices)
        phrases.append(labelled(field.label, words[str(step)]))
    return gettext(", ").join(phrases)
