"""Two to four regions side by side."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from portal.web.text import fold
from regions.models import (
    Cluster,
    Cooperation,
    CooperationMember,
    Facility,
    Priority,
    Region,
    RegionStrength,
    Scheme,
    Strategy,
    Topic,
)
from regions.queries.places import (
    held_by,
    nearest_holder,
    nearest_level_2,
    strengths_of,
)
from regions.queries.vocabulary import Vocabulary, vocabulary
from regions.wording import SCHEME_WORDS

LEAST, MOST = 2, 4
STRENGTHS_COMPARED = 5


@dataclass(frozen=True)
class Choice:
    """The regions a reader typed, and what is wrong with them."""

    codes: list[str]
    errors: list[str]


def read_choice(typed: Iterable[str]) -> Choice:
    """Read NUTS codes or full names; empty fields are left out."""
    words = vocabulary()
    texts = [text.strip() for text in typed if text.strip()]
    found = [(text, _code_of(text, words)) for text in texts]
    unknown = [text for text, code in found if code is None]
    codes = [code for _text, code in found if code]
    twice = [code for code, count in Counter(codes).items() if count > 1]
    errors = [_("There is no region “%(text)s”.") % {"text": one} for one in unknown]
    errors += [
        _("%(region)s is chosen more than once.") % {"region": words.region_label(one)}
        for one in twice
    ]
    if texts and len(texts) < LEAST:
        errors.append(_("Choose at least two regions to compare."))
    if len(texts) > MOST:
        errors.append(_("Choose at most four regions; more do not fit side by side."))
    return Choice(codes, errors)


def _code_of(text: str, words: Vocabulary) -> str | None:
    code = text.upper()
    if code in words.places:
        return code
    wanted = fold(text)
    named = (
        place.code
        for place in words.places.values()
        if wanted in {fold(name) for name in place.names.values()}
    )
    return next(named, None)


@dataclass(frozen=True)
class Column:
    """One region of the comparison."""

    region: Region
    country: str
    strategies: list[Strategy]
    priorities: list[Priority]
    priorities_around: Region | None
    clusters: int
    facilities: int
    strengths: list[RegionStrength]
    topics: Counter


@dataclass(frozen=True)
class TopicRow:
    """One topic, and how many priorities of each region name it."""

    topic: Topic
    counts: list[int]

    @property
    def sharers(self) -> int:
        return sum(1 for count in self.counts if count)


@dataclass(frozen=True)
class Comparison:
    """Columns, topics that regions share, by scheme, the others, and joint projects."""

    columns: list[Column]
    shared: list[tuple[Any, list[TopicRow]]]
    single: list[TopicRow]
    projects: list[tuple[Cooperation, list[str]]]


def compare(codes: list[str], user: Any) -> Comparison:
    """Put regions side by side; the number of queries grows with `codes` only."""
    words = vocabulary()
    regions = Region.objects.in_bulk(codes)
    columns = [_column(regions[code], user, words) for code in codes]
    rows = _topic_rows(columns, words)
    return Comparison(
        columns=columns,
        shared=_by_scheme([row for row in rows if row.sharers > 1]),
        single=[row for row in rows if row.sharers == 1],
        projects=_joint_projects(codes),
    )


def _column(region: Region, user: Any, words: Vocabulary) -> Column:
    inside = {"region__in": words.within(region.code)}
    priorities, holder = _priorities_of(region, user, words)
    topics = Counter(topic.pk for one in priorities for topic in one.topics.all())
    around = [*inside["region__in"], *region.ancestor_codes]
    strategies = (
        Strategy.objects.visible_to(user)
        .filter(region__in=around)
        .select_related("region")
    )
    return Column(
        region=region,
        country=words.country_label(region.country),
        strategies=list(strategies.order_by("region_id", "-period")),
        priorities=priorities,
        priorities_around=holder,
        clusters=Cluster.objects.visible_to(user).filter(**inside).count(),
        facilities=Facility.objects.visible_to(user).filter(**inside).count(),
        strengths=strengths_of(nearest_level_2(region.code))[:STRENGTHS_COMPARED],
        topics=topics,
    )


def _priorities_of(
    region: Region, user: Any, words: Vocabulary
) -> tuple[list[Priority], Region | None]:
    """Its priorities, or those of the nearest region around, and which that is."""
    visible = Priority.objects.visible_to(user)
    rows = visible.order_by("-strategy__period", "title", "id")
    rows = rows.prefetch_related("topics")
    own = list(rows.filter(region__in=words.within(region.code)))
    code = nearest_holder(visible, region) if not own else None
    if code is None:
        return own, None
    around = list(rows.filter(region__in=held_by(code, words)))
    return around, Region.objects.get(code=code)


def _topic_rows(columns: list[Column], words: Vocabulary) -> list[TopicRow]:
    order = {scheme: place for place, scheme in enumerate(Scheme.values)}
    codes = set().union(*(column.topics for column in columns))
    rows = [
        TopicRow(words.topics[code], [column.topics[code] for column in columns])
        for code in codes
    ]
    rows.sort(key=lambda row: (-row.sharers, order[row.topic.scheme], row.topic.code))
    return rows


def _by_scheme(rows: list[TopicRow]) -> list[tuple[Any, list[TopicRow]]]:
    groups = [
        (word, [row for row in rows if row.topic.scheme == scheme])
        for scheme, word in SCHEME_WORDS.items()
    ]
    return [(word, some) for word, some in groups if some]


def _joint_projects(codes: list[str]) -> list[tuple[Cooperation, list[str]]]:
    """Projects with members from two or more of the regions, latest first."""
    taking_part: dict[int, set[str]] = {}
    for code in codes:
        members = CooperationMember.objects.filter(region__code__startswith=code)
        for key in members.values_list("cooperation_id", flat=True):
            taking_part.setdefault(key, set()).add(code)
    joint = [key for key, found in taking_part.items() if len(found) > 1]
    projects = Cooperation.objects.filter(pk__in=joint).latest_first()
    return [
        (project, [code for code in codes if code in taking_part[project.pk]])
        for project in projects
    ]
