"""Clusters that seem to be registered already, told to who registers a new one."""

from urllib.parse import urlsplit

from portal.web.text import folded_words
from regions.models import Cluster, SearchEntry, SearchKind

MOST_TOLD, MOST_COMPARED = 5, 200
# Sites that hold pages of many organisations.
SHARED_SITES = (
    *("facebook.com", "linkedin.com", "twitter.com", "x.com", "instagram.com"),
    *("youtube.com", "wordpress.com", "blogspot.com", "wixsite.com", "github.io"),
    *("google.com", "europa.eu", "clustercollaboration.eu"),
)
# What many names have in common, and what only some write.
USUAL = frozenset(
    (
        *("cluster", "clusters", "klaster", "klastr", "klaszter", "pole", "reseau"),
        *("hub", "network", "netzwerk", "association", "verein", "ev", "gmbh", "ltd"),
        *("asbl", "the", "of", "for", "and", "und", "de", "des", "la", "le", "el"),
    )
)


def similar_clusters(*, name: str, website: str = "") -> list[Cluster]:
    """Published clusters of the same site, or whose name says the same words."""
    found = {one.pk: one for one in (*_of_site(website), *_of_name(name))}
    ordered = sorted(found.values(), key=lambda one: (one.title, one.pk))
    return ordered[:MOST_TOLD]


def _of_site(website: str) -> list[Cluster]:
    host = site_of(website)
    if "." not in host or host.endswith(SHARED_SITES):
        return []
    rows = Cluster.objects.published().filter(website__icontains=host)
    near = rows.for_cards().order_by("title", "pk")[:MOST_COMPARED]
    return [one for one in near if site_of(one.website) == host]


def site_of(website: str) -> str:
    """The host of a web address, as people know it: without www."""
    text = website.strip().lower()
    host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    return host.removeprefix("www.")


def _of_name(name: str) -> list[Cluster]:
    wanted = _telling(name)
    if not wanted:
        return []
    entries = SearchEntry.objects.filter(kind=SearchKind.CLUSTER)
    entries = entries.holding(" ".join(sorted(wanted)))
    keys = list(entries.order_by().values_list("key", flat=True)[:MOST_COMPARED])
    rows = Cluster.objects.published().for_cards().filter(slug__in=keys)
    return [one for one in rows if wanted in (_telling(one.title), _short(one))]


def _telling(name: str) -> frozenset[str]:
    """The words of a name that tell it from others; all if there are no such."""
    words = frozenset(folded_words(name))
    return words - USUAL or words


def _short(cluster: Cluster) -> frozenset[str]:
    return frozenset(folded_words(cluster.acronym))
