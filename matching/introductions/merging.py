"""Introductions of a record that was merged into another one follow it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from matching.introductions.models import Introduction, Side, State
from matching.introductions.models_talk import AskingBan
from matching.introductions.telling import CLOSED, tell_side
from regions.models import Profile

# Written into the row, and translated where it is shown.
MERGED = gettext_noop(
    "Two records of one side were merged; the older introduction goes on."
)


@transaction.atomic
def move_introductions(*, kept: Profile, gone: Profile) -> None:
    """Let those of `gone` be those of `kept`; call in the transaction of the merger.

    Where both had an open one with the same partner, the older goes on and the other
    is closed. Those between the two end: nobody is introduced to himself.
    """
    kept, gone = (Profile.objects.get(pk=one.pk) for one in (kept, gone))
    # Its people act for the kept one, so what was forbidden to them still is.
    AskingBan.objects.filter(cluster=gone.pk).update(cluster=kept.pk)
    closed = _locked(Introduction.objects.running().between(kept, gone))
    for one in closed:
        _close(one)
    present = {_partner(one, kept): one for one in _locked(_running(kept))}
    for one in _locked(Introduction.objects.of_profile(gone)):
        if {one.profile_id, one.partner_id} == {kept.pk, gone.pk}:
            continue
        twin = present.get(_partner(one, gone)) if one.is_open else None
        if twin is not None:
            younger = max(one, twin, key=lambda each: (each.asked_at, each.pk))
            _close(younger)
            closed.append(younger)
        _lead(one, gone, kept)
    # The people of `gone` act for `kept` by now.
    for one in closed:
        for side in Side:
            tell_side(one, side, CLOSED, "merged")


def _running(profile: Profile):
    return Introduction.objects.running().of_profile(profile)


def _locked(rows) -> list[Introduction]:
    return list(rows.with_sides().select_for_update(of=("self",)).order_by("pk"))


def _partner(one: Introduction, profile: Profile) -> int:
    return one.partner_id if one.profile_id == profile.pk else one.profile_id


def _close(one: Introduction) -> None:
    one.state, one.ended_at, one.closing = State.CLOSED, timezone.now(), MERGED
    one.save(update_fields=["state", "ended_at", "closing"])


def _lead(one: Introduction, gone: Profile, kept: Profile) -> None:
    if one.profile_id == gone.pk:
        one.profile = kept
    else:
        one.partner = kept
    one.save(update_fields=["profile", "partner", "low", "high"])
