"""Publishing a call, taking it off the pages, and deleting a draft."""

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.calls.casework import checked_rules, failing
from matching.calls.models import Call, Change
from matching.calls.queries import is_only_draft
from matching.calls.services.locking import lock_call, note_change
from portal.accounts.models import User
from portal.web.errors import Conflict, PortalError


@transaction.atomic
def publish_call(
    *, by: User, call: Call, revision: int, despite_failing: bool = False
) -> Call:
    """Show the call to everybody.

    Failing test cases hinder it, unless the curator says that it is meant so; that is
    written down. Published already, nothing changes.
    """
    found = lock_call(by=by, call=call)
    if found.is_published:
        return found
    lock_call(by=by, call=call, revision=revision)
    number = len(failing(checked_rules(found)))
    if number and not despite_failing:
        text = ngettext(
            "%(n)d test case fails. Mend the rule or the case, or tick that the call is"
            " to be published all the same.",
            "%(n)d test cases fail. Mend the rules or the cases, or tick that the call"
            " is to be published all the same.",
            number,
        )
        raise Conflict(text % {"n": number})
    found.is_published = True
    found.save(update_fields=["is_published"])
    change = Change.FAILING if number else Change.PUBLISHED
    note_change(by=by, call=found, change=change)
    return found


@transaction.atomic
def hide_call(*, by: User, call: Call) -> Call:
    """Take it off the public pages; those who follow it are reminded no more."""
    found = lock_call(by=by, call=call)
    if found.is_published:
        found.is_published = False
        found.save(update_fields=["is_published"])
        note_change(by=by, call=found, change=Change.HIDDEN)
    return found


@transaction.atomic
def delete_draft(*, by: User, call: Call) -> None:
    """Delete a call that was never published; others may build on one that was."""
    found = lock_call(by=by, call=call)
    if not is_only_draft(found):
        raise PortalError(
            _("Only a draft that was never published can be deleted. Hide the call.")
        )
    try:
        found.delete()
    except ProtectedError as error:
        text = _("A consortium forms for this call, so it cannot be deleted.")
        raise Conflict(text) from error
