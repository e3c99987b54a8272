"""Two or more profiles side by side: topics, value chain, offers against needs.

The first of `sides` is the reader's own; rows say in `has` which side has what, and in
`is_shared` whether the reader's has it together with somebody else.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from matching.queries import topic_sets
from regions.models import ExchangeItem, Profile, Scheme, Side, Stage
from regions.queries.vocabulary import Vocabulary
from regions.wording import word_item

Row = dict[str, Any]


def topic_grids(sides: Sequence[Profile], words: Vocabulary) -> list[dict[str, Any]]:
    """For each scheme the topics of any side; the shared ones come first."""
    sets = topic_sets([side.pk for side in sides])
    everything = set().union(*sets)
    grids = []
    for scheme, label in Scheme.choices:
        codes = [code for code in everything if words.topics[code].scheme == scheme]
        rows = [
            {"code": code, "label": words.topics[code].label, **_sharing(code, sets)}
            for code in sorted(codes)
        ]
        rows.sort(key=lambda row: not row["is_shared"])
        if rows:
            grids.append({"label": label, "rows": rows})
    return grids


def stage_rows(sides: Sequence[Profile]) -> list[Row]:
    """The five stages with who covers them; empty where no side says any."""
    sets = [set(side.stages) for side in sides]
    if not any(sets):
        return []
    return [{"label": stage.label, **_sharing(stage, sets)} for stage in Stage]


def _sharing(value: Any, sets: Sequence[Collection[Any]]) -> Row:
    has = [value in own for own in sets]
    return {"has": has, "is_shared": has[0] and any(has[1:])}


def met_items(explanation: Any) -> set[int]:
    """Offers and needs that meet one another in this pair."""
    reasons: Iterable = explanation.reasons if explanation else ()
    return {
        key
        for reason in reasons
        if reason.code == "offer_meets_need"
        for key in reason.subjects
    }


def item_rows(
    items: Iterable[ExchangeItem], met: Collection[int]
) -> Callable[[Profile, str], list[Row]]:
    """A function that words the offers or needs of one profile among these."""
    known = list(items)

    def rows(profile: Profile, side: Side | str) -> list[Row]:
        return [
            _item_row(profile, item, item.pk in met)
            for item in known
            if item.profile_id == profile.pk and item.side == side
        ]

    return rows


def _item_row(profile: Profile, item: ExchangeItem, is_met: bool) -> Row:
    worded = word_item(item)
    return {
        "item": item,
        "text": worded.text,
        "reason": worded.reason,
        "url": f"{profile.get_absolute_url()}#item-{item.pk}",
        "is_met": is_met,
        "is_derived": bool(item.derivation),
    }
