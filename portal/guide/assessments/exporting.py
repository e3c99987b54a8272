"""A result as a table for spreadsheets: scores first, then each answer."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.utils import timezone

from portal.guide.assessments.forms import DO_NOT_KNOW
from portal.guide.assessments.models import Assessment
from portal.guide.assessments.queries import Result, given_by
from regions.sheets.responding import csv_response

COLUMNS = (
    *("completed_on", "version", "dimension", "question"),
    *("score", "answered", "asked", "last_score", "change", "median_of_others"),
    *("level", "answer", "evidence"),
)


def result_csv(result: Result) -> HttpResponse:
    """One line a dimension, then one line a question, in the reader's language."""
    name = f"self-assessment-{result.assessment.pk}.csv"
    return csv_response(name, COLUMNS, _lines(result))


def _lines(result: Result) -> Iterator[list[object]]:
    assessment = result.assessment
    head = [_day(assessment), assessment.version]
    for row in result.rows:
        score = row.score
        numbers = (score.value, score.answered, score.asked)
        others = (row.last, row.change, row.median)
        cells = [row.dimension.title, "", *numbers, *others, None, "", ""]
        yield [*head, *map(_cell, cells)]
    for dimension, questions in given_by(assessment):
        for one in questions:
            level = one.answer.level if one.answer else None
            said = DO_NOT_KNOW if one.is_left_out else one.words
            shown = None if one.is_left_out else level
            evidence = one.answer.evidence if one.answer else ""
            cells = [dimension.title, one.question.text, *[None] * 6]
            yield [*head, *map(_cell, [*cells, shown, said, evidence])]


def _cell(value: object) -> object:
    return "" if value is None else value


def _day(assessment: Assessment) -> str:
    moment = assessment.completed_at
    return timezone.localdate(moment).isoformat() if moment else ""
