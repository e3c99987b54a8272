"""Writes of mandates: given, changed, ended, handed over; each written down and told.

Owners give and end the mandates of editors and readers. An owner's own mandate is
changed by nobody but himself and curators, and never so that no owner is left; only a
curator may do that. About his own mandates a curator decides as anybody else.
"""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import (
    Mandate,
    MandateEvent,
    Role,
    User,
    organisation_link,
)
from portal.accounts.organisations import Organisation, name_of
from portal.accounts.services import notices
from portal.accounts.services.holding import (
    RANKS,
    NotAllowed,
    already_acts,
    changed_fields,
    end_day,
    keep_an_owner,
    lock_mandate,
    lock_organisation,
    mandate_of,
    note,
    renew_pages,
    require_owner,
    tell_if_ownerless,
    withdraw_invitations_of,
)
from portal.web.errors import PortalError

What = MandateEvent.What


@transaction.atomic
def grant_mandate(
    *,
    user: User,
    organisation: Organisation,
    role: str,
    by: User,
    ends_on: datetime.date | None = None,
    words: str = "",
) -> Mandate:
    """Give a person a mandate, or renew the one there was.

    The caller has checked that `by` may do so. A running mandate of a higher role is
    never lowered by this.
    """
    lock_organisation(organisation)
    if ends_on is not None:
        end_day(ends_on, timezone.localdate())
    present = mandate_of(user, organisation)
    if present and RANKS[Role(present.role)] > RANKS[Role(role)]:
        raise already_acts(present)
    link = organisation_link(organisation)
    mandate = Mandate.objects.filter(user=user, **link).first()
    mandate = mandate or Mandate(user=user, **link)
    mandate.role, mandate.ends_on, mandate.closed_on = role, ends_on, None
    mandate.granted_by, mandate.granted_at = by, timezone.now()
    mandate.full_clean()
    mandate.save()
    renew_pages()
    note(organisation, What.GRANTED, by=by, person=user, role=role, words=words)
    return mandate


@transaction.atomic
def grant_directly(
    *,
    email: str,
    organisation: Organisation,
    role: str,
    by: User,
    ends_on: datetime.date | None = None,
) -> Mandate:
    """Give a mandate without a claim to the person with this address; curators only."""
    if not by.is_staff:
        raise NotAllowed(_("Only curators give mandates without a claim."))
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        raise PortalError(
            _("Nobody has an account with this address. Invite the person instead.")
        )
    if user.pk == by.pk:
        raise NotAllowed(_("Nobody gives himself a mandate. Ask another curator."))
    mandate = grant_mandate(
        user=user, organisation=organisation, role=role, by=by, ends_on=ends_on
    )
    notices.tell_of_grant(mandate)
    notices.tell_owners_of_newcomer(mandate)
    return mandate


@transaction.atomic
def change_role(*, mandate: Mandate, role: str, by: User) -> Mandate:
    """Let the person act in another role from now on."""
    mandate = lock_mandate(mandate)
    _require_right(mandate, by)
    _require_running(mandate)
    if mandate.role == role:
        return mandate
    _forbid_higher_for_oneself(mandate, role, by)
    if role != Role.OWNER:
        keep_an_owner(mandate, by)
    was_owner = mandate.role == Role.OWNER
    changed_fields(mandate, role=role)
    note(mandate.organisation, What.CHANGED, by=by, person=mandate.user, role=role)
    if by != mandate.user:
        notices.tell_of_change(mandate)
    if was_owner:
        withdraw_invitations_of(mandate)
        tell_if_ownerless(mandate.organisation)
    return mandate


@transaction.atomic
def set_end(*, mandate: Mandate, last_day: datetime.date | None, by: User) -> Mandate:
    """Let the mandate end with this day, or run on without one."""
    mandate = lock_mandate(mandate)
    _require_right(mandate, by)
    _require_running(mandate)
    if last_day is not None:
        end_day(last_day, timezone.localdate())
        keep_an_owner(mandate, by, after=last_day)
    _forbid_longer_for_oneself(mandate, last_day, by)
    if mandate.ends_on == last_day:
        return mandate
    _date(mandate, last_day, by)
    if by != mandate.user:
        notices.tell_of_end_date(mandate)
    return mandate


@transaction.atomic
def end_mandate(*, mandate: Mandate, by: User, words: str = "") -> Mandate:
    """End the mandate at once."""
    mandate = lock_mandate(mandate)
    _require_right(mandate, by)
    _require_running(mandate)
    keep_an_owner(mandate, by)
    _close(mandate, by, words)
    if by != mandate.user:
        notices.tell_of_end(mandate, words)
    else:
        notices.tell_owners_of_leaver(mandate)
    return mandate


def leave(*, mandate: Mandate, by: User) -> Mandate:
    """End one's own mandate at once."""
    if mandate.user_id != by.pk:
        raise NotAllowed(_("One leaves for oneself only."))
    return end_mandate(mandate=mandate, by=by)


@transaction.atomic
def hand_over(
    *, mandate: Mandate, to: Mandate, by: User, last_day: datetime.date | None = None
) -> Mandate:
    """Make a colleague owner, without an end date, and end this owner's mandate.

    It ends with `last_day`, or at once; returns the colleague's mandate.
    """
    mandate = lock_mandate(mandate)
    _require_right(mandate, by)
    _require_running(mandate)
    to = Mandate.objects.select_related("user", "region", "cluster").get(pk=to.pk)
    if mandate.role != Role.OWNER:
        raise PortalError(_("Only an owner hands over."))
    _require_successor(mandate, to)
    if to.user_id == by.pk:
        raise _higher_for_oneself()
    changed_fields(to, role=Role.OWNER, ends_on=None)
    organisation = mandate.organisation
    note(organisation, What.HANDED_OVER, by=by, person=to.user, role=Role.OWNER)
    notices.tell_successor(to, mandate.user)
    if last_day is None:
        _close(mandate, by, "")
    else:
        _forbid_longer_for_oneself(mandate, last_day, by)
        _date(mandate, end_day(last_day, timezone.localdate()), by)
    if by != mandate.user:
        _tell_leaver(mandate)
    return to


def _tell_leaver(mandate: Mandate) -> None:
    if mandate.is_running:
        notices.tell_of_end_date(mandate)
    else:
        notices.tell_of_end(mandate, "")


def _date(mandate: Mandate, last_day: datetime.date | None, by: User) -> None:
    changed_fields(mandate, ends_on=last_day)
    note(
        mandate.organisation,
        What.DATED,
        by=by,
        person=mandate.user,
        role=mandate.role,
        words=last_day.isoformat() if last_day else "",
    )


def _require_right(mandate: Mandate, by: User) -> None:
    """One's own, or as an owner that of an editor or reader; curators any."""
    if by.is_staff or mandate.user_id == by.pk:
        return
    require_owner(by, mandate.organisation)
    if mandate.role == Role.OWNER and mandate.is_running:
        raise NotAllowed(
            _("An owner's mandate is ended by the owner or by a curator only.")
        )


def _require_running(mandate: Mandate) -> None:
    if not mandate.is_running:
        raise PortalError(_("This mandate has already ended."))


def _require_successor(mandate: Mandate, to: Mandate) -> None:
    same = (to.region_id, to.cluster_id) == (mandate.region_id, mandate.cluster_id)
    if not same or to.pk == mandate.pk or not to.is_running or not to.user.is_active:
        raise PortalError(
            _("Choose a colleague who acts for %(name)s today.")
            % {"name": name_of(mandate.organisation)}
        )


def _forbid_higher_for_oneself(mandate: Mandate, role: str, by: User) -> None:
    """Not for curators either: another one decides, or an owner."""
    if mandate.user_id != by.pk:
        return
    if RANKS[Role(role)] > RANKS[Role(mandate.role)]:
        raise _higher_for_oneself()


def _higher_for_oneself() -> NotAllowed:
    return NotAllowed(_("Nobody gives himself more rights. Ask an owner."))


def _forbid_longer_for_oneself(
    mandate: Mandate, last_day: datetime.date | None, by: User
) -> None:
    """Who was given a date cannot put it off alone, nor can a curator his own."""
    if mandate.user_id != by.pk or mandate.ends_on is None:
        return
    if last_day is None or last_day > mandate.ends_on:
        raise NotAllowed(
            _("You can shorten your own mandate only. A curator can prolong it.")
        )


def _close(mandate: Mandate, by: User, words: str) -> None:
    """End it with yesterday, so that it is over now; keep that it was ended today."""
    today = timezone.localdate()
    changed_fields(mandate, ends_on=end_day(None, today), closed_on=today)
    withdraw_invitations_of(mandate)
    organisation, role = mandate.organisation, mandate.role
    note(organisation, What.ENDED, by=by, person=mandate.user, role=role, words=words)
    if role == Role.OWNER:
        tell_if_ownerless(organisation)
