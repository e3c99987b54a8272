"""The tables under `regions/data`: their columns, keys and references."""

from dataclasses import dataclass

from regions.register import cells
from regions.register.cells import Reader

CONFIDENCE = cells.choice("read", "recalled", "derived")
STAGES = cells.many(
    cells.choice("research", "development", "pilot", "production", "market"), ";"
)


@dataclass(frozen=True)
class Column:
    """One column. `refers` names the table whose key its value or values must be in.

    `empty` is what an empty cell means; a required column has no such meaning.
    `scheme` narrows a reference to topics to one scheme.
    """

    name: str
    read: Reader
    required: bool = False
    empty: object = ""
    refers: str = ""
    scheme: str = ""


@dataclass(frozen=True)
class Table:
    """One file: `key` names the columns whose values together are unique."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def file(self) -> str:
        return f"{self.name}.csv"


def _must(name: str, read: Reader, refers: str = "", scheme: str = "") -> Column:
    return Column(name, read, required=True, refers=refers, scheme=scheme)


def _may(name: str, read: Reader, empty: object = "") -> Column:
    return Column(name, read, empty=empty)


def _topics(name: str) -> Column:
    return Column(name, cells.codes(), empty=(), refers="topics", scheme=name)


def _region(name: str = "region") -> Column:
    return _must(name, cells.text(5), refers="regions")


_SOURCE = (
    _may("source_url", cells.url(500)),
    _may("source_date", cells.day, None),
    _must("confidence", CONFIDENCE),
)

SOURCES = Table(
    "sources",
    (
        _must("file", cells.text(60)),
        _must("source_name", cells.text(200)),
        _may("source_url", cells.url(500)),
        _may("source_date", cells.day, None),
        _must("licence", cells.text(200)),
        _must("confidence", CONFIDENCE),
        _may("note", cells.text(500)),
    ),
    ("file",),
)

REGIONS = Table(
    "regions",
    (
        _must("code", cells.text(5)),
        _must("level", cells.whole(0, 3)),
        _must("name", cells.text(120)),
        _may("name_de", cells.text(120)),
        _may("name_fr", cells.text(120)),
        _may("name_local", cells.text(120)),
        Column("parent", cells.text(5), refers="regions"),
        _may("longitude", cells.decimal(-180, 180), None),
        _may("latitude", cells.decimal(-90, 90), None),
        _may("population", cells.whole(0, 10**9), None),
        _may("population_note", cells.text(120)),
        _may("cohesion_category", cells.choice("less", "transition", "more")),
        _may("cohesion_note", cells.text(120)),
        _must("is_outermost", cells.flag),
        _must("in_eu", cells.flag),
    ),
    ("code",),
)

CROSSWALK = Table(
    "crosswalk",
    (
        _must("code_2024", cells.text(5)),
        _region("code_2021"),
        _must("share_of_2024", cells.decimal(0, 1)),
        _must("share_of_2021", cells.decimal(0, 1)),
    ),
    ("code_2024", "code_2021"),
)

TOPICS = Table(
    "topics",
    (
        _must("code", cells.text(12)),
        _must("scheme", cells.choice("economic", "scientific", "policy")),
        Column("parent", cells.text(12), refers="topics"),
        _must("level", cells.whole(1, 3)),
        _must("label_en", cells.text(250)),
        _must("label_de", cells.text(250)),
        _must("label_fr", cells.text(250)),
        _may("label_note", cells.text(120)),
    ),
    ("code",),
)

PRIORITIES = Table(
    "priorities",
    (
        _must("slug", cells.slug(120)),
        _region(),
        _must("period", cells.period),
        _must("title", cells.text(250)),
        _may("title_original", cells.text(250)),
        _topics("economic"),
        _topics("scientific"),
        _topics("policy"),
        _may("keywords", cells.phrases(120), ()),
        _may("offers", cells.phrases(500), ()),
        _may("needs", cells.phrases(500), ()),
        _may("stages", STAGES, ()),
        *_SOURCE,
    ),
    ("slug",),
)

CLUSTERS = Table(
    "clusters",
    (
        _must("slug", cells.slug(120)),
        _must("name", cells.text(250)),
        _may("acronym", cells.text(60)),
        _region(),
        _may("city", cells.text(120)),
        _may("website", cells.url(300)),
        _topics("economic"),
        _topics("scientific"),
        _may("keywords", cells.phrases(120), ()),
        _may("members_total", cells.whole(0, 10**6), None),
        _may("sme_members", cells.whole(0, 10**6), None),
        _may("founded", cells.whole(1500, 2100), None),
        _may("label", cells.text(120)),
        *_SOURCE,
    ),
    ("slug",),
)

FACILITIES = Table(
    "facilities",
    (
        _must("slug", cells.slug(120)),
        _must("name", cells.text(250)),
        _region(),
        _may("host", cells.text(300)),
        _may("website", cells.url(500)),
        _may("field", cells.text(150)),
        _may("category", cells.text(200)),
        _topics("economic"),
        _topics("scientific"),
        _must("known_as_of", cells.whole(1900, 2100)),
        _must("source_name", cells.text(200)),
        *_SOURCE,
    ),
    ("slug",),
)

PROJECTS = Table(
    "projects",
    (
        _must("slug", cells.slug(60)),
        _must("programme", cells.text(60)),
        _must("name", cells.text(250)),
        _may("keywords", cells.phrases(120), ()),
        _topics("economic"),
        _may("year", cells.whole(1900, 2100), None),
        _must("is_complete", cells.flag),
        *_SOURCE,
    ),
    ("slug",),
)

MEMBERS = Table(
    "members",
    (
        _must("project", cells.slug(60), refers="projects"),
        _region(),
        _must("name", cells.text(250)),
        _must("is_cluster", cells.flag),
        _may("role", cells.text(60)),
        *_SOURCE,
    ),
    ("project", "region", "name"),
)

STRENGTHS = Table(
    "strengths",
    (
        _region(),
        _must("topic", cells.text(12), "topics", "economic"),
        _must("location_quotient", cells.decimal(0, 10**6)),
        _must("strength", cells.decimal(0, 1)),
    ),
    ("region", "topic"),
)

RELATEDNESS = Table(
    "relatedness",
    (
        _must("first", cells.text(12), "topics", "economic"),
        _must("second", cells.text(12), "topics", "economic"),
        _must("phi", cells.decimal(0, 1)),
        _must("lift", cells.decimal(0, 10**6)),
    ),
    ("first", "second"),
)

TABLES = (
    SOURCES,
    REGIONS,
    CROSSWALK,
    TOPICS,
    PRIORITIES,
    CLUSTERS,
    FACILITIES,
    PROJECTS,
    MEMBERS,
    STRENGTHS,
    RELATEDNESS,
)
