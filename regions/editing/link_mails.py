"""Mails about links: a region is asked once, and a cluster reads what was decided."""

import logging
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from portal.mail.services import queue_mail
from portal.web.errors import PortalError
from regions.models import Cluster, PriorityLink, Status
from regions.querysets import EDITING

logger = logging.getLogger(__name__)
State = PriorityLink.State


def tell_region(link: PriorityLink, by: Any) -> None:
    """Ask those who may decide; once a year and decision, however often it is proposed.

    Before a curator has published the cluster nobody of the region sees it, and nobody
    is told: see `tell_of_waiting_links`.
    """
    cluster, priority = link.cluster, link.priority
    if {cluster.status, priority.status} != {Status.PUBLISHED}:
        return
    people = _acting_for(region=priority.region_id)
    decided = f"{link.decided_at:%Y%m%d%H%M%S}" if link.decided_at else "first"
    occasion = f"{decided}-{timezone.localdate():%Y}"
    key = f"link-{cluster.pk}-{priority.pk}-proposed-{occasion}"
    _send(people, by, "link_proposed", {"link": link}, key)


def tell_of_waiting_links(cluster: Cluster, by: Any) -> None:
    """Ask the regions that could not see the cluster before it was published."""
    links = PriorityLink.objects.filter(cluster=cluster, state=State.PROPOSED)
    for link in links.select_related("priority__region").order_by("pk"):
        link.cluster = cluster
        tell_region(link, by)


def tell_cluster(link: PriorityLink, by: Any, *, was_confirmed: bool) -> None:
    """Tell who may write for the cluster what the region has decided."""
    context = {"link": link, "was_confirmed": was_confirmed}
    _send(_acting_for(cluster=link.cluster), by, "link_decided", context)


def _acting_for(**organisation: Any) -> Iterable[Any]:
    people: Any = get_user_model()._default_manager
    return people.acting_for(*EDITING, **organisation)


def _send(
    people: Iterable[Any],
    by: Any,
    template: str,
    context: dict[str, Any],
    key: str = "",
) -> None:
    """Write to all of them but who did it."""
    for person in people:
        if person == by:
            continue
        try:
            queue_mail(
                to=person.email,
                template=template,
                context=context,
                language=person.language or "en",
                key=f"{key}-{person.pk}" if key else "",
            )
        except PortalError as error:
            # An address that no mail can be sent to does not undo what was done.
            logger.warning("person %s is not told: %s", person.pk, error)
