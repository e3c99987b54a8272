"""What the home page shows of the register and the matches."""

from typing import Any

from django.urls import reverse

from matching.queries import current_run
from matching.queries_regions import newest_profiles, profile_counts
from portal.web.regionmap import choropleth
from regions.models import Cluster, Facility, Priority, Profile, Region

NEWEST = 6


def home_context() -> dict[str, Any]:
    """Figures, map and newest entries: what is published, the same for everybody."""
    counts = profile_counts()
    published = Profile.objects.published()
    return {
        "regions_count": len(counts),
        "priorities_count": Priority.objects.published().count(),
        "clusters_count": Cluster.objects.published().count(),
        "facilities_count": Facility.objects.count(),
        "confirmed_count": published.filter(confidence="confirmed").count(),
        "run": current_run(),
        "newest": newest_profiles()[:NEWEST],
        **_map_context(counts),
    }


def _map_context(counts: dict[Region, int]) -> dict[str, Any]:
    levels, legend = choropleth({region.code: n for region, n in counts.items()})
    rows = [
        {
            "code": region.code,
            "level": levels[region.code],
            "label": region.label,
            "value": count,
            "url": reverse("regions:detail", args=[region.code]),
        }
        for region, count in counts.items()
    ]
    return {"marks": rows, "legend": legend}
