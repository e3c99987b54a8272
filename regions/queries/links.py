"""What pages show of the links between clusters and regional priorities."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch, QuerySet

from regions.models import Cluster, Priority, PriorityLink, Region, SearchEntry
from regions.queries.vocabulary import vocabulary

FOUND = 20


def confirmed_links() -> Prefetch:
    """A cluster's or priority's confirmed links with both ends, to prefetch."""
    return Prefetch(
        "priority_links",
        queryset=PriorityLink.objects.confirmed().select_related("priority"),
    )


def priorities_of(cluster: Cluster) -> list[Priority]:
    """The priorities whose regions have confirmed that the cluster works for them."""
    links = PriorityLink.objects.confirmed().filter(cluster=cluster)
    rows = Priority.objects.for_cards().filter(pk__in=links.values("priority"))
    return list(rows.order_by("region_id", "title", "id"))


def clusters_of(priority: Priority) -> list[Cluster]:
    """The clusters of which its region has confirmed that they work for a priority."""
    links = PriorityLink.objects.confirmed().filter(priority=priority)
    rows = Cluster.objects.for_cards().filter(pk__in=links.values("cluster"))
    return list(rows.order_by("title", "id"))


def links_of(cluster: Cluster) -> "QuerySet[PriorityLink]":
    """All links of a cluster in any state, for its own people."""
    links = PriorityLink.objects.filter(cluster=cluster)
    links = links.select_related("priority__region", "priority__strategy")
    return links.order_by("proposed_at", "pk")


def links_to_decide(user: Any, region: Region) -> Mapping[str, list[PriorityLink]]:
    """Links to this region's priorities that the person decides about, by state."""
    links = PriorityLink.objects.decidable_by(user).filter(priority__region=region)
    links = links.select_related("cluster__region", "priority", "decided_by")
    found: dict[str, list[PriorityLink]] = {
        str(state): [] for state in PriorityLink.State
    }
    for link in links.order_by("proposed_at", "pk"):
        found[link.state].append(link)
    return found


def priorities_to_link(cluster: Cluster, *, region: str, words: str) -> list[Priority]:
    """Published priorities in a region and with these words, without those linked."""
    rows = Priority.objects.published().for_cards()
    rows = rows.exclude(cluster_links__in=_standing(cluster))
    if region:
        rows = rows.filter(region__in=vocabulary().within(region))
    if words:
        found = SearchEntry.objects.filter(kind="priority").holding(words)
        rows = rows.filter(slug__in=found.order_by().values("key"))
    return list(rows.order_by("region_id", "title", "id")[:FOUND])


def _standing(cluster: Cluster) -> "QuerySet[PriorityLink]":
    links = PriorityLink.objects.filter(cluster=cluster)
    return links.exclude(state=PriorityLink.State.REFUSED)
