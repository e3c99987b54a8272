"""What the clock does: a request ends after its last day."""

from django.db import transaction
from django.utils import timezone

from matching.partner_requests.models import PartnerRequest, State
from matching.partner_requests.telling import tell_ended


def close_due() -> int:
    """End what is past its day; return how many. Each exactly once."""
    keys = list(
        PartnerRequest.objects.due().order_by("pk").values_list("pk", flat=True)
    )
    return sum(map(_close, keys))


@transaction.atomic
def _close(key: int) -> bool:
    due = PartnerRequest.objects.due().with_whose().select_for_update(of=("self",))
    found = due.filter(pk=key).first()
    if found is None:
        return False
    found.state, found.closed_at = State.EXPIRED, timezone.now()
    found.save(update_fields=["state", "closed_at"])
    tell_ended(found)
    return True
