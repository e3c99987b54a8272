"""Who registers a cluster acts for it from then on, as its owner."""

from typing import Any

from django.utils.translation import gettext as _

from portal.accounts.addresses import verified_addresses
from portal.accounts.models import Mandate, Role
from portal.accounts.services import grant_mandate
from portal.web.errors import PortalError
from regions.models import ActorRole, Cluster


def give_mandate(*, cluster: Cluster, by: Any, role: str) -> Mandate | None:
    """Make the author of a new cluster its owner; a curator's stays without one.

    Raises PortalError where nobody knows whether the author reads his mail.
    """
    if role != ActorRole.OWNER or by.is_staff:
        return None
    if not verified_addresses(by):
        raise PortalError(
            _("Prove your e-mail address first: follow the link in our mail to you.")
        )
    return grant_mandate(
        user=by,
        organisation=cluster,
        role=Role.OWNER,
        by=by,
        words=_("Registered the cluster."),
    )
