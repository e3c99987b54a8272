"""The questionnaires by kind and version; an answer set names the one it was given to.

Rules for whoever changes questions:
- A question keeps its key as long as it asks the same: a typing error may be mended.
- Who changes what a question or a level says gives it a new key, and makes a new
  version of the questionnaire. The old one stays, so that old answers can be read.
- Results are compared on the questions that both versions have.
A test holds what version 1 says.
"""

from portal.guide.assessments.questions_management import HOUSE
from portal.guide.assessments.questions_management_work import WORK
from portal.guide.assessments.questions_policy import MEANS
from portal.guide.assessments.questions_policy_reach import REACH
from portal.guide.assessments.shapes import Dimension, Kind, Questionnaire

_ALL = (
    Questionnaire(Kind.POLICY, 1, MEANS + REACH),
    Questionnaire(Kind.MANAGEMENT, 1, HOUSE + WORK),
)
_BY_VERSION = {(one.kind.value, one.version): one for one in _ALL}


def questionnaire(kind: str, version: int) -> Questionnaire:
    """The questions of this version; a version that never was is a KeyError."""
    return _BY_VERSION[kind, version]


def current(kind: str) -> Questionnaire:
    """The questions that are asked now."""
    return max((one for one in _ALL if one.kind == kind), key=lambda one: one.version)


def dimensions_for(chapter: str) -> list[tuple[Kind, Dimension]]:
    """Dimensions that a chapter of the guide explains, or some question of them."""
    return [
        (kind, dimension)
        for kind in Kind
        for dimension in current(kind).dimensions
        if chapter in {dimension.chapter_of(one) for one in dimension.questions}
    ]
