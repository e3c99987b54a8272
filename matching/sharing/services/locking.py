"""The locks that writes take, in this order: profile, facility, pool or wish, request.

Whoever waits for one holds none that stands behind it, so nobody waits in a circle.
"""

from django.utils.translation import gettext as _

from matching.sharing.models import AccessRequest, InvestmentWish, Pool, State
from portal.web.errors import Conflict
from regions.models import Facility


def lock_facility(key: int) -> Facility:
    """The facility as it is now; its bookings are counted one by one."""
    rows = Facility.objects.select_related("region", "cluster")
    found = rows.select_for_update(of=("self",), no_key=True).filter(pk=key).first()
    if found is None:
        raise Conflict(_("This facility is gone."))
    return found


def lock_request(key: int) -> AccessRequest:
    """The request as it is now, locked until the transaction ends."""
    rows = AccessRequest.objects.with_sides().select_for_update(of=("self",))
    found = rows.filter(pk=key).first()
    if found is None:
        raise Conflict(_("This request is gone."))
    return found


def lock_pool(key: int) -> Pool:
    """The pool as it is now, locked until the transaction ends."""
    rows = Pool.objects.with_sides().select_for_update(of=("self",))
    found = rows.filter(pk=key).first()
    if found is None:
        raise Conflict(_("This pool is gone."))
    return found


def lock_wish(key: int) -> InvestmentWish:
    """The wish as it is now, locked until the transaction ends."""
    rows = InvestmentWish.objects.select_related("profile__region")
    found = rows.select_for_update(of=("self",)).filter(pk=key).first()
    if found is None:
        raise Conflict(_("This wish is gone."))
    return found


def already(request: AccessRequest) -> Conflict:
    """What happened meanwhile, for somebody who wanted something else."""
    sentences = {
        State.UNOWNED: _("Nobody acts for this facility yet."),
        State.ASKED: _("This request waits for an answer."),
        State.ACCEPTED: _("This request has been accepted meanwhile."),
        State.DECLINED: _("This request has been declined meanwhile."),
        State.EXPIRED: _("This request ended: it was not answered in time."),
        State.WITHDRAWN: _("This request has been withdrawn meanwhile."),
        State.CANCELLED: _("The facility has cancelled this meanwhile."),
    }
    return Conflict(sentences[State(request.state)])
