"""For whom somebody may ask peers, and who could answer."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from portal.accounts.models import Mandate, User
from portal.accounts.organisations import Organisation
from portal.accounts.services import NotAllowed
from portal.guide.peers.order import Key
from regions.models import Cluster, Profile, ProfileType, Region
from regions.querysets import EDITING


def key_of(organisation: Organisation) -> Key:
    """The organisation as introductions know it."""
    kind = "cluster" if isinstance(organisation, Cluster) else "region"
    return kind, organisation.pk


def region_of(organisation: Organisation) -> Region:
    """The region itself, or that of a cluster's seat."""
    if isinstance(organisation, Cluster):
        return organisation.region
    return organisation


def organisations_of(user: Any) -> list[Organisation]:
    """The regions and clusters for which this person may ask, in a fixed order."""
    if not user.is_authenticated:
        return []
    regions = user.mandated_regions(*EDITING).order_by("code").distinct()
    clusters = user.mandated_clusters(*EDITING).select_related("region")
    return [*regions, *clusters.order_by("title", "pk").distinct()]


def may_write(by: Any, organisation: Organisation) -> bool:
    """Whether this person is an owner or editor of it today."""
    if not by.is_authenticated:
        return False
    rows = Mandate.objects.active().of(organisation)
    return rows.filter(user=by, role__in=EDITING).exists()


def require_writer_of(by: User, organisation: Organisation) -> None:
    """Raise NotAllowed unless this person is an owner or editor of it."""
    if not may_write(by, organisation):
        raise NotAllowed(_("Only owners and editors of the organisation may do this."))


def represented(keys: Iterable[Key]) -> set[Key]:
    """Those for whom somebody acts who could answer; one query."""
    wanted = set(keys)
    regions = [key for kind, key in wanted if kind == "region"]
    clusters = [key for kind, key in wanted if kind == "cluster"]
    acting = Mandate.objects.active().filter(
        Q(region__in=regions) | Q(cluster__in=clusters), role__in=EDITING
    )
    rows = acting.order_by().values_list("region", "cluster").distinct()
    return {("region", one) if one else ("cluster", two) for one, two in rows}


def profiles_of(organisation: Organisation) -> "QuerySet[Profile]":
    """Its published profiles, with which it can ask and be asked."""
    rows = Profile.objects.published().not_merged().select_related("region")
    if isinstance(organisation, Cluster):
        return rows.filter(pk=organisation.pk)
    return rows.filter(type=ProfileType.PRIORITY, region=organisation)
