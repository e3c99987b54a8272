"""Numbers that the guide's texts name, `{{ figure:clusters }}`: read, never written.

Each is one cheap query. They are kept until the register or the day changes, so a text
says what the portal's lists say; what partnerships and calls add within a day is seen
the next day at the latest.
"""

from collections.abc import Callable, Collection
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.formats import number_format

from matching.calls.models import Call
from matching.models import CurrentRun
from matching.partnerships.models import Partnership
from portal.web.versioned import data_version, kept_under_version
from regions.models import (
    Cluster,
    Cooperation,
    CooperationMember,
    Facility,
    Priority,
    Region,
    Strategy,
)
from regions.models.region import CohesionCategory

# Where nothing is known.
NOWHERE = "–"


def _countries() -> int:
    rows = Region.objects.with_profiles().order_by()
    return rows.values("country").distinct().count()


def _regions_with_priorities() -> int:
    return Priority.objects.published().order_by().values("region").distinct().count()


def _cluster_countries() -> int:
    rows = Cluster.objects.published().order_by()
    return rows.values("region__country").distinct().count()


def _regions_in_projects() -> int:
    return CooperationMember.objects.order_by().values("region").distinct().count()


def _less_developed_share() -> int | None:
    """Of the members of known projects whose region has a category, in per cent."""
    less = Q(region__cohesion_category=CohesionCategory.LESS)
    counted = CooperationMember.objects.exclude(region__cohesion_category="").aggregate(
        less=Count("pk", filter=less), all=Count("pk")
    )
    return round(100 * counted["less"] / counted["all"]) if counted["all"] else None


def _newcomers() -> int:
    """Regions with priorities that no known project has as a member."""
    known = CooperationMember.objects.filter(region=OuterRef("region"))
    rows = Priority.objects.published().exclude(Exists(known)).order_by()
    return rows.values("region").distinct().count()


def _match_lists() -> int:
    """Profiles for which the present run has made a list."""
    found = CurrentRun.objects.values_list("run__rows_total", flat=True).first()
    return found or 0


FIGURES: dict[str, Callable[[], int | None]] = {
    "regions": lambda: Region.objects.with_profiles().count(),
    "countries": _countries,
    "strategies": lambda: Strategy.objects.published().count(),
    "priorities": lambda: Priority.objects.published().count(),
    "regions_with_priorities": _regions_with_priorities,
    "clusters": lambda: Cluster.objects.published().count(),
    "clusters_countries": _cluster_countries,
    "facilities": lambda: Facility.objects.published().count(),
    "projects": lambda: Cooperation.objects.count(),
    "project_members": lambda: CooperationMember.objects.count(),
    "regions_in_projects": _regions_in_projects,
    "less_developed_share_members": _less_developed_share,
    "newcomers": _newcomers,
    "partnerships": lambda: Partnership.objects.public().count(),
    "calls": lambda: Call.objects.published().count(),
    "open_calls": lambda: Call.objects.published().with_status(["open"]).count(),
    "matches_lists": _match_lists,
}


def figures(names: Collection[str]) -> dict[str, str]:
    """The figures of these names, written as the present language writes numbers.

    A name that there is no figure of, or of which nothing is known, becomes a dash: a
    text with a slip is still a text, and `guide_texts --check` tells of it.
    """
    if not names:
        return {}
    version, today = data_version(), timezone.localdate()
    values = {
        name: _value(version, name, today) if name in FIGURES else None
        for name in names
    }
    return {
        name: NOWHERE if value is None else number_format(value, force_grouping=True)
        for name, value in values.items()
    }


@kept_under_version
def _value(version: str, name: str, today: date) -> int | None:
    return FIGURES[name]()
