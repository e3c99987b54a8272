"""How others stand: medians that tell nothing of a single one.

The rules are pure and stand in `privacy.py`; this module reads what they need. Why they
are as they are is said in docs/assessments.md.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal.accounts.models import User
from portal.guide.assessments.models import Answer, Assessment
from portal.guide.assessments.privacy import (
    LEAST_OTHERS,
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
    is_known: bool


def compare(assessment: Assessment, reader: User) -> Comparison | None:
    """Medians of organisations for which the reader does not act; None if too few."""
    own = _organisations_of(reader, assessment)
    others = [one for one in _completed(assessment.kind) if one.organisation not in own]
    if category := category_of(assessment):
        similar = [one for one in others if one.category == category]
        if found := _told(assessment.asked, similar, category):
            return found
    return _told(assessment.asked, others, "")


def _told(
    asked: Questionnaire, others: Sequence[_Set], category: str
) -> Comparison | None:
    until = publishing_day(
        ((one.organisation, one.day) for one in others), timezone.localdate()
    )
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
        _Set(pk, owner, category, timezone.localdate(at), shared_at is not None)
        for pk, owner, category, at, shared_at in values
    ]


def _shown(rows: QuerySet) -> QuerySet:
    """A cluster counts once a curator has published it: nobody makes up five."""
    return rows.filter(Q(cluster=None) | Q(cluster__status="published"))


def _owner(kind: str) -> str:
    return "region" if kind == Kind.POLICY else "cluster"


def _organisations_of(reader: User, assessment: Assessment) -> set[Key]:
    """Those whose results this reader knows already: his own ones."""
    rows: QuerySet[Any] = reader.mandated_clusters()
    if assessment.kind == Kind.POLICY:
        rows = reader.mandated_regions()
    return {*rows.values_list("pk", flat=True), assessment.organisation.pk}


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
