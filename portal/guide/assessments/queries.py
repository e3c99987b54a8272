"""What the pages of self-assessments show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from portal.accounts.models import Mandate, User
from portal.accounts.organisations import Organisation, name_of
from portal.guide.assessments.comparing import Comparison, compare
from portal.guide.assessments.models import Answer, Assessment
from portal.guide.assessments.querysets import AssessmentQuerySet
from portal.guide.assessments.scoring import Levels, Score, change, score, scores
from portal.guide.assessments.shapes import (
    LEFT_OUT,
    Dimension,
    Kind,
    Question,
    Questionnaire,
)
from regions.querysets import EDITING


@dataclass(frozen=True)
class Row:
    """One dimension of a result. `number` is that of its axis in the chart."""

    number: int
    score: Score
    last: int | None = None
    change: int | None = None
    median: int | None = None

    @property
    def dimension(self) -> Dimension:
        return self.score.dimension


@dataclass(frozen=True)
class Result:
    """A result with the one before it and how others stand."""

    assessment: Assessment
    rows: list[Row]
    levels: Levels
    last: Assessment | None
    comparison: Comparison | None
    is_latest: bool


def result_of(assessment: Assessment, reader: User) -> Result:
    """The result for its own people; only the latest one is compared with others."""
    levels = assessment.answers.all().levels()
    last = before(assessment)
    newest = is_latest(assessment)
    comparison = compare(assessment, reader) if newest else None
    rows = rows_of(assessment.asked, levels, last, comparison)
    return Result(assessment, rows, levels, last, comparison, newest)


def rows_of(
    asked: Questionnaire,
    levels: Levels,
    last: Assessment | None = None,
    comparison: Comparison | None = None,
) -> list[Row]:
    """One row a dimension; what changed is counted on questions that both sets had."""
    then = last.answers.all().levels() if last else {}
    common = set(asked.questions) & set(last.asked.questions) if last else set()
    medians = comparison.medians if comparison else {}
    return [
        Row(
            number,
            one,
            score(one.dimension, then, common).value if last else None,
            change(one.dimension, levels, then, common) if last else None,
            medians.get(one.dimension.key),
        )
        for number, one in enumerate(scores(asked, levels), start=1)
    ]


def before(assessment: Assessment) -> Assessment | None:
    """The result of the same organisation that was completed just before this one."""
    rows = Assessment.objects.of(assessment.organisation).of_kind(assessment.kind)
    earlier = rows.completed().filter(completed_at__lt=assessment.completed_at)
    return earlier.latest_first().first()


def is_latest(assessment: Assessment) -> bool:
    rows = Assessment.objects.filter(pk=assessment.pk)
    return rows.latest().exists()


def history_of(assessment: Assessment) -> AssessmentQuerySet:
    """All results of the same organisation, the latest first."""
    rows = Assessment.objects.of(assessment.organisation).of_kind(assessment.kind)
    return rows.completed().latest_first()


@dataclass(frozen=True)
class Step:
    """One page of the questionnaire, and how far it is."""

    dimension: Dimension
    answered: int

    @property
    def asked(self) -> int:
        return len(self.dimension.questions)

    @property
    def is_done(self) -> bool:
        return self.answered == self.asked


def steps_of(asked: Questionnaire, levels: Levels) -> list[Step]:
    return [
        Step(one, sum(question.key in levels for question in one.questions))
        for one in asked.dimensions
    ]


@dataclass(frozen=True)
class Given:
    """A question with what was said to it, for reading."""

    question: Question
    answer: Answer | None

    @property
    def words(self) -> Any:
        """The level in words; "" if there is none, or it was left out."""
        level = self.answer.level if self.answer else None
        if level is None or level == LEFT_OUT:
            return ""
        return self.question.levels[level]

    @property
    def is_left_out(self) -> bool:
        return self.answer is not None and self.answer.level == LEFT_OUT


def given_by(assessment: Assessment) -> list[tuple[Dimension, list[Given]]]:
    """All questions with their answers, by dimension; one query."""
    present = answers_of(assessment)
    return [
        (
            dimension,
            [Given(one, present.get(one.key)) for one in dimension.questions],
        )
        for dimension in assessment.asked.dimensions
    ]


def answers_of(assessment: Assessment) -> Mapping[str, Answer]:
    rows = assessment.answers.select_related("by")
    return {one.question: one for one in rows}


@dataclass(frozen=True)
class Own:
    """One organisation of a person: what is open, what was completed."""

    organisation: Organisation
    name: str
    kind: Kind
    may_write: bool
    draft: Assessment | None
    results: list[Assessment]
    asked: int = 0


def own_of(user: User) -> list[Own]:
    """All organisations for which this person acts; three queries for any number."""
    if not user.is_authenticated:
        return []
    mandates = Mandate.objects.running().filter(user=user)
    mandates = mandates.select_related("region", "cluster__region")
    rows = Assessment.objects.visible_to(user).with_progress().latest_first()
    found = list(rows)
    return [_own(mandate, found) for mandate in mandates.order_by("region", "cluster")]


def _own(mandate: Mandate, rows: list[Assessment]) -> Own:
    key = (mandate.region_id, mandate.cluster_id)
    mine = [one for one in rows if (one.region_id, one.cluster_id) == key]
    draft = next((one for one in mine if not one.is_complete), None)
    return Own(
        organisation=mandate.organisation,
        name=name_of(mandate.organisation),
        kind=Kind.POLICY if mandate.region_id else Kind.MANAGEMENT,
        may_write=mandate.role in EDITING,
        draft=draft,
        results=[one for one in mine if one.is_complete],
        asked=len(draft.asked.questions) if draft else 0,
    )


def counts() -> dict[str, int]:
    """How many results there are, by questionnaire: all that curators see of them."""
    is_done = Q(completed_at__isnull=False)
    return Assessment.objects.aggregate(
        **{
            kind.value: Count("pk", filter=is_done & Q(kind=kind.value))
            for kind in Kind
        }
    )


def shared_results() -> AssessmentQuerySet:
    """Results that everybody may read, the newest first."""
    return Assessment.objects.shared().with_organisation().latest_first()


@dataclass(frozen=True)
class Todo:
    """An open or due self-assessment on somebody's page of work."""

    assessment: Assessment
    name: str
    answered: int
    asked: int


def todos_of(user: User) -> list[Todo]:
    """Drafts to go on with, then results of more than a year ago; two queries."""
    own = Assessment.objects.owned_by(user, *EDITING).with_organisation()
    drafts = own.drafts().with_progress().order_by("edited_at", "pk")
    due = own.due().with_progress().order_by("completed_at", "pk")
    return [
        Todo(one, name_of(one.organisation), one.answered, len(one.asked.questions))
        for one in (*drafts, *due)
    ]
