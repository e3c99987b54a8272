"""Beginning a self-assessment, and saving a page of it beside colleagues."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User, organisation_link
from portal.accounts.organisations import Organisation
from portal.accounts.services.holding import lock_organisation
from portal.guide.assessments.models import Answer, Assessment
from portal.guide.assessments.questionnaires import current
from portal.guide.assessments.services.locking import (
    lock_assessment,
    note_write,
    require_draft,
    require_writer,
)
from portal.guide.assessments.shapes import Dimension, Kind
from regions.models import Region


@dataclass(frozen=True)
class Said:
    """What somebody says to a question. `seen` is the mark of what was there before."""

    level: int | None = None
    evidence: str = ""
    seen: str = ""

    @property
    def mark(self) -> str:
        """A short text that differs as soon as what is said differs."""
        text = f"{self.level}|{self.evidence}"
        return hashlib.sha256(text.encode()).hexdigest()[:12]


@dataclass
class Outcome:
    """What became of a page, by question.

    `conflicts` are the answers of colleagues to questions that both have changed: they
    stand, and the person decides. `taken` are those of colleagues alone.
    """

    conflicts: dict[str, Answer] = field(default_factory=dict)
    taken: dict[str, Answer] = field(default_factory=dict)


NOTHING = Said()


def kind_for(organisation: Organisation) -> Kind:
    """The questionnaire that this organisation answers."""
    return Kind.POLICY if isinstance(organisation, Region) else Kind.MANAGEMENT


@transaction.atomic
def begin_assessment(*, by: User, organisation: Organisation) -> Assessment:
    """Begin one, or return the open one: there is one at a time."""
    require_writer(by, organisation)
    lock_organisation(organisation)
    present = Assessment.objects.of(organisation).drafts().first()
    if present is not None:
        return present
    kind = kind_for(organisation)
    assessment = Assessment(
        kind=kind,
        version=current(kind).version,
        started_by=by,
        **organisation_link(organisation),
    )
    assessment.full_clean()
    assessment.save()
    return assessment


@transaction.atomic
def save_page(
    *, by: User, assessment: Assessment, dimension: Dimension, said: Mapping[str, Said]
) -> Outcome:
    """Save what was said to questions of a dimension, one by one.

    What only one of two people has changed is kept, whoever sends first. What both
    have changed stays as it is and comes back as a conflict; all else is saved.
    """
    found = lock_assessment(by=by, key=assessment.pk)
    require_draft(found)
    keys = [one.key for one in dimension.questions if one.key in said]
    rows = found.answers.filter(question__in=keys).select_related("by")
    present = {one.question: one for one in rows}
    outcome, changed = Outcome(), False
    for key in keys:
        changed |= _save(found, key, said[key], present.get(key), outcome, by)
    if changed:
        note_write(found)
    return outcome


def said_before(answer: Answer | None) -> Said:
    """What an answer says, in the shape of what is sent."""
    return Said(answer.level, answer.evidence) if answer else NOTHING


def _save(
    assessment: Assessment,
    key: str,
    said: Said,
    present: Answer | None,
    outcome: Outcome,
    by: User,
) -> bool:
    """Whether the answer was changed."""
    there = said_before(present).mark
    if said.mark == there:
        return False
    if said.seen != there and present is not None:
        place = outcome.taken if said.mark == said.seen else outcome.conflicts
        place[key] = present
        return False
    answer = present or Answer(assessment=assessment, question=key)
    answer.level, answer.evidence = said.level, said.evidence
    answer.by, answer.at = by, timezone.now()
    try:
        answer.clean_fields(exclude=["assessment"])
    except ValidationError as error:
        raise ValidationError({f"{key}": error.messages}) from error
    answer.save()
    return True


def who_wrote(answer: Answer) -> str:
    """Who of the colleagues wrote an answer."""
    return str(answer.by) if answer.by else _("a colleague")
