"""Make every table, by name, from the folders of facts."""

from pathlib import Path

from regions.register.compiling.cooperation import cooperation_rows
from regions.register.compiling.facilities import facility_rows
from regions.register.compiling.figures import figure_rows
from regions.register.compiling.places import crosswalk_rows, region_rows
from regions.register.compiling.profiles import cluster_rows, priority_rows
from regions.register.compiling.sources import read_rows
from regions.register.compiling.topics import topic_rows
from regions.register.tables import SOURCES

Rows = list[dict[str, object]]


def build_tables(*, source: Path, atlas: Path | None, hand: Path) -> dict[str, Rows]:
    """Return the rows of every table by the table's name, in their final order.

    `source`: the collected facts; `atlas`: the unpacked package with the names of
    NUTS 2021, or None to keep the names the project has; `hand`: our own labels and
    names of countries and regions. Raises SourceError.
    """
    regions = region_rows(source, atlas, hand)
    codes = {row["code"] for row in regions}
    priorities = priority_rows(source)
    taken = frozenset(row["slug"] for row in priorities)
    projects, members = cooperation_rows(source, codes)
    strengths, relatedness = figure_rows(source, codes)
    return {
        "sources": read_rows(
            hand, "sources.csv", [column.name for column in SOURCES.columns]
        ),
        "regions": regions,
        "crosswalk": crosswalk_rows(source),
        "topics": topic_rows(source, hand),
        "priorities": priorities,
        "clusters": cluster_rows(source, taken),
        "facilities": facility_rows(source, regions),
        "projects": projects,
        "members": members,
        "strengths": strengths,
        "relatedness": relatedness,
    }
