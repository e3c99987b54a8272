"""The tables of regions and of changes from NUTS 2021 to 2024."""

from collections import defaultdict
from pathlib import Path

from regions.register.compiling.sources import SourceError, read_rows

ATLAS_FILE = "data/dist/NUTS/sourceText/NUTS_2021.csv"
CATEGORIES = {
    "less_developed": "less",
    "transition": "transition",
    "more_developed": "more",
}
NOTES = {
    "computed_gdp_2015_17": "computed from GDP 2015-2017",
    "override_recalled_from_Decision_2021_1130": "recalled from the 2021 decision",
}
CHECK = "_check"
FACTS = (
    "nuts_code",
    "level",
    "lon",
    "lat",
    "population_2021",
    "population_source",
    "in_eu27",
    "outermost",
    "cohesion_2021_27",
    "cohesion_source",
)


def region_rows(
    source: Path, atlas: Path | None, hand: Path
) -> list[dict[str, object]]:
    """Return NUTS 2021, levels 0 to 3: names from the atlas, figures from the source.

    Without the atlas the names are kept that the table of regions has already.
    Raises SourceError where the two do not hold the same codes.
    """
    names = _names(atlas, hand)
    facts = {
        row["nuts_code"]: row
        for row in read_rows(source, "regions/nuts_2021.csv", FACTS)
    }
    if names.keys() != facts.keys():
        odd = ", ".join(sorted(names.keys() ^ facts.keys())[:5])
        raise SourceError(f"the atlas and the facts differ in regions: {odd}")
    given = _given_names(hand)
    categories = _categories(facts)
    return [
        _region_row(code, names[code], facts[code], _given(code, given), categories)
        for code in sorted(facts, key=lambda code: (len(code), code))
    ]


def _names(atlas: Path | None, hand: Path) -> dict[str, dict[str, str]]:
    """Return the Latin and the local name by code."""
    columns = ("code", "name", "name_local")
    file, folder = "regions.csv", hand.parent
    if atlas:
        columns, file, folder = ("NUTS_ID", "NAME_LATN", "NUTS_NAME"), ATLAS_FILE, atlas
    code, latin, local = columns
    return {
        row[code]: {"latin": row[latin], "local": row[local]}
        for row in read_rows(folder, file, columns)
    }


def _given_names(hand: Path) -> dict[str, dict[str, str]]:
    """Return our own names by code: of countries, and of regions known by exonyms."""
    fields = ("code", "name_en", "name_de", "name_fr")
    rows = read_rows(hand, "country_names.csv", fields)
    rows += read_rows(hand, "exonyms.csv", fields)
    return {row["code"]: row for row in rows}


def _given(code: str, given: dict[str, dict[str, str]]) -> dict[str, str] | None:
    """Return our own names of a region, or of the larger one whose whole it is.

    NUTS ends the code of a unit that covers all of its parent with 0: EE00 is Estonia.
    """
    while code not in given and len(code) > 2 and code.endswith("0"):
        code = code[:-1]
    return given.get(code)


def _region_row(code, name, fact, given, categories) -> dict[str, object]:
    category, note = categories.get(code, ("", ""))
    return {
        "code": code,
        "level": fact["level"],
        "name": given["name_en"] or name["local"] if given else name["latin"],
        "name_de": given["name_de"] or name["local"] if given else "",
        "name_fr": given["name_fr"] or name["local"] if given else "",
        "name_local": name["local"],
        "parent": code[:-1] if fact["level"] != "0" else "",
        "longitude": fact["lon"],
        "latitude": fact["lat"],
        "population": fact["population_2021"],
        "population_note": _population_note(fact),
        "cohesion_category": category,
        "cohesion_note": note,
        "is_outermost": fact["outermost"],
        "in_eu": fact["in_eu27"],
    }


def _population_note(fact) -> str:
    if not fact["population_2021"]:
        return ""
    exact = fact["population_source"].startswith("JRC")
    return "2021" if exact else "2021, approximate, recalled"


def _categories(facts) -> dict[str, tuple[str, str]]:
    """Return category and note by code: given for level 2, derived for the others.

    Level 3 has the category of its level 2. Levels 0 and 1 have the category in which
    most of their people live; the Union decides on level 2 only, so both say so.
    """
    found: dict[str, tuple[str, str]] = {}
    people: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for code, fact in facts.items():
        if fact["level"] == "2" and fact["cohesion_2021_27"]:
            category = CATEGORIES[fact["cohesion_2021_27"]]
            found[code] = (category, _category_note(fact["cohesion_source"]))
            for above in (code[:3], code[:2]):
                people[above][category] += float(fact["population_2021"] or 1)
    for code, fact in facts.items():
        if fact["level"] == "3" and code[:4] in found:
            category, note = found[code[:4]]
            unsure = ", uncertain" if note.endswith("uncertain") else ""
            found[code] = (category, f"derived: that of {code[:4]}{unsure}")
    for code, counts in people.items():
        category = max(sorted(counts), key=lambda each: counts[each])
        alone = len(counts) == 1
        note = "derived: all its regions" if alone else "derived: most of its people"
        found[code] = (category, note)
    return found


def _category_note(source: str) -> str:
    note = NOTES[source.removesuffix(CHECK)]
    return f"{note}, uncertain" if source.endswith(CHECK) else note


def crosswalk_rows(source: Path) -> list[dict[str, object]]:
    """Return the codes that are new in 2024 and the 2021 regions their people lived in.

    `share_of_2024`: the part of the new unit's people who come from the old region;
    `share_of_2021`: the part of the old region's people who went to the new unit.
    Flows without people are left out, as are codes that are in both versions.
    """
    columns = ("version_from", "code_from", "code_to", "pop21", "pop_share")
    flows = read_rows(source, "regions/nuts_crosswalk.csv", columns)
    flows = [row for row in flows if row["version_from"] == "2021"]
    old = {row["code_from"] for row in flows}
    totals: dict[str, float] = defaultdict(float)
    for row in flows:
        totals[row["code_to"]] += float(row["pop21"] or 0)
    rows = [
        {
            "code_2024": row["code_to"],
            "code_2021": row["code_from"],
            "share_of_2024": round(float(row["pop21"]) / totals[row["code_to"]], 5),
            "share_of_2021": row["pop_share"],
        }
        for row in flows
        if row["code_to"] not in old and float(row["pop21"] or 0) > 0
    ]
    return sorted(rows, key=lambda row: (row["code_2024"], row["code_2021"]))
