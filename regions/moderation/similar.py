"""Clusters that seem to be registered already, told to who registers a new one."""

from portal.web.versioned import kept_under_version
from regions.models import Cluster
from regions.moderation.duplicates import ClusterRow, find_cluster_pairs
from regions.queries.version import register_version

MOST_TOLD = 5
NEW = 0


def similar_clusters(
    *, name: str, website: str = "", acronym: str = "", legal_name: str = ""
) -> list[Cluster]:
    """Published clusters that are likely to be the same as a new one, surest first.

    Where it sits is not asked: that is often not typed yet.
    """
    new = ClusterRow(NEW, name, legal_name, acronym, with_scheme(website), "", "")
    rows = [new, *_published_rows(register_version())]
    keys = [pair.second for pair in find_cluster_pairs(rows, only=NEW)][:MOST_TOLD]
    found = Cluster.objects.published().for_cards().in_bulk(keys)
    return [found[key] for key in keys if key in found]


def with_scheme(website: str) -> str:
    """An address as the form will read it."""
    text = website.strip()
    return text if "//" in text or not text else f"https://{text}"


@kept_under_version
def _published_rows(version: str) -> list[ClusterRow]:
    fields = ("pk", "title", "legal_name", "acronym", "website", "visibility")
    rows = Cluster.objects.published().order_by("pk").values_list(*fields)
    return [
        # What its owner does not show to everybody is no sign for a stranger.
        ClusterRow(
            pk, title, "" if "legal_name" in hidden else legal, acronym, website, "", ""
        )
        for pk, title, legal, acronym, website, hidden in rows
    ]
