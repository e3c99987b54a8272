"""Who may do what in a partnership: its leads, its members, the curators."""

from typing import Any

from django.utils.translation import gettext as _

from matching.introductions.people import people_of, require_writer
from matching.partnerships.models import Partnership, PartnershipMember
from portal.accounts.models import User
from portal.accounts.services import NotAllowed
from regions.models import Profile
from regions.querysets import EDITING


def is_curator(user: Any) -> bool:
    return bool(user.is_authenticated and user.is_staff)


def leads(user: Any, partnership: Partnership) -> bool:
    """Whether this person writes for a profile that leads it now."""
    seats = partnership.members.leads().owned_by(user, *EDITING)
    return user.is_authenticated and seats.exists()


def takes_part(user: Any, partnership: Partnership) -> bool:
    """Whether this person acts for a profile that takes part, in any role."""
    seats = partnership.members.active().owned_by(user)
    return user.is_authenticated and seats.exists()


def has_interest(user: Any, partnership: Partnership) -> bool:
    """Whether a profile of this person takes part, asks or is invited: who judges a
    partnership must not be of it."""
    return partnership.members.present().owned_by(user).exists()


def require_lead(by: User, partnership: Partnership) -> None:
    if not leads(by, partnership):
        raise NotAllowed(_("Only owners and editors of a lead may do this."))


def require_steering(by: User, partnership: Partnership) -> None:
    """A lead's people, or a curator."""
    if not (is_curator(by) or leads(by, partnership)):
        raise NotAllowed(
            _("Only owners and editors of a lead, and curators, may do this.")
        )


def require_seat(by: User, seat: PartnershipMember) -> Profile:
    """The profile of a seat for which this person writes; a printed name has none."""
    if seat.profile is None:
        raise NotAllowed(_("Nobody here acts for a name that a source has printed."))
    require_writer(by, seat.profile)
    return seat.profile


def require_curator(by: User) -> None:
    if not is_curator(by):
        raise NotAllowed(_("Only curators may do this."))


def require_impartial(by: User, partnership: Partnership) -> None:
    """A curator who acts for nobody in the partnership."""
    require_curator(by)
    if has_interest(by, partnership):
        raise NotAllowed(
            _("Who acts for a member of a partnership does not judge it as a curator.")
        )


def people_of_leads(partnership: Partnership) -> list[User]:
    """Owners and editors of all leads, each once."""
    return people_of_seats(partnership.members.leads().with_whom())


def people_of_members(partnership: Partnership) -> list[User]:
    """Owners and editors of all who take part, each once."""
    return people_of_seats(partnership.members.active().with_whom())


def people_of_seats(seats: Any) -> list[User]:
    found: dict[int, User] = {}
    for seat in seats:
        for person in people_of_seat(seat):
            found[person.pk] = person
    return [found[key] for key in sorted(found)]


def people_of_seat(seat: PartnershipMember) -> list[User]:
    """Owners and editors of a seat's profile; of a printed name nobody."""
    return list(people_of(seat.profile).order_by("pk")) if seat.profile else []
