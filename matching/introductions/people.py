"""Who acts for the two sides of an introduction."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from matching.introductions.models import Introduction, Side
from portal.accounts.models import Mandate, User
from portal.accounts.organisations import Organisation
from portal.accounts.services import NotAllowed
from regions.models import Profile, ProfileType
from regions.querysets import EDITING

# A key by which an organisation is known: its kind, and its code or number.
Key = tuple[str, Any]


def organisation_of(profile: Profile) -> Organisation:
    """For whom a profile's people act: the region of a priority, or the cluster."""
    if profile.type == ProfileType.CLUSTER:
        return profile.cluster
    return profile.region


def organisation_key(profile: Profile) -> Key:
    """The same as a key, which asks nothing of the database."""
    if profile.type == ProfileType.CLUSTER:
        return "cluster", profile.pk
    return "region", profile.region_id


def of_organisation(profile: Profile, path: str) -> Q:
    """Rows whose `path` leads to a profile of the same organisation."""
    kind, key = organisation_key(profile)
    if kind == "cluster":
        return Q(**{path: key})
    return Q(**{f"{path}__type": ProfileType.PRIORITY, f"{path}__region": key})


def people_of(profile: Profile, *roles: str) -> "QuerySet[User]":
    """Active people who act for the profile now; owners and editors if not said."""
    kind, key = organisation_key(profile)
    return User.objects.acting_for(*(roles or EDITING), **{kind: key})


def answered_for(profiles: Sequence[Profile]) -> set[int]:
    """Keys of those for which somebody could answer; one query."""
    keys = {one.pk: organisation_key(one) for one in profiles}
    regions = [key for kind, key in keys.values() if kind == "region"]
    clusters = [key for kind, key in keys.values() if kind == "cluster"]
    acting = Mandate.objects.active().filter(
        Q(region__in=regions) | Q(cluster__in=clusters), role__in=EDITING
    )
    found = {
        ("region", region) if region else ("cluster", cluster)
        for region, cluster in acting.order_by().values_list("region", "cluster")
    }
    return {pk for pk, key in keys.items() if key in found}


def acts_for(user: Any, profile: Profile, *roles: str) -> bool:
    """Whether this person has a running mandate for it, in one of these roles."""
    return Profile.objects.owned_by(user, *roles).filter(pk=profile.pk).exists()


def side_of(user: Any, introduction: Introduction, *roles: str) -> Side | None:
    """The side for which this person acts, or None.

    Who acts for both is of the side that is asked for, as long as it has to answer.
    """
    keys = (introduction.profile_id, introduction.partner_id)
    own = set(
        Profile.objects.owned_by(user, *roles)
        .filter(pk__in=keys)
        .values_list("pk", flat=True)
    )
    if introduction.partner_id in own:
        return Side.ASKED
    return Side.ASKING if introduction.profile_id in own else None


def require_side(by: User, introduction: Introduction, *sides: Side) -> Side:
    """The side for which this person writes; NotAllowed if it is none of these."""
    profiles = {Side.ASKED: introduction.partner, Side.ASKING: introduction.profile}
    for side in sides:
        if acts_for(by, profiles[side], *EDITING):
            return side
    raise NotAllowed(_only_writers())


def require_writer(by: User, profile: Profile) -> None:
    if not acts_for(by, profile, *EDITING):
        raise NotAllowed(_only_writers())


def _only_writers() -> str:
    return _("Only owners and editors of the organisation may do this.")
