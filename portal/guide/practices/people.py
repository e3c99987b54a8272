"""Who acts for a practice: the people of the region or cluster that keeps it."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.organisations import Organisation
from portal.accounts.services import NotAllowed
from portal.guide.practices.models import Practice
from regions.models import Cluster, Region
from regions.querysets import EDITING


def organisations_of(user: Any) -> list[Organisation]:
    """For whom this person may submit: regions first, each by its name."""
    regions = user.mandated_regions(*EDITING).distinct().order_by("name", "pk")
    clusters = user.mandated_clusters(*EDITING).distinct().select_related("region")
    return [*regions, *clusters.order_by("title", "pk")]


def key_of(organisation: Organisation) -> str:
    """The organisation as a form names it: region:ES51, cluster:its-address."""
    if isinstance(organisation, Region):
        return f"region:{organisation.code}"
    return f"cluster:{organisation.slug}"


def people_of(practice: Practice) -> "QuerySet[User]":
    """Owners and editors of the organisation that keeps the practice."""
    keeper = practice.keeper
    if isinstance(keeper, Cluster):
        return User.objects.acting_for(*EDITING, cluster=keeper)
    return User.objects.acting_for(*EDITING, region=keeper)


def is_keeper(user: Any, practice: Practice) -> bool:
    """Whether this person acts as owner or editor for the practice."""
    rows = Practice.objects.owned_by(user, *EDITING)
    return rows.filter(pk=practice.pk).exists()


def acts_in(user: Any, practice: Practice) -> bool:
    """Whether this person has any mandate for it, also one to read only."""
    return Practice.objects.owned_by(user).filter(pk=practice.pk).exists()


def require_keeper(by: User, practice: Practice) -> None:
    if not is_keeper(by, practice):
        raise NotAllowed(only_writers())


def require_organisation(by: User, organisation: Organisation) -> None:
    """Only owners and editors of an organisation submit in its name."""
    mandated: QuerySet[Any] = by.mandated_regions(*EDITING)
    if isinstance(organisation, Cluster):
        mandated = by.mandated_clusters(*EDITING)
    if not mandated.filter(pk=organisation.pk).exists():
        raise NotAllowed(only_writers())


def only_writers() -> str:
    return _("Only owners and editors of the organisation may do this.")
