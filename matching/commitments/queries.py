"""What pages show of commitments: both ladders, and what came before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from matching.commitments.models import Commitment
from matching.commitments.steps import MEANINGS, Step
from regions.models import Profile


@dataclass(frozen=True)
class Rung:
    """One step with what either side has stated of it and still holds."""

    label: str
    meaning: str | Promise
    own: Commitment | None
    other: Commitment | None


@dataclass(frozen=True)
class Ladders:
    """How far two sides go towards each other, as one of them sees it.

    `own` and `other` are the present steps, the highest that hold; `rungs` begin with
    the loosest. `past` is what has ended, the newest first.
    """

    rungs: list[Rung]
    own: Commitment | None
    other: Commitment | None
    past: list[Commitment]


def ladders_of(user: Any, own: Profile, other: Profile) -> Ladders:
    """Both ladders of a pair for somebody who acts for `own`; one query."""
    rows = Commitment.objects.visible_to(user).of_pairs(own, [other]).without_files()
    found = list(rows.order_by("-made_at", "-pk"))
    holds = {(one.profile_id, one.step): one for one in found if one.is_valid}
    rungs = [
        Rung(
            str(step.label),
            MEANINGS[step],
            holds.get((own.pk, step)),
            holds.get((other.pk, step)),
        )
        for step in Step
    ]
    return Ladders(
        rungs=rungs,
        own=_highest([one.own for one in rungs]),
        other=_highest([one.other for one in rungs]),
        past=[one for one in found if not one.is_valid],
    )


def present_steps(
    user: Any, profile: Profile, partners: Sequence[Profile]
) -> dict[int, dict[str, Commitment]]:
    """By partner's key the present step of the profile ("own") and of the partner
    ("other"), where there is one that this person may see; one query."""
    rows = Commitment.objects.visible_to(user).valid().of_pairs(profile, partners)
    rows = rows.without_files().order_by("step", "pk")
    found: dict[int, dict[str, Commitment]] = {}
    for one in rows:
        is_own = one.profile_id == profile.pk
        key = one.partner_id if is_own else one.profile_id
        # The higher ones come later.
        found.setdefault(key, {})["own" if is_own else "other"] = one
    return found


def _highest(found: Sequence[Commitment | None]) -> Commitment | None:
    return next((one for one in reversed(found) if one is not None), None)
