"""Mandates that end by their date: written down once, told, and warned of before."""

import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from portal.accounts.models import Mandate, MandateEvent, Role
from portal.accounts.services import notices
from portal.accounts.services.holding import (
    lock_mandate,
    note,
    owners_besides,
    renew_pages,
    tell_if_ownerless,
    withdraw_invitations_of,
)
from portal.web.errors import PortalError

WARNED_BEFORE = datetime.timedelta(days=30)


def close_ended_mandates() -> int:
    """Write down and tell what has ended by its date; return how many that were."""
    return sum(_close(mandate) for mandate in _unclosed())


def warn_of_last_ends() -> int:
    """Warn last owners whose mandate runs out within 30 days; return how many."""
    today = timezone.localdate()
    rows = Mandate.objects.active().filter(
        role=Role.OWNER, ends_on__lte=today + WARNED_BEFORE
    )
    rows = rows.select_related("user", "region", "cluster").order_by("pk")
    return sum(_warn(mandate) for mandate in rows)


def _unclosed() -> list[Mandate]:
    is_open = Q(closed_on=None) | Q(closed_on__lt=F("ends_on"))
    rows = Mandate.objects.over().filter(is_open).order_by("pk")
    return list(rows.select_related("user", "region", "cluster"))


@transaction.atomic
def _close(mandate: Mandate) -> bool:
    """False if another worker was quicker, or the mandate was renewed meanwhile."""
    try:
        mandate = lock_mandate(mandate)
    except PortalError:
        return False
    if mandate.is_running or _is_written_down(mandate):
        return False
    Mandate.objects.filter(pk=mandate.pk).update(closed_on=mandate.ends_on)
    renew_pages()
    withdraw_invitations_of(mandate)
    organisation = mandate.organisation
    what = MandateEvent.What.ENDED
    note(organisation, what, by=None, person=mandate.user, role=mandate.role)
    notices.tell_of_passed_end(mandate)
    if mandate.role == Role.OWNER:
        tell_if_ownerless(organisation)
    return True


def _is_written_down(mandate: Mandate) -> bool:
    closed, last = mandate.closed_on, mandate.ends_on
    return closed is not None and last is not None and closed >= last


@transaction.atomic
def _warn(mandate: Mandate) -> bool:
    if owners_besides(mandate.user, mandate.organisation, mandate.ends_on):
        return False
    key = f"mandate-ends:{mandate.pk}:{mandate.ends_on:%Y-%m-%d}"
    return notices.warn_last_owner(mandate, key)
