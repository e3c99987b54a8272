"""Who wants to be reminded before a call closes."""

from django.db import transaction
from django.utils.translation import gettext as _

from matching.calls.models import Call, CallFollow, Status
from portal.accounts.models import User
from portal.web.errors import PortalError


@transaction.atomic
def follow_call(*, user: User, call: Call) -> CallFollow:
    """Remind this person; a second press changes nothing."""
    if call.status == Status.CLOSED:
        raise PortalError(_("This call is closed: there is nothing to remind you of."))
    return CallFollow.objects.get_or_create(user=user, call=call)[0]


@transaction.atomic
def unfollow_call(*, user: User, call: Call) -> None:
    """Remind this person no more."""
    CallFollow.objects.filter(user=user, call=call).delete()
