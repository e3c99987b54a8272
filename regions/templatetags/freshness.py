"""What pages say of a record's place in the ledger."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone

from regions.freshness.ledger import calendar_of
from regions.models import Cluster, Facility, Owned, Profile, Status

register = template.Library()


@register.filter
def edit_url(record: Owned) -> str:
    """Where its people correct a record."""
    return reverse(f"editing:{record.record_kind}-edit", args=[record.slug])


@register.filter
def reject_url(record: Any) -> str:
    """Where its people say that a record is not true: among the facts it belongs to.

    What they have confirmed is no open fact any more: that they withdraw.
    """
    if record.is_confirmed:
        return reverse("editing:withdraw", args=[record.record_kind, record.slug])
    anchor = f"#fact-{record.record_kind}-{record.pk}"
    cluster = record.cluster if isinstance(record, Facility) else None
    if isinstance(record, Cluster):
        cluster = record
    if cluster is not None:
        return reverse("editing:cluster-facts", args=[cluster.slug]) + anchor
    return reverse("editing:facts", args=[record.region_id]) + anchor


@register.filter
def ledger_step(record: Any) -> dict[str, Any]:
    """Since when a record fades or is out of the lists; empty if neither holds.

    `is_matched` tells whether it is a profile, which stands in match lists. Offers,
    needs and joint projects have no calendar of their own.
    """
    if not isinstance(record, Owned) or record.status != Status.PUBLISHED:
        return {}
    is_matched = isinstance(record, Profile)
    if record.lapsed_at:
        return {"lapsed": record.lapsed_at, "is_matched": is_matched}
    fades = calendar_of(timezone.localdate(record.counted_from)).fades
    if fades <= timezone.localdate():
        return {"fades": fades, "is_matched": is_matched}
    return {}
