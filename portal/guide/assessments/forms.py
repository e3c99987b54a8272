"""Forms of a page of questions, and of all questions for who only tries them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from portal.guide.assessments.models import LONGEST_EVIDENCE, Answer
from portal.guide.assessments.services import Clash, Said
from portal.guide.assessments.services.writing import said_before
from portal.guide.assessments.shapes import (
    LEFT_OUT,
    Dimension,
    Question,
    Questionnaire,
)

LEVEL, EVIDENCE, SEEN = "level", "evidence", "seen"
DO_NOT_KNOW = _("Does not apply, or we do not know")


def level_field(question: Question) -> forms.TypedChoiceField:
    """The answers to a question, in words, the lowest level first."""
    levels = [(str(level), words) for level, words in enumerate(question.levels)]
    return forms.TypedChoiceField(
        label=question.text,
        required=False,
        choices=[*levels, (str(LEFT_OUT), DO_NOT_KNOW)],
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the answers.")},
    )


@dataclass(frozen=True)
class Asked:
    """One question on a page, with its fields and what a colleague wrote meanwhile."""

    question: Question
    level: BoundField
    evidence: BoundField | None = None
    seen: BoundField | None = None
    other: Answer | None = None

    @property
    def other_words(self) -> Any:
        """The level that the colleague chose, in words."""
        if self.other is None or self.other.level is None:
            return ""
        if self.other.level == LEFT_OUT:
            return DO_NOT_KNOW
        return self.question.levels[self.other.level]


class PageForm(forms.Form):
    """The questions of one dimension. Nothing is obligatory: one goes on later."""

    use_required_attribute = False

    def __init__(self, dimension: Dimension, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.dimension = dimension
        self.clashes: Mapping[str, Clash] = {}
        for one in dimension.questions:
            self.fields[f"{LEVEL}-{one.key}"] = level_field(one)
            self.fields[f"{EVIDENCE}-{one.key}"] = _evidence_field()
            self.fields[f"{SEEN}-{one.key}"] = forms.CharField(
                required=False, max_length=20, widget=forms.HiddenInput
            )

    def asked(self) -> Iterator[Asked]:
        for one in self.dimension.questions:
            yield Asked(
                one,
                self[f"{LEVEL}-{one.key}"],
                self[f"{EVIDENCE}-{one.key}"],
                self[f"{SEEN}-{one.key}"],
                self.clashes[one.key].answer if one.key in self.clashes else None,
            )

    def said(self) -> dict[str, Said]:
        """What a valid form says, by question."""
        return {
            one.key: Said(
                self.cleaned_data[f"{LEVEL}-{one.key}"],
                self.cleaned_data[f"{EVIDENCE}-{one.key}"],
                self.cleaned_data[f"{SEEN}-{one.key}"],
            )
            for one in self.dimension.questions
        }

    def show_clashes(
        self, clashes: Mapping[str, Clash], answers: Mapping[str, Answer]
    ) -> None:
        """Show what is there now; where two clash, one's own words beside the other's.

        Sent once more, one's own words replace the other's.
        """
        self.clashes = clashes
        self.data = self.data.copy()
        values = values_of(self.dimension, answers)
        for key, clash in clashes.items():
            values[f"{LEVEL}-{key}"] = clash.own.level
            values[f"{EVIDENCE}-{key}"] = clash.own.evidence
        for name, value in values.items():
            self.data[name] = "" if value is None else str(value)


class TryForm(forms.Form):
    """All questions on one page; what is sent is kept nowhere."""

    use_required_attribute = False

    def __init__(self, asked: Questionnaire, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.questionnaire = asked
        for key, one in asked.questions.items():
            self.fields[f"{LEVEL}-{key}"] = level_field(one)

    def by_dimension(self) -> Iterator[tuple[Dimension, list[Asked]]]:
        for one in self.questionnaire.dimensions:
            asked = [Asked(q, self[f"{LEVEL}-{q.key}"]) for q in one.questions]
            yield one, asked

    def levels(self) -> dict[str, int]:
        """What a valid form says, by question."""
        given = {
            key: self.cleaned_data[f"{LEVEL}-{key}"]
            for key in self.questionnaire.questions
        }
        return {key: level for key, level in given.items() if level is not None}


class RevisionForm(forms.Form):
    """A button that is meant for the state that was shown beside it."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class ConsentForm(forms.Form):
    """The explicit yes to showing a result to everybody."""

    agreed = forms.BooleanField(
        label=_("We agree that everybody may see these scores, with our name."),
        error_messages={"required": _("Without your agreement nothing is shown.")},
    )


def values_of(dimension: Dimension, answers: Mapping[str, Answer]) -> dict[str, Any]:
    """What a page begins with, and the marks of what is there."""
    values: dict[str, Any] = {}
    for one in dimension.questions:
        said = said_before(answers.get(one.key))
        values[f"{LEVEL}-{one.key}"] = said.level
        values[f"{EVIDENCE}-{one.key}"] = said.evidence
        values[f"{SEEN}-{one.key}"] = said.mark
    return values


def _evidence_field() -> forms.CharField:
    return forms.CharField(
        label=_("What shows it (for yourselves, never shared)"),
        required=False,
        max_length=LONGEST_EVIDENCE,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
    )
