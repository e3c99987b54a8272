"""What a job keeps of a plan: counts, faults and differences, in readable words."""

from typing import Any

from django.utils.translation import gettext as _

from regions.editing.comparing import Difference
from regions.editing.documents import MODELS
from regions.models import ItemKind
from regions.sheets.planning import Plan

# So many faults are kept at all; no person reads more, and no row of the database
# should grow without end.
MOST_FAULTS = 100_000
MOST_CHANGES = MOST_NEW = 200
LONGEST = 300


def report_of(plan: Plan) -> dict[str, Any]:
    """The plan as plain data, in the language that is in force."""
    return {
        "digest": plan.digest,
        "counts": plan.counts,
        "faults": [one.as_dict() for one in plan.faults[:MOST_FAULTS]],
        "fault_count": len(plan.faults),
        "new": [
            {
                "kind": one.kind,
                "row": one.row,
                "title": one.values.get("title") or one.values.get("period") or one.key,
            }
            for one in plan.new[:MOST_NEW]
        ],
        "changes": [
            {
                "kind": one.entry.kind,
                "row": one.entry.row,
                "key": one.entry.key,
                "title": one.title,
                "fields": [described(one.entry.kind, each) for each in one.differences],
                "taken": [label_of(one.entry.kind, name) for name in one.taken],
            }
            for one in plan.changes[:MOST_CHANGES]
        ],
        "change_count": len(plan.changes),
        "new_count": len(plan.new),
    }


def described(kind: str, change: Difference) -> dict[str, str]:
    """One field that differs: its name, and what it says before and after.

    Of a list, only what goes and what comes.
    """
    before, after = change.before, change.after
    if isinstance(before, list) and isinstance(after, list):
        lost = [one for one in before if one not in after]
        gained = [one for one in after if one not in before]
        if lost or gained:
            before, after = lost, gained
    return {
        "label": label_of(kind, change.field),
        "before": _text(before),
        "after": _text(after),
    }


def label_of(kind: str, name: str) -> str:
    """A field's name for people."""
    words = {"offers": _("offers"), "needs": _("needs"), "stages": _("stages")}
    if name in words:
        return words[name]
    return str(MODELS[kind]._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _text(value: Any) -> str:
    if isinstance(value, list):
        text = "; ".join(
            _item_text(one) if isinstance(one, dict) else str(one) for one in value
        )
    elif isinstance(value, dict):
        text = "; ".join(f"{name}={level}" for name, level in sorted(value.items()))
    else:
        text = "" if value is None else str(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def _item_text(item: dict[str, Any]) -> str:
    """An offer or need in one line."""
    kind = dict(ItemKind.choices).get(item["kind"], item["kind"])
    more = [str(kind)]
    low, high = item["trl_min"], item["trl_max"]
    if low or high:
        more.append(f"TRL {low or '…'}–{high or '…'}")
    more += item["topics"]
    if item["stage"]:
        more.append(item["stage"])
    if item["is_confidential"]:
        more.append(_("confidential"))
    if item["facility"]:
        more.append(item["facility"])
    return f"{item['text'] or item['derivation']} ({', '.join(more)})"
