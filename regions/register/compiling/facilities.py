"""The table of facilities: research infrastructures of 2016 and 2018.

Rows whose place cannot be trusted are left out: an address that names a country only,
a point that is merely the middle of a country, an address in another country, or one
that names a different region of the same country.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from django.utils.text import slugify

from regions.register.compiling.fields import topics_of
from regions.register.compiling.slugs import make_slug, unique_slugs
from regions.register.compiling.sources import read_rows

MERIL_FACTS = (
    "name",
    "url",
    "host",
    "location",
    "country",
    "domain",
    "category",
    "lat",
    "lng",
    "nuts2",
)
ESFRI_FACTS = ("name", "domain", "coordinating_country", "website", "nuts2")
MERIL, ESFRI = "MERIL inventory 2018", "ESFRI roadmap 2016"

# The points that map services give for a country without an address (latitude,
# longitude in degrees); a facility within 0.02 degrees of one was never located.
MIDDLES = (
    (55.378, -3.436),
    (47.516, 14.550),
    (38.964, 35.243),
    (60.472, 8.469),
    (46.228, 2.214),
    (51.166, 10.452),
    (40.464, -3.749),
    (41.872, 12.567),
    (51.919, 19.145),
    (60.128, 18.644),
    (61.924, 25.748),
    (52.133, 5.291),
    (50.504, 4.470),
    (49.818, 15.473),
    (53.413, -8.244),
    (39.400, -8.224),
    (47.162, 19.503),
    (45.943, 24.967),
    (39.074, 21.824),
    (56.264, 9.502),
    (46.818, 8.228),
    (42.734, 25.486),
    (45.100, 15.200),
    (46.151, 14.995),
    (48.669, 19.699),
    (58.595, 25.014),
    (56.880, 24.603),
    (55.169, 23.881),
    (64.963, -19.021),
    (44.017, 21.006),
)


def facility_rows(source: Path, regions: Iterable[dict]) -> list[dict[str, object]]:
    """Return the facilities whose place holds, by region and name.

    `regions` are rows of the table of regions: their names show a wrong place. An
    infrastructure of the roadmap that the later inventory holds too is taken once.
    """
    places = _Places(regions)
    meril = [
        row
        for row in read_rows(source, "facilities/meril_2018.csv", MERIL_FACTS)
        if places.hold(row)
    ]
    known = {_plain(row["name"]) for row in meril}
    esfri = [
        row
        for row in read_rows(source, "facilities/esfri_2016.csv", ESFRI_FACTS)
        if "?" not in row["name"] and not _is_among(row["name"], known)
    ]
    rows = [_meril_row(row, places) for row in meril]
    rows += [_esfri_row(row) for row in esfri]
    rows.sort(key=lambda row: (row["region"], row["name"]))
    wanted = ((make_slug(row["region"], row["name"]), "") for row in rows)
    slugs = unique_slugs(wanted)
    return [{"slug": slug, **row} for slug, row in zip(slugs, rows, strict=True)]


def _plain(name: str) -> str:
    return slugify(re.sub(r"\([^)]*\)", "", name))


def _is_among(name: str, known: set[str]) -> bool:
    plain = _plain(name)
    return any(len(other) > 20 and other in plain for other in known)


def _meril_row(fact: dict[str, str], places: "_Places") -> dict[str, object]:
    host = re.split(r"\s*Address:", fact["host"])[0].strip(" ,;")
    if places.is_abroad(fact["host"], fact["nuts2"]):
        host = ""
    return _row(
        name=fact["name"],
        region=fact["nuts2"],
        host=host,
        website=fact["url"],
        field=fact["domain"],
        category=fact["category"],
        year=2018,
        origin=MERIL,
    )


def _esfri_row(fact: dict[str, str]) -> dict[str, object]:
    return _row(
        name=fact["name"],
        region=fact["nuts2"],
        host="",
        website=fact["website"],
        field=fact["domain"],
        category="",
        year=2016,
        origin=ESFRI,
    )


def _row(*, name, region, host, website, field, category, year, origin):
    economic, scientific = topics_of(field, category)
    return {
        "name": name,
        "region": region,
        "host": host[:300],
        "website": _address(website),
        "field": field,
        "category": category,
        "economic": economic,
        "scientific": scientific,
        "known_as_of": year,
        "source_name": origin,
        "source_url": "",
        "source_date": "",
        "confidence": "read",
    }


def _address(link: str) -> str:
    """Return a link as a web address, or nothing if it is none."""
    if link and "://" not in link:
        link = f"http://{link}"
    return link if re.fullmatch(r"https?://[^\s/]+\.[^\s]{1,400}", link) else ""


class _Places:
    """What the names of regions say about an address."""

    def __init__(self, regions: Iterable[dict]):
        self.countries: dict[str, str] = {}
        self.towns: dict[str, dict[str, set[str]]] = defaultdict(
            lambda: defaultdict(set)
        )
        for region in regions:
            code = region["code"]
            if len(code) == 2:
                self.countries[region["name"].lower()] = code
            elif len(code) == 5:
                for name in _town_names(region):
                    self.towns[code[:2]][name].add(code[:4])
        self.countries |= {"czech republic": "CZ", "turkey": "TR", "macedonia": "MK"}

    def hold(self, fact: dict[str, str]) -> bool:
        location, code = fact["location"], fact["nuts2"]
        middle = any(
            abs(float(fact["lat"]) - lat) < 0.02
            and abs(float(fact["lng"]) - lon) < 0.02
            for lat, lon in MIDDLES
        )
        vague = not re.sub(r"\([^)]*\)", "", location).strip()
        vague = vague or location.lower() in self.countries or location == "Greenland"
        return not (
            middle
            or vague
            or location.lower() == "brazil"
            or self.is_abroad(location, code)
            or self._is_elsewhere(location, code)
        )

    def is_abroad(self, address: str, code: str) -> bool:
        """Whether the country at an address's end is not the region's."""
        match = re.search(r"\(([^()]+)\)\s*$", address)
        country = self.countries.get(match[1].lower()) if match else None
        return country is not None and country != code[:2]

    def _is_elsewhere(self, address: str, code: str) -> bool:
        """Whether an address names towns of other regions only."""
        words = f"-{slugify(address)}-"
        named = [
            codes
            for town, codes in self.towns[code[:2]].items()
            if f"-{town}-" in words
        ]
        return bool(named) and not any(code in codes for codes in named)


def _town_names(region: dict) -> set[str]:
    """Return the plain town or county name that a level 3 unit carries.

    It is the local one; in Greek or Cyrillic letters nothing plain is left of that.
    """
    names = (region["name_local"], region["name"])
    plain = (slugify(re.split(r"[,/(]", name)[0]) for name in names)
    return set([name for name in plain if len(name) > 3][:1])
