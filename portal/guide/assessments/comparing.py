"""How others stand: medians that tell nothing of a single one.

The rules are pure and stand in `privacy.py`; this module reads what they need. Why they
are as they are is said in docs/assessments.md.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal.accounts.models import User
from portal.guide.assessments.models import Answer, Assessment
from portal.guide.assessments.privacy import (
    LEAST_OTHERS,
    Completed,
    OtherScore,
    publishing_day,
    told_median,
)
from portal.guide.assessments.querysets import COUNTS_FOR
from portal.guide.assessments.scoring import Levels, score
from portal.guide.assessments.shapes import Kind, Questionnaire

Key = Any


@dataclass(frozen=True)
class Comparison:
    """Medians of others by dimension; one that may not be told is left out.

    `until` is the last day that counts, `category` the cohesion category of the others,
    "" where it is all of them.
    """

    medians: Mapping[str, int]
    until: datetime.date
    category: str


@dataclass(frozen=True)
class _Set:
    """One completed set, without its answers."""

    pk: int
    organisation: Key
    category: str
    day: datetime.date
    # Shared since, or all along if the reader acted for the organisation.
    known_since: datetime.date | None

    @property
    def is_known(self) -> bool:
        return self.known_since is not None


def compare(assessment: Assessment, reader: User) -> Comparison | None:
    """Medians of organisations for which the reader does not act; None if too few."""
    own = _organisations_of(reader, assessment)
    once = _organisations_once_of(reader, assessment.kind)
    others = [
        replace(one, known_since=one.day) if one.organisation in once else one
        for one in _completed(assessment.kind)
        if one.organisation not in own
    ]
    if category := category_of(assessment):
        similar = [one for one in others if one.category == category]
        if found := _told(assessment.asked, similar, category):
            return found
    if len(set(own.values())) > 1:
        # One of the own results may be compared with a part of all: no subtracting.
        return None
    return _told(assessment.asked, others, "")


def _told(
    asked: Questionnaire, others: Sequence[_Set], category: str
) -> Comparison | None:
    completed = [
        Completed(one.organisation, one.day, one.known_since) for one in others
    ]
    until = publishing_day(completed, timezone.localdate())
    if until is None:
        return None
    counting = _counting(others, until)
    if sum(not one.is_known for one in counting) < LEAST_OTHERS:
        return None
    last_day = until - datetime.timedelta(days=1)
    return Comparison(_medians(asked, counting), last_day, category)


def category_of(assessment: Assessment) -> str:
    """The cohesion category of the region, or of that in which the cluster is."""
    return str(assessment.place.cohesion_category)


def _completed(kind: str) -> list[_Set]:
    """All completed sets of organisations that everybody can see, oldest first."""
    place = Coalesce("region__cohesion_category", "cluster__region__cohesion_category")
    rows = _shown(Assessment.objects.of_kind(kind).completed())
    rows = rows.annotate(category=place).order_by("completed_at", "pk")
    values = rows.values_list(
        "pk", _owner(kind), "category", "completed_at", "shared_at"
    )
    return [
        _Set(pk, owner, category, timezone.localdate(at), _day(shared_at))
        for pk, owner, category, at, shared_at in values
    ]


def _day(moment: datetime.datetime | None) -> datetime.date | None:
    return timezone.localdate(moment) if moment else None


def _shown(rows: QuerySet) -> QuerySet:
    """A cluster counts once a curator has published it: nobody makes up five."""
    return rows.filter(Q(cluster=None) | Q(cluster__status="published"))


def _owner(kind: str) -> str:
    return "region" if kind == Kind.POLICY else "cluster"


def _organisations_of(reader: User, assessment: Assessment) -> dict[Key, str]:
    """Those whose results this reader knows already, his own ones, by category."""
    rows: QuerySet[Any] = reader.mandated_clusters()
    rows = rows.values_list("pk", "region__cohesion_category")
    if assessment.kind == Kind.POLICY:
        rows = reader.mandated_regions().values_list("pk", "cohesion_category")
    return {**dict(rows), assessment.organisation.pk: category_of(assessment)}


def _organisations_once_of(reader: User, kind: str) -> set[Key]:
    """Those for which this reader acts, or ever acted: results may be remembered."""
    return set(reader.mandates.order_by().values_list(_owner(kind), flat=True))


def _counting(sets: Iterable[_Set], until: datetime.date) -> list[_Set]:
    """The last set of each organisation before that day, if it is not too old."""
    latest = {one.organisation: one for one in sets if one.day < until}
    return [one for one in latest.values() if one.day >= until - COUNTS_FOR]


def _medians(asked: Questionnaire, others: Sequence[_Set]) -> dict[str, int]:
    levels = _levels_of(others)
    found = {}
    for dimension in asked.dimensions:
        told = [
            OtherScore(value, one.is_known)
            for one in others
            if (value := score(dimension, levels[one.pk]).value) is not None
        ]
        if (median := told_median(told)) is not None:
            found[dimension.key] = median
    return found


def _levels_of(sets: Sequence[_Set]) -> Mapping[int, Levels]:
    found: dict[int, dict[str, int | None]] = defaultdict(dict)
    rows = Answer.objects.filter(assessment__in=[one.pk for one in sets], level__gte=0)
    values = rows.order_by().values_list("assessment", "question", F("level"))
    for pk, question, level in values:
        found[pk][question] = level
    return found
