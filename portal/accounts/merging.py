"""What people hold of a cluster that was merged into another one follows it."""

import datetime
from typing import Any

from portal.accounts.models import Claim, Invitation, Mandate, MandateEvent, Role
from regions.models import Cluster

# Weakest first: of two mandates of one person the stronger one stays.
_RANKS = (Role.READER, Role.EDITOR, Role.OWNER)


def move_mandates(*, kept: Cluster, gone: Cluster, by: Any) -> None:
    """Let people of `gone` act for `kept` in the role they had; call in a transaction.

    Whoever acts for both keeps the stronger role, and its end.
    """
    present = {one.user_id: one for one in _locked(kept)}
    for mandate in _locked(gone):
        twin = present.get(mandate.user_id)
        if twin is None:
            mandate.cluster = kept
            mandate.save()
        else:
            _unite(twin, mandate)
        person, role = mandate.user, mandate.role
        MandateEvent.objects.create(
            cluster=kept,
            what=MandateEvent.What.HANDED_OVER,
            role=role,
            person=person,
            by=by,
            note=f"{gone} ({gone.slug})",
        )
    _move_claims(kept, gone)
    Invitation.objects.filter(cluster=gone).update(cluster=kept)
    MandateEvent.objects.filter(cluster=gone).update(cluster=kept)


def _locked(cluster: Cluster) -> list[Mandate]:
    rows = Mandate.objects.filter(cluster=cluster).select_related("user")
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _unite(kept: Mandate, gone: Mandate) -> None:
    """Give `kept` the better of both, and delete `gone`."""
    better = max((kept, gone), key=_strength)
    role, ends_on = better.role, better.ends_on
    gone.delete()
    kept.role, kept.ends_on = role, ends_on
    kept.save()


def _strength(mandate: Mandate) -> tuple:
    """Running ones first, then by role, then by how long they last."""
    is_running = Mandate.objects.running().filter(pk=mandate.pk).exists()
    rank = _RANKS.index(Role(mandate.role))
    return is_running, rank, mandate.ends_on or datetime.date.max


def _move_claims(kept: Cluster, gone: Cluster) -> None:
    """Claims follow; of two open ones of a person the earlier stays open."""
    is_open = Claim.objects.filter(state=Claim.State.OPEN)
    doubled = is_open.filter(cluster=kept).values("user")
    is_open.filter(cluster=gone, user__in=doubled).update(state=Claim.State.TAKEN_BACK)
    Claim.objects.filter(cluster=gone).update(cluster=kept)
