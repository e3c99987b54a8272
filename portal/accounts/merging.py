"""What people hold of a cluster that was merged into another one follows it.

It follows only where curators have once published what is gone: who typed a record that
nobody ever checked acts for nothing but that record.
"""

import datetime
from typing import Any

from django.utils import timezone

from portal.accounts.models import Claim, Invitation, Mandate, MandateEvent, Role
from portal.accounts.organisations import was_ever_published
from portal.accounts.services import notices
from portal.accounts.services.holding import (
    RANKS,
    changed_fields,
    end_day,
    note,
    renew_pages,
)
from regions.models import Cluster

What = MandateEvent.What


def move_mandates(*, kept: Cluster, gone: Cluster, by: Any) -> None:
    """Let people of `gone` act for `kept` in the role they had; call in a transaction.

    Whoever acts for both keeps the stronger role, and its end. Where `gone` was never
    published its mandates end instead, and its invitations are withdrawn.
    """
    if was_ever_published(gone):
        _move_people(kept, gone, by)
    else:
        _end_people(kept, gone, by)
    _move_claims(kept, gone)
    renew_pages()


def _move_people(kept: Cluster, gone: Cluster, by: Any) -> None:
    present = {one.user_id: one for one in _locked(kept)}
    newcomers = []
    for mandate in _locked(gone):
        person, role = mandate.user, mandate.role
        twin = present.get(mandate.user_id)
        if twin is None:
            mandate.cluster = kept
            mandate.save()
        if twin is None or _unite(twin, mandate):
            newcomers.append(twin or mandate)
        words = _named(gone)
        note(kept, What.HANDED_OVER, by=by, person=person, role=role, words=words)
    for mandate in newcomers:
        if mandate.is_running:
            notices.tell_owners_of_newcomer(mandate)
    Invitation.objects.filter(cluster=gone).update(cluster=kept)
    MandateEvent.objects.filter(cluster=gone).update(cluster=kept)


def _end_people(kept: Cluster, gone: Cluster, by: Any) -> None:
    """Nobody comes to `kept` by a record of his own making; he may claim it."""
    today = timezone.localdate()
    words = _named(kept)
    for mandate in _locked(gone):
        if not mandate.is_running:
            continue
        changed_fields(mandate, ends_on=end_day(None, today), closed_on=today)
        person, role = mandate.user, mandate.role
        note(gone, What.ENDED, by=by, person=person, role=role, words=words)
        notices.tell_of_merger(mandate, kept)
    Invitation.objects.open().of(gone).update(withdrawn_at=timezone.now())


def _named(cluster: Cluster) -> str:
    """The other cluster in a note; no words, because readers have their language."""
    return f"{cluster} ({cluster.slug})"


def _locked(cluster: Cluster) -> list[Mandate]:
    rows = Mandate.objects.filter(cluster=cluster).select_related("user", "cluster")
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _unite(kept: Mandate, gone: Mandate) -> bool:
    """Give `kept` the better of both, and delete `gone`; whether `kept` got a role."""
    before = kept.role if kept.is_running else ""
    better = max((kept, gone), key=_strength)
    role, ends_on, closed_on = better.role, better.ends_on, better.closed_on
    gone.delete()
    kept.role, kept.ends_on, kept.closed_on = role, ends_on, closed_on
    kept.save()
    return role != before


def _strength(mandate: Mandate) -> tuple:
    """Running ones first, then by role, then by how long they last."""
    rank = RANKS[Role(mandate.role)]
    return mandate.is_running, rank, mandate.ends_on or datetime.date.max


def _move_claims(kept: Cluster, gone: Cluster) -> None:
    """Claims follow; of two open ones of a person the earlier stays open."""
    is_open = Claim.objects.filter(state=Claim.State.OPEN)
    doubled = is_open.filter(cluster=kept).values("user")
    is_open.filter(cluster=gone, user__in=doubled).update(
        state=Claim.State.TAKEN_BACK,
        decided_at=timezone.now(),
        proof=None,
        proof_name="",
    )
    Claim.objects.filter(cluster=gone).update(cluster=kept)
