"""What the home page shows of the register and the matches."""

from typing import Any

from matching.models import POINT, MatchRun
from matching.queries import current_run
from matching.queries_regions import (
    confidence_counts,
    confirmed_profiles,
    strongest_matches,
)
from matching.wording_cards import pair_url
from regions.maps import profile_map
from regions.models import Cluster, Cooperation, Facility, Priority, Profile, Region

NEWS = 6
OWN_PROFILES = 12


def home_context(user: Any) -> dict[str, Any]:
    """Figures, map and news, the same for everybody, and what is this person's own."""
    run, map_ = current_run(), profile_map()
    confirmed = list(confirmed_profiles()[:NEWS])
    return {
        "regions_count": Region.objects.with_profiles().count(),
        "priorities_count": Priority.objects.published().count(),
        "clusters_count": Cluster.objects.published().count(),
        "facilities_count": Facility.objects.published().count(),
        "cooperation_count": Cooperation.objects.count(),
        "sure": confidence_counts(),
        "run": run,
        "confirmed": confirmed,
        "strongest": [] if confirmed else _strongest(run),
        "map": map_,
        "rows": _table_rows(map_),
        "own": _own_context(user),
    }


def _strongest(run: MatchRun | None) -> list[dict[str, Any]]:
    """The best pairs across borders, each with the address of its page."""
    found = strongest_matches(run, NEWS) if run else []
    return [
        {
            "match": match,
            "score": match.score / POINT,
            "url": pair_url(match.profile, match.partner),
        }
        for match in found
    ]


def _table_rows(map_: dict[str, Any]) -> list[dict[str, Any]]:
    """The regions on the map, each once however many outlines show it; most first."""
    rows = {row["unit"]: row for row in map_["regions"]}.values()
    return sorted(rows, key=lambda row: (-row["value"], row["unit"]))


def _own_context(user: Any) -> dict[str, Any]:
    """Regions and clusters this person acts for, with their profiles; or nothing."""
    if not user.is_authenticated:
        return {}
    regions = list(user.mandated_regions())
    clusters = list(user.mandated_clusters())
    if not regions and not clusters:
        return {}
    profiles = Profile.objects.visible_to(user).filter(region__in=regions)
    return {
        "regions": regions,
        "clusters": clusters,
        "profiles": profiles.order_by("type", "title", "pk")[:OWN_PROFILES],
    }
