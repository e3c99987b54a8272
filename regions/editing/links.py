"""Links of clusters to regional priorities: one side proposes, the other decides.

A link is shown to everybody once the region has confirmed it. Matching does not use it.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.web.errors import PortalError
from regions.editing.link_mails import tell_cluster, tell_region
from regions.models import Cluster, Priority, PriorityLink, Status
from regions.services import bump_register_version

MOST_LINKS = 12
State = PriorityLink.State


@transaction.atomic
def propose_link(*, cluster: Cluster, priority: Priority, by: Any) -> PriorityLink:
    """Say that the cluster works for a priority; one that was refused is asked anew."""
    if priority.status != Status.PUBLISHED:
        raise PortalError(_("This priority is not published."))
    links = PriorityLink.objects.select_for_update(of=("self",))
    known = list(links.filter(cluster=cluster))
    link = next((one for one in known if one.priority_id == priority.pk), None)
    if link and link.state != State.REFUSED:
        raise PortalError(
            _("“%(priority)s” is linked already.") % {"priority": priority}
        )
    if link is None and len(known) >= MOST_LINKS:
        raise PortalError(
            _("A cluster is linked to at most %(most)d priorities. Remove one first.")
            % {"most": MOST_LINKS}
        )
    link = link or PriorityLink(cluster=cluster, priority=priority)
    link.state = State.PROPOSED
    link.proposed_by, link.proposed_at = by, timezone.now()
    link.full_clean()
    link.save()
    tell_region(link, by)
    return link


def confirm_link(*, link: PriorityLink, by: Any) -> PriorityLink:
    """Agree, as the region, that the cluster works for its priority."""
    return _decide(link, State.CONFIRMED, "", by)


def refuse_link(*, link: PriorityLink, by: Any, reasons: str) -> PriorityLink:
    """Refuse a link, or end one that was confirmed; the cluster reads the reasons."""
    if not reasons.strip():
        raise PortalError(_("Give the reasons: the cluster reads them."))
    return _decide(link, State.REFUSED, reasons.strip(), by)


@transaction.atomic
def _decide(link: PriorityLink, state: str, reasons: str, by: Any) -> PriorityLink:
    rows = PriorityLink.objects.select_for_update(of=("self",))
    found = rows.filter(pk=link.pk).first()
    if found is None:
        raise PortalError(_("The cluster has withdrawn this link."))
    if found.state == state:
        raise PortalError(
            _("This link is already %(state)s.") % {"state": found.get_state_display()}
        )
    was_confirmed = found.state == State.CONFIRMED
    found.state, found.reasons = state, reasons
    found.decided_by, found.decided_at = by, timezone.now()
    found.full_clean()
    found.save()
    tell_cluster(found, by, was_confirmed=was_confirmed)
    bump_register_version(is_wide=False)
    return found


@transaction.atomic
def withdraw_link(*, link: PriorityLink) -> None:
    """Take a link away, as the cluster; it may be proposed again."""
    PriorityLink.objects.filter(pk=link.pk).delete()
    bump_register_version(is_wide=False)
