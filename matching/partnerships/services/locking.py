"""What every write of a partnership shares: one lock, and the rows as they are now.

All writes of one partnership wait for each other, so that no two of them can take the
last lead away, fill a seat twice or decide twice.
"""

from typing import TypeVar

from django.db import models
from django.utils.translation import gettext as _

from matching.partnerships.choices import Status
from matching.partnerships.models import Partnership, PartnershipMember
from portal.web.errors import Conflict

Row = TypeVar("Row", bound=models.Model)


def lock_partnership(key: int) -> Partnership:
    """The partnership as it is now, locked until the transaction ends."""
    rows = Partnership.objects.select_for_update(of=("self",))
    found = rows.filter(pk=key).first()
    if found is None:
        raise Conflict(_("This partnership is gone."))
    return found


def lock_alive(key: int) -> Partnership:
    """The same, if one can still join, leave and lead it."""
    found = lock_partnership(key)
    if not found.is_alive:
        raise over()
    return found


def over() -> Conflict:
    return Conflict(_("This partnership is over: nothing of it changes any more."))


def lock_active(key: int) -> Partnership:
    found = lock_partnership(key)
    if found.status != Status.ACTIVE:
        raise Conflict(_("This is for active partnerships only."))
    return found


def fresh(row: Row) -> Row:
    """The row as it is now; read it after the partnership was locked."""
    found = type(row)._default_manager.filter(pk=row.pk).first()
    if found is None:
        raise Conflict(_("Somebody has taken this away meanwhile."))
    return found


def fresh_seat(seat: PartnershipMember) -> PartnershipMember:
    found = PartnershipMember.objects.with_whom().filter(pk=seat.pk).first()
    if found is None:
        raise Conflict(_("Somebody has taken this away meanwhile."))
    return found


def said_already(seat: PartnershipMember) -> Conflict:
    """What became of a seat meanwhile, for somebody who wanted something else."""
    words = {"name": seat.label, "state": seat.get_state_display()}
    return Conflict(_("Meanwhile: %(name)s: %(state)s.") % words)
