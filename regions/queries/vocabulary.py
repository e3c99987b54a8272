"""The words of the register: names of places and topics by code, kept in memory.

Topics and places number some thousands and change with a load only, while every list
needs them for its facets. Labels are in the reader's language when they are read.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import get_language

from portal.web.versioned import kept_under_version
from regions.models import (
    Cluster,
    Cooperation,
    Facility,
    Region,
    Scheme,
    Strategy,
    Topic,
)
from regions.queries.version import register_version

NAMES = ("name", "name_de", "name_fr", "name_local")


@dataclass(frozen=True)
class Place:
    """A region's names, without the rest of its record."""

    code: str
    level: int
    cohesion: str
    names: Mapping[str, str] = field(hash=False)

    @property
    def label(self) -> str:
        language = (get_language() or "en")[:2]
        return self.names.get(f"name_{language}") or self.names["name"]


class Labels(Mapping):
    """Codes with the labels of their records, in the reader's language."""

    def __init__(self, records: Mapping[str, Any], with_code: bool = False) -> None:
        self._records = records
        self._with_code = with_code

    def __getitem__(self, code: str) -> str:
        label = self._records[code].label
        return f"{label} ({code})" if self._with_code else label

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)

    def __contains__(self, code: object) -> bool:
        return code in self._records


@dataclass(frozen=True)
class Vocabulary:
    """Places and topics by code, of one version of the register."""

    version: str
    places: Mapping[str, Place]
    topics: Mapping[str, Topic]

    @cached_property
    def countries(self) -> dict[str, Place]:
        found = (place for place in self.places.values() if place.level == 0)
        return {place.code: place for place in sorted(found, key=_english_name)}

    @cached_property
    def descendants(self) -> dict[str, frozenset[str]]:
        """Each topic with itself and all topics below it."""
        below: dict[str, set[str]] = {code: {code} for code in self.topics}
        for code in self.topics:
            for ancestor in self.lineage(code):
                below[ancestor].add(code)
        return {code: frozenset(found) for code, found in below.items()}

    def lineage(self, code: str) -> list[str]:
        """A topic and the topics it is part of, from the narrowest up."""
        found = [code]
        while above := self.topics[found[-1]].parent_id:
            found.append(above)
        return found

    def with_descendants(self, codes: Iterable[str]) -> set[str]:
        """The topics and everything below them."""
        return set().union(*(self.descendants[code] for code in codes))

    def within(self, code: str) -> list[str]:
        """The region itself and all that lies in it (NUTS codes nest by prefix)."""
        return [one for one in self.places if one.startswith(code)]

    def cohesion_of(self, code: str) -> list[str]:
        """The cohesion category of a region, as a list that is empty without one."""
        return [self.places[code].cohesion] if self.places[code].cohesion else []

    def topics_of(self, scheme: Scheme) -> dict[str, Topic]:
        return {c: topic for c, topic in self.topics.items() if topic.scheme == scheme}

    def country_label(self, code: str) -> str:
        """The name of a country, or its code where the register has no name."""
        return self.countries[code].label if code in self.countries else code

    def region_label(self, code: str) -> str:
        return self.places[code].label if code in self.places else code


def _english_name(place: Place) -> str:
    return place.names["name"]


def vocabulary() -> Vocabulary:
    """The words of the register's present state; ask once a request."""
    return kept_vocabulary(register_version())


@kept_under_version
def kept_vocabulary(version: str) -> Vocabulary:
    """The words of a given state of the register."""
    fields = ("code", "level", "cohesion_category", *NAMES)
    rows = Region.objects.order_by("code").values_list(*fields)
    places = {
        row[0]: Place(row[0], row[1], row[2], dict(zip(NAMES, row[3:], strict=True)))
        for row in rows
    }
    return Vocabulary(version, places, Topic.objects.in_bulk())


@kept_under_version
def kept_programmes(version: str) -> list[str]:
    """The programmes of joint projects, by name."""
    rows = Cooperation.objects.order_by("programme")
    return list(rows.values_list("programme", flat=True).distinct())


@kept_under_version
def kept_periods(version: str) -> list[str]:
    """The periods of published strategies, the latest first."""
    rows = Strategy.objects.published().order_by("-period")
    return list(rows.values_list("period", flat=True).distinct())


@kept_under_version
def kept_facility_names(version: str) -> dict[str, str]:
    """The names of all facilities by their addresses."""
    return dict(Facility.objects.order_by("slug").values_list("slug", "name"))


@kept_under_version
def kept_cluster_titles(version: str) -> dict[str, str]:
    """The titles of all clusters by their addresses."""
    return dict(Cluster.objects.order_by("slug").values_list("slug", "title"))
