"""What a page and the API say about a pair that is not in the list."""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from matching.acts import Act
from matching.candidates import kept_bonuses
from matching.features import Explanation, can_score_now
from matching.models import MatchRun
from matching.pairs import are_nested
from matching.whynot import WhyNot, why_not
from matching.wording import COMPONENT_LABELS
from matching.wording_changes import (
    NEVER,
    parts_of,
    word_act,
    word_difference,
    word_rank,
)
from matching.wording_reasons import GAPS
from regions.models import Profile, Status
from regions.queries.vocabulary import Vocabulary

Found = tuple[str, WhyNot | None]
# Reasons for no answer that can end without any change of the data.
PASSING = {"no_index"}


def place_of_pair(
    run: MatchRun | None,
    profile: Profile,
    partner: Profile,
    explanation: Explanation | None,
) -> Found:
    """A word for why there is no answer ("" where there is one), and the answer."""
    if are_nested(profile, partner):
        return "nested", None
    if {profile.status, partner.status} != {Status.PUBLISHED}:
        return "not_public", None
    if profile.lapsed_at or partner.lapsed_at:
        return "lapsed", None
    if run is None:
        return "no_run", None
    if not can_score_now():
        return "no_index", None
    gaps = explanation.unknown if explanation else ()
    unknown = dict.fromkeys(gap.component for gap in gaps)
    sides = profile.pk, partner.pk
    found = why_not(*sides, run.weights, unknown, kept_bonuses(run))
    return ("", found) if found else ("not_scored", None)


def whynot_context(
    found: Found,
    profile: Profile,
    explanation: Explanation | None,
    words: Vocabulary,
) -> dict[str, Any]:
    """Everything that matching/_pair_whynot.html shows."""
    state, answer = found
    if answer is None:
        return {"never": NEVER[state], "is_passing": state in PASSING}
    lost = answer.lost_by
    return {
        "answer": answer,
        "short_by": answer.last_score - answer.score,
        "lost_label": COMPONENT_LABELS[lost],
        "lost_points": answer.average[lost] - answer.points[lost],
        "rows": component_rows(answer),
        "sides": [
            {"side": side, "acts": _acts(answer, side, profile, words)}
            for side in ("you", "they")
        ],
        "limits": limit_rows(answer, explanation),
        "is_passing": False,
        "any_enters": any(answer.enters(act) for act in answer.acts),
    }


def component_rows(answer: WhyNot) -> list[dict[str, Any]]:
    """The points of the pair beside the average of the first in the list."""
    return [
        {
            "code": name,
            "label": COMPONENT_LABELS[name],
            "points": points,
            "average": answer.average[name],
            "difference": word_difference(
                round(points, 1) - round(answer.average[name], 1)
            ),
            "is_lost": name == answer.lost_by,
        }
        for name, points in answer.points.items()
    ]


def limit_rows(answer: WhyNot, explanation: Explanation | None) -> list[dict[str, Any]]:
    """What each unknown component could bring, with whose gap it is."""
    gaps: dict[str, list[Any]] = {}
    for gap in explanation.unknown if explanation else ():
        gaps.setdefault(gap.component, []).append(gap)
    return [
        {
            "limit": limit,
            "label": COMPONENT_LABELS[limit.component],
            "code": gaps[limit.component][0].code,
            "side": _side_of(gaps[limit.component]),
            "text": ", ".join(
                str(GAPS[gap.code, gap.side]) for gap in gaps[limit.component]
            ),
        }
        for limit in answer.limits
    ]


def _side_of(gaps: list[Any]) -> str:
    sides = {gap.side for gap in gaps}
    return sides.pop() if len(sides) == 1 else "both"


def _acts(
    answer: WhyNot, side: str, profile: Profile, words: Vocabulary
) -> list[dict[str, Any]]:
    return [
        {
            "text": word_act(act, words),
            "result": word_rank(act),
            "enters": answer.enters(act),
            "url": _try_url(profile, act),
        }
        for act in answer.acts
        if act.side == side
    ]


def _try_url(profile: Profile, act: Act) -> str:
    """Where the reader sees what else an act of their own would change."""
    parts = [(name, text) for name, text, _ in parts_of(act.change)]
    if act.side != "you" or act.code == "confirm":
        return ""
    return f"{reverse('matching:whatif', args=[profile.slug])}?{urlencode(parts)}"
