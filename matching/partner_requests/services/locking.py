"""What every write of a partner request shares."""

from django.utils.translation import gettext as _

from matching.partner_requests.models import PartnerRequest, State
from portal.web.errors import Conflict


def lock_request(key: int) -> PartnerRequest:
    """The request as it is now, locked until the transaction ends."""
    rows = PartnerRequest.objects.with_whose().select_for_update(of=("self",))
    found = rows.filter(pk=key).first()
    if found is None:
        raise Conflict(_("This request is gone."))
    return found


def over(request: PartnerRequest) -> Conflict:
    """What happened meanwhile, for somebody who wanted something else."""
    sentences = {
        State.FILLED: _("This request is filled."),
        State.CLOSED: _("This request is closed."),
        State.EXPIRED: _("The last day of this request is past."),
    }
    return Conflict(sentences[request.shown_state])
