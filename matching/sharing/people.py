"""Who acts for a facility, and for the profiles that ask for it."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from matching.sharing.models import AccessRequest
from portal.accounts.models import User
from portal.accounts.organisations import Organisation
from portal.accounts.services import NotAllowed
from regions.models import Facility, Profile, ProfileType
from regions.moderation.records import people_of as people_of_record
from regions.querysets import EDITING


def owners_of(facility: Facility) -> "QuerySet[User]":
    """Active owners and editors of the cluster or region whose facility it is."""
    return people_of_record(facility)


def organisation_of(facility: Facility) -> Organisation:
    """For whom one acts to answer for a facility."""
    return facility.cluster or facility.region


def keeps(user: Any, facility: Facility, *roles: str) -> bool:
    """Whether this person acts for the facility, in one of these roles."""
    rows = Facility.objects.owned_by(user, *roles)
    return rows.filter(pk=facility.pk).exists()


def require_keeper(by: User, facility: Facility) -> None:
    """NotAllowed unless this person may write for the facility."""
    if not keeps(by, facility, *EDITING):
        raise NotAllowed(
            _("Only owners and editors of the facility’s organisation may do this.")
        )


def is_own_facility(profile: Profile, facility: Facility) -> bool:
    """Whether one organisation has both: it need not ask itself."""
    if profile.type == ProfileType.CLUSTER:
        return facility.cluster_id == profile.pk
    return facility.cluster_id is None and facility.region_id == profile.region_id


def profiles_of(request: AccessRequest) -> list[Profile]:
    """All for whom a request is made: the one that asks, or the members of its pool."""
    if request.pool_id is None:
        return [request.profile]
    members = request.pool.members.present().select_related("profile__region")
    return [one.profile for one in members]
