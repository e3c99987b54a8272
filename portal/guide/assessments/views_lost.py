"""A page of answers that is sent to a draft that is gone: its words are shown again."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from portal.guide.assessments.forms import EVIDENCE, LEVEL, level_field
from portal.guide.assessments.questionnaires import current
from portal.guide.assessments.shapes import Dimension, Kind, Question, Text


@dataclass(frozen=True)
class Typed:
    """What somebody chose and wrote at one question."""

    question: Question
    words: Text
    evidence: str


def words_of_lost_page(request: HttpRequest, dimension: str) -> HttpResponse:
    """Show what was sent, and nothing else: the draft may be gone, or another's.

    A page without any words is simply not there.
    """
    # Both questionnaires have some dimensions of the same name.
    named = [current(kind).by_key.get(dimension) for kind in Kind]
    sent = [(one, _typed(request, one)) for one in named if one]
    found, typed = max(sent, key=lambda pair: len(pair[1]), default=(None, []))
    if not typed:
        raise Http404
    context = {"dimension": found, "typed": typed}
    return render(request, "guide/assessments/lost.html", context, status=404)


def _typed(request: HttpRequest, dimension: Dimension) -> list[Typed]:
    """The questions of the dimension to which something was said."""
    rows = [
        Typed(
            one,
            dict(level_field(one).choices).get(
                request.POST.get(f"{LEVEL}-{one.key}", ""), ""
            ),
            request.POST.get(f"{EVIDENCE}-{one.key}", "").strip(),
        )
        for one in dimension.questions
    ]
    return [one for one in rows if one.words or one.evidence]
