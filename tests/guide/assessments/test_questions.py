"""What the questionnaires say, and that version 1 goes on saying it."""

import hashlib

import pytest
from django.utils import translation

from portal.guide.assessments.questionnaires import (
    current,
    dimensions_for,
    questionnaire,
)
from portal.guide.assessments.shapes import Kind
from portal.guide.chapters.shapes import CHAPTERS

# Who changes a question or a level gives it a new key and makes a new version; a typing
# error may be mended here.
FINGERPRINTS = {"policy": "b9b96b46afcdeeb8", "management": "a89fd26f93a29a6d"}


@pytest.mark.parametrize("kind", Kind)
def test_version_1_says_what_it_said(kind):
    with translation.override("en"):
        said = [
            (
                dimension.key,
                one.key,
                str(one.text),
                [str(level) for level in one.levels],
            )
            for dimension in questionnaire(kind, 1).dimensions
            for one in dimension.questions
        ]
    digest = hashlib.sha256(repr(said).encode()).hexdigest()[:16]
    assert digest == FINGERPRINTS[kind]


@pytest.mark.parametrize("kind", Kind)
def test_each_dimension_has_three_or_four_questions_with_five_different_answers(kind):
    asked = current(kind)
    assert 6 <= len(asked.dimensions) <= 8
    for dimension in asked.dimensions:
        assert 3 <= len(dimension.questions) <= 4
        for one in dimension.questions:
            assert len(set(map(str, one.levels))) == 5, one.key


@pytest.mark.parametrize("kind", Kind)
def test_no_key_is_used_twice(kind):
    asked = current(kind)
    keys = [one.key for dimension in asked.dimensions for one in dimension.questions]
    assert len(keys) == len(set(keys)) == len(asked.questions)
    assert len(asked.by_key) == len(asked.dimensions)


@pytest.mark.parametrize("kind", Kind)
def test_every_question_leads_to_a_chapter_of_the_guide(kind):
    for dimension in current(kind).dimensions:
        named = {dimension.chapter_of(one) for one in dimension.questions}
        assert named | {dimension.chapter} <= set(CHAPTERS)


def test_chapter_knows_the_dimensions_that_ask_about_it():
    found = [(str(kind), one.key) for kind, one in dimensions_for("financing")]
    assert found == [
        ("policy", "instruments"),
        ("policy", "cooperation"),
        ("management", "finance"),
    ]
    assert dimensions_for("using-this-portal") == []


def test_version_that_never_was_is_an_error():
    with pytest.raises(KeyError):
        questionnaire(Kind.POLICY, 99)
