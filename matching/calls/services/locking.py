"""What every write of a call shares: who may, the lock, and the trail."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from matching.calls.models import Call, CallEdit, Change
from portal.accounts.models import User
from portal.accounts.services import NotAllowed
from portal.web.errors import Conflict


def require_curator(by: User) -> None:
    if not by.is_staff:
        raise NotAllowed(_("Only curators write calls."))


def lock_call(*, by: User, call: Call, revision: int | None = None) -> Call:
    """The call as it is now, locked until the transaction ends.

    With a revision: only if nobody has changed the call since.
    """
    require_curator(by)
    rows = Call.objects.select_for_update(of=("self",))
    found = rows.filter(pk=call.pk).first()
    if found is None:
        raise Conflict(_("This call is gone."))
    if revision is not None and revision != found.revision:
        raise Conflict(
            _(
                "Somebody has changed this call meanwhile. Open it again and make your"
                " change anew."
            )
        )
    return found


def note_change(
    *, by: User, call: Call, change: Change, details: dict[str, Any] | None = None
) -> None:
    """Write down who did what, and make the call one that people have written."""
    call.revision += 1
    call.edited_at, call.edited_by = timezone.now(), by
    call.save(update_fields=["revision", "edited_at", "edited_by"])
    CallEdit.objects.create(call=call, by=by, change=change, details=details or {})
