"""A small register and known cooperation for tests of the evaluation."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from regions.models import Region
from tests.factories import make_cooperation
from tests.matching.factories import make_cluster, make_priority, make_region

# Region, topics and words of one priority each.
PRIORITIES = {
    "ES51": (("13", "20"), "Technical textiles and dyes"),
    "ES52": (("10",), "Food from the sea"),
    "DE21": (("13",), "Textile machines"),
    "DE22": (("28",), "Machines for farms"),
    "FR10": (("13",), "Fashion and textiles"),
    "PL91": (("62",), "Software for games"),
    "ITC4": (("20",), "Dyes and chemistry"),
    "NL31": (("62",), "Games"),
}
HEADS = {
    "projects.csv": (
        "project_id",
        "programme",
        "name",
        "keywords_en",
        "nace_divisions",
        "year",
        "complete_list",
    ),
    "members.csv": (
        "project_id",
        "member_as_printed",
        "kind",
        "nuts_code",
        "country",
        "role",
    ),
}
PROJECTS = {
    "TEX": ("Smart textiles", "textiles;dyes", "13 20", "2016", "DE21 ES51 FR10"),
    "GAME": ("Playing together", "games;software", "62", "2018", "PL91 NL31 ES52"),
    "FARM": ("Machines for food", "farms", "28 10", "2021", "DE22 ES52 FR10 ITC4"),
}


def make_register(regions: Sequence[str] = tuple(PRIORITIES)) -> None:
    """One priority a region, one cluster, and joint projects in the register."""
    for number, code in enumerate(regions):
        topics, title = PRIORITIES[code]
        make_priority(code, topics, title=title, confidence="read")
        Region.objects.filter(code=code).update(population=1000 * (number + 3))
    make_cluster("ITC4", ("20",), title="Chemistry Cluster Lombardy")
    make_region("FI20", population=500)
    make_cooperation(("ES51", "DE21"), ("13",), slug="old", year=2014)


def write_truth(folder: Path, projects: Mapping[str, tuple] = PROJECTS) -> Path:
    """Write projects as tables; members are codes, or `code=cluster name`."""
    facts, members = [], []
    for key, (name, keywords, codes, year, places) in projects.items():
        facts.append((key, "x", name, keywords, codes, year, "1"))
        for number, place in enumerate(places.split()):
            code, _, cluster = place.partition("=")
            kind = "cluster" if cluster else "region"
            printed = cluster.replace("_", " ") or f"Member {code}"
            role = "member" if number else "lead"
            members.append((key, printed, kind, code, code[:2], role))
    for file, rows in (("projects.csv", facts), ("members.csv", members)):
        with (folder / file).open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([HEADS[file], *rows])
    return folder
