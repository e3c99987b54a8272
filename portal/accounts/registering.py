"""Who registers a cluster acts for it from then on, as its owner."""

from typing import Any

from django.utils.translation import gettext as _

from portal.accounts.addresses import verified_addresses
from portal.accounts.models import Mandate, MandateEvent, Role
from portal.web.errors import PortalError
from regions.models import ActorRole, Cluster


def give_mandate(*, cluster: Cluster, by: Any, role: str) -> Mandate | None:
    """Make the author of a new cluster its owner; a curator's stays without one.

    Raises PortalError where nobody knows whether the author reads his mail.
    """
    if role != ActorRole.OWNER:
        return None
    if not verified_addresses(by):
        raise PortalError(
            _("Prove your e-mail address first: follow the link in our mail to you.")
        )
    mandate = Mandate(user=by, cluster=cluster, role=Role.OWNER, granted_by=by)
    mandate.full_clean()
    mandate.save(force_insert=True)
    event = MandateEvent(
        cluster=cluster,
        what=MandateEvent.What.GRANTED,
        role=Role.OWNER,
        person=by,
        by=by,
        note=_("Registered the cluster."),
    )
    event.full_clean()
    event.save(force_insert=True)
    return mandate
