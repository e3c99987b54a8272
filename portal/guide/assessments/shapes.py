"""What a questionnaire is made of: dimensions, questions, and answers in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

# Levels are 0 to 4; this one says "does not apply, or we do not know".
LEFT_OUT = -1
HIGHEST = 4


class Kind(models.TextChoices):
    """Which questionnaire: a region answers the first, a cluster the second."""

    POLICY = "policy", _("Cluster policy of a region")
    MANAGEMENT = "management", _("Management of a cluster")


@dataclass(frozen=True)
class Question:
    """One question: what one would see at each level, and where it is explained.

    `chapter` is a chapter of the guide, "" for that of its dimension.
    """

    key: str
    text: Text
    levels: tuple[Text, Text, Text, Text, Text]
    chapter: str = ""


@dataclass(frozen=True)
class Dimension:
    """Questions that make one score. `short` names it where there is little room."""

    key: str
    chapter: str
    title: Text
    short: Text
    about: Text
    questions: tuple[Question, ...]

    def chapter_of(self, question: Question) -> str:
        return question.chapter or self.chapter


@dataclass(frozen=True)
class Questionnaire:
    """One edition of the questions of a kind."""

    kind: Kind
    version: int
    dimensions: tuple[Dimension, ...]

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """All questions by their keys, in their order."""
        return {one.key: one for one in self._all()}

    @cached_property
    def by_key(self) -> Mapping[str, Dimension]:
        return {one.key: one for one in self.dimensions}

    def after(self, dimension: Dimension) -> Dimension | None:
        """The dimension of the next page, or None after the last."""
        place = self.dimensions.index(dimension) + 1
        return self.dimensions[place] if place < len(self.dimensions) else None

    def _all(self) -> Iterator[Question]:
        for dimension in self.dimensions:
            yield from dimension.questions
