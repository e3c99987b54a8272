"""What the evaluation reads from the register, beside the engine's inputs."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from matching.evaluation.truth import TruthProject
from matching.features import Inputs, load_inputs
from regions.models import (
    Cluster,
    Cooperation,
    CooperationMember,
    NutsChange,
    Region,
)
from regions.register.compiling.slugs import make_slug

LONGEST_SLUG = 50  # of a project, as the register's compiler makes it from the id
LONGEST_NAME = 250


@dataclass(frozen=True)
class Known:
    """One joint project; two with a name in common are one and the same project."""

    key: int
    names: frozenset[str]
    year: int | None
    regions: tuple[str, ...]
    topics: tuple[str, ...]
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Register:
    """Plain values, in a fixed order; clusters by their names in one spelling."""

    inputs: Inputs
    known: tuple[Known, ...]
    population: Mapping[str, int]
    changes: Mapping[str, str]
    clusters: Mapping[str, tuple[int, ...]]


def read_register() -> Register:
    """Read everything once, with a fixed number of queries."""
    population = Region.objects.exclude(population=None).order_by("code")
    changes = NutsChange.objects.order_by("code_2024", "share", "-region_id")
    return Register(
        inputs=load_inputs(),
        known=tuple(_cooperation()),
        population=dict(population.values_list("code", "population")),
        # The last one stays: the region where most of the people live.
        changes=dict(changes.values_list("code_2024", "region_id")),
        clusters=_clusters(),
    )


def names_of(slug: str, name: str) -> frozenset[str]:
    """By what a project is recognised: the address made of its id, and its name."""
    spelling = one_spelling(name)
    return frozenset({slug, f"name: {spelling}"} if spelling else {slug})


def names_of_truth(project: TruthProject) -> frozenset[str]:
    return names_of(make_slug(project.key, limit=LONGEST_SLUG), project.name)


def one_spelling(name: str) -> str:
    """Without case, accents and punctuation; "" for a name of another alphabet."""
    return make_slug(name, limit=LONGEST_NAME)


def _cooperation():
    regions, topics = defaultdict(list), defaultdict(list)
    members = CooperationMember.objects.order_by("cooperation", "region")
    for key, code in members.values_list("cooperation_id", "region_id"):
        regions[key].append(code)
    through = Cooperation.topics.through.objects.order_by("cooperation", "topic")
    for key, code in through.values_list("cooperation_id", "topic_id"):
        topics[key].append(code)
    rows = Cooperation.objects.order_by("pk").values_list(
        "pk", "slug", "name", "keywords", "year"
    )
    for key, slug, name, keywords, year in rows:
        yield Known(
            key=key,
            names=names_of(slug, name),
            year=year,
            regions=tuple(dict.fromkeys(regions[key])),
            topics=tuple(topics[key]),
            texts={"title": name, "keywords": "; ".join(keywords)},
        )


def _clusters() -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = defaultdict(tuple)
    listed = Cluster.objects.listed().order_by("pk")
    for key, *names in listed.values_list("pk", "title", "acronym", "slug"):
        for name in dict.fromkeys(map(one_spelling, names)):
            if name:
                found[name] += (key,)
    return dict(found)
