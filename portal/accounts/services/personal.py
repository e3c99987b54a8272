"""Writes of one's own data: the name, and the end of the account."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.addresses import verified_addresses
from portal.accounts.models import Invitation, Mandate, MandateEvent, Role, User
from portal.accounts.organisations import Organisation, name_of
from portal.accounts.services.holding import (
    lock_organisation,
    note,
    owners_besides,
    tell_if_ownerless,
)
from portal.mail.forgetting import forget_words
from portal.mail.services import forget_mails_to
from portal.web.errors import PortalError
from regions.services import bump_register_version


@transaction.atomic
def update_name(*, user: User, name: str, position: str, name_visibility: str) -> User:
    """Keep name and position, and who sees them."""
    user.name, user.position = name.strip(), position.strip()
    user.name_visibility = name_visibility
    user.full_clean()
    user.save(update_fields=["name", "position", "name_visibility"])
    # Kept pages may name people.
    bump_register_version(is_wide=False)
    return user


def sole_ownerships(user: User) -> list[Mandate]:
    """Mandates without which a region or cluster would have no owner."""
    rows = user.mandates.running().filter(role=Role.OWNER)
    rows = rows.select_related("region", "cluster", "user")
    return [one for one in rows if not owners_besides(user, one.organisation)]


@transaction.atomic
def delete_account(*, user: User, leaves_ownerless: bool = False) -> None:
    """Delete the person and all that is theirs alone; the institutions' records stay.

    Records stay confirmed, versions keep their role and lose the name, messages stay
    without their author, and mails to others name him no more. A last owner has to
    hand over first, or say that the organisation may be left without an owner;
    curators are told of that.
    """
    organisations = _locked_organisations(user)
    if not leaves_ownerless and (alone := sole_ownerships(user)):
        names = ", ".join(name_of(one.organisation) for one in alone)
        raise PortalError(
            _("You are the last owner of %(names)s. Hand over first.")
            % {"names": names}
        )
    owned = [one for one, role in organisations if role == Role.OWNER]
    for organisation, role in organisations:
        note(organisation, MandateEvent.What.ENDED, by=None, role=role)
    addresses = {user.email, *verified_addresses(user)}
    Invitation.objects.filter(email__in=addresses).delete()
    open_ones = Invitation.objects.open().filter(invited_by=user)
    open_ones.update(withdrawn_at=timezone.now())
    for address in addresses:
        forget_mails_to(address=address)
    forget_words(words=[user.name, *addresses])
    end_sessions(user)
    user.delete()
    for organisation in owned:
        tell_if_ownerless(organisation)
    bump_register_version(is_wide=False)


def _locked_organisations(user: User) -> list[tuple[Organisation, str]]:
    """Those for which the person acts, locked in one order so that nobody waits."""
    rows = user.mandates.running().select_related("region", "cluster")
    mandates = list(rows.order_by("region", "cluster"))
    for mandate in mandates:
        lock_organisation(mandate.organisation)
    return [(one.organisation, one.role) for one in mandates]


def end_sessions(user: User) -> int:
    """Delete all sessions in which this person is signed in; return how many."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    keys = [
        session.session_key
        for session in Session.objects.filter(
            expire_date__gte=timezone.now()
        ).iterator()
        if _person_in(session) == str(user.pk)
    ]
    for key in keys:
        store(key).delete()
    return len(keys)


def _person_in(session: Session) -> Any:
    return session.get_decoded().get(SESSION_KEY)
