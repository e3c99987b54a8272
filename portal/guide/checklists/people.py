"""For whom a person keeps checklists, and how an address names an organisation."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from portal.accounts.models import Mandate, User
from portal.accounts.organisations import Organisation, name_of
from portal.accounts.services import NotAllowed
from regions.models import Region
from regions.querysets import EDITING


@dataclass(frozen=True)
class Keeper:
    """An organisation for which the reader acts, and whether he may write for it."""

    organisation: Organisation
    may_write: bool

    @property
    def key(self) -> str:
        """How addresses name it."""
        return key_of(self.organisation)

    @property
    def name(self) -> str:
        return name_of(self.organisation)


def key_of(organisation: Organisation) -> str:
    """An organisation in an address: `region-ES51`, `cluster-wood`."""
    if isinstance(organisation, Region):
        return f"region-{organisation.code}"
    return f"cluster-{organisation.slug}"


def keepers_of(user: Any) -> list[Keeper]:
    """Those for whom this person acts today, regions first; one query."""
    if not user.is_authenticated:
        return []
    mandates = (
        Mandate.objects.running()
        .filter(user=user)
        .select_related("region", "cluster__region")
        .order_by("region__name", "cluster__title")
    )
    found = [Keeper(one.organisation, one.role in EDITING) for one in mandates]
    return sorted(found, key=lambda one: not isinstance(one.organisation, Region))


def chosen_keeper(keepers: list[Keeper], key: str) -> Keeper | None:
    """The one an address names, or the first; 404 for one of others'."""
    if not key:
        return keepers[0] if keepers else None
    for one in keepers:
        if one.key == key:
            return one
    raise Http404


def require_writer(by: User, organisation: Organisation) -> None:
    """NotAllowed unless this person is owner or editor of the organisation."""
    mandates = Mandate.objects.running().of(organisation)
    if not mandates.filter(user=by, role__in=EDITING).exists():
        raise NotAllowed(
            _("Only owners and editors of the organisation may change its checklists.")
        )
