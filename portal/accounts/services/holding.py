"""What every change of mandates shares: the lock, the rules of owners, the trail."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import (
    Invitation,
    Mandate,
    MandateEvent,
    Role,
    User,
    organisation_link,
)
from portal.accounts.organisations import Organisation, name_of, people_url
from portal.accounts.services.letters import Letter, tell_curators
from portal.web.errors import PortalError
from regions.models import Cluster, Region
from regions.services import bump_register_version

RANKS = {Role.READER: 1, Role.EDITOR: 2, Role.OWNER: 3}


class NotAllowed(PortalError):
    """The person is not in a role in which one may do this."""

    status = 403


def lock_person(person: User) -> None:
    """Let this person's requests be counted one by one; before any organisation."""
    rows = User.objects.select_for_update(of=("self",), no_key=True)
    rows.filter(pk=person.pk).values_list("pk").first()


def lock_organisation(organisation: Organisation) -> None:
    """Let changes of its mandates wait for each other until the transaction ends.

    Two owners who leave at the same moment would else both see the other stay.
    """
    model = Region if isinstance(organisation, Region) else Cluster
    rows = model.objects.select_for_update(of=("self",), no_key=True)
    rows.filter(pk=organisation.pk).order_by().values_list("pk").first()


def lock_mandate(mandate: Mandate) -> Mandate:
    """The mandate as it is now, under the lock of its organisation."""
    lock_organisation(mandate.organisation)
    rows = Mandate.objects.select_related("user", "region", "cluster")
    found = rows.filter(pk=mandate.pk).first()
    if found is None:
        raise PortalError(_("This mandate is gone."))
    return found


def mandate_of(user: User, organisation: Organisation) -> Mandate | None:
    """The running mandate of this person for this organisation, if there is one."""
    return user.mandates.running().of(organisation).first()


def is_owner(user: User, organisation: Organisation) -> bool:
    """Whether this person owns it today."""
    mandate = mandate_of(user, organisation)
    return mandate is not None and mandate.role == Role.OWNER


def require_owner(by: User, organisation: Organisation) -> None:
    """Raise NotAllowed unless this person is an owner, or a curator."""
    if not (by.is_staff or is_owner(by, organisation)):
        raise NotAllowed(
            _("Only owners of %(name)s may do this. Ask one of them.")
            % {"name": name_of(organisation)}
        )


def owners_besides(
    user: User, organisation: Organisation, after: datetime.date | None = None
) -> bool:
    """Whether another owner stays who can sign in: today, and later than `after`."""
    others = Mandate.objects.active().of(organisation).filter(role=Role.OWNER)
    if after is not None:
        others = others.running_on(after + datetime.timedelta(days=1))
    return others.exclude(user=user).exists()


def already_acts(mandate: Mandate) -> PortalError:
    """What is said where somebody is to get a mandate that he has."""
    return PortalError(
        _("%(person)s already acts for %(name)s as %(role)s.")
        % {
            "person": mandate.user,
            "name": name_of(mandate.organisation),
            "role": mandate.get_role_display(),
        }
    )


def keep_an_owner(
    mandate: Mandate, by: User, after: datetime.date | None = None
) -> None:
    """Raise PortalError if nobody owned the organisation any more.

    Curators may end anybody's mandate, but their own one as everybody.
    """
    if mandate.role != Role.OWNER or not mandate.is_running:
        return
    if by.is_staff and mandate.user_id != by.pk:
        return
    if not owners_besides(mandate.user, mandate.organisation, after):
        raise PortalError(
            _(
                "%(name)s would be left without an owner. Hand over to a colleague"
                " first, or ask a curator."
            )
            % {"name": name_of(mandate.organisation)}
        )


def note(
    organisation: Organisation,
    what: str,
    *,
    by: User | None,
    person: User | None = None,
    role: str = "",
    words: str = "",
) -> MandateEvent:
    """Write down what happened to the mandates of the organisation."""
    event = MandateEvent(
        **organisation_link(organisation),
        what=what,
        by=by,
        person=person,
        role=role,
        note=words,
    )
    event.full_clean()
    event.save(force_insert=True)
    return event


def tell_if_ownerless(organisation: Organisation) -> bool:
    """Tell the curators if nobody owns it any more; return whether that is so."""
    owners = Mandate.objects.active().of(organisation).filter(role=Role.OWNER)
    if owners.exists():
        return False
    tell_curators(lambda: _ownerless(organisation))
    return True


def _ownerless(organisation: Organisation) -> Letter:
    name = {"name": name_of(organisation)}
    return Letter(
        _("%(name)s has no owner any more") % name,
        (
            _(
                "Nobody with a running mandate owns %(name)s. Its records stay, and"
                " nobody but curators can invite people."
            )
            % name,
            _("A colleague may claim it; you can also give a mandate yourself."),
        ),
        path=people_url(organisation),
        label=_("See its people"),
        reason=_("You get this mail because you are a curator of the portal."),
    )


def end_day(day: datetime.date | None, today: datetime.date) -> datetime.date:
    """The last day of a mandate that ends on `day`, or at once."""
    if day is None:
        return today - datetime.timedelta(days=1)
    if day < today:
        raise PortalError(_("The last day cannot be in the past."))
    return day


def changed_fields(mandate: Mandate, **fields: Any) -> None:
    """Save these fields of the mandate."""
    for name, value in fields.items():
        setattr(mandate, name, value)
    mandate.full_clean()
    mandate.save(update_fields=[*fields])
    renew_pages()


def renew_pages() -> None:
    """End kept pages: they say whether somebody acts for a region."""
    bump_register_version(is_wide=False)


def withdraw_invitations_of(mandate: Mandate) -> None:
    """Who may not invite any more must not come back by a link of his own."""
    if mandate.user.is_staff:
        return
    own = Invitation.objects.open().of(mandate.organisation)
    own.filter(invited_by=mandate.user).update(withdrawn_at=timezone.now())
