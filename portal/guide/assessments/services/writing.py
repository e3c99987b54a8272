"""Beginning a self-assessment, and saving a page of it beside colleagues."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

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
        """The level and a fingerprint of the evidence: differs where either does."""
        digest = hashlib.sha256(self.evidence.encode()).hexdigest()[:12]
        return f"{'' if self.level is None else self.level}.{digest}"


@dataclass(frozen=True)
class Clash:
    """Both have changed the same: the colleague's answer, which stands, and one's own.

    `own` has the colleague's words where only the colleague changed something.
    """

    answer: Answer
    own: Said


@dataclass
class Outcome:
    """What became of a page, by question.

    `clashes` wait for the person to decide; `taken` says which colleague wrote what is
    kept beside one's own answers.
    """

    clashes: dict[str, Clash] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)


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

    Level and evidence of a question are looked at one by one. What only one of two
    people has changed is kept, whoever sends first; where both have, the answer stays
    as it is and comes back as a clash, and all else is saved.
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
    there = said_before(present)
    own, does_clash = _united(said, there)
    if present is not None and does_clash:
        outcome.clashes[key] = Clash(present, own)
        return False
    if present is not None and own.mark != said.mark:
        outcome.taken[key] = who_wrote(present)
    if own.mark == there.mark:
        return False
    answer = present or Answer(assessment=assessment, question=key)
    answer.level, answer.evidence = own.level, own.evidence
    answer.by, answer.at = by, timezone.now()
    answer.clean_fields(exclude=["assessment"])
    answer.save()
    return True


def _united(said: Said, there: Said) -> tuple[Said, bool]:
    """What one says with the changes of others, and whether both changed the same."""
    level_seen, _dot, evidence_seen = said.seen.partition(".")
    level_said, _dot, evidence_said = said.mark.partition(".")
    level_there, _dot, evidence_there = there.mark.partition(".")
    keeps_level = level_said in (level_there, level_seen)
    keeps_evidence = evidence_said in (evidence_there, evidence_seen)
    does_clash = (not keeps_level and level_there != level_seen) or (
        not keeps_evidence and evidence_there != evidence_seen
    )
    united = Said(
        there.level if keeps_level else said.level,
        there.evidence if keeps_evidence else said.evidence,
    )
    return united, does_clash


def who_wrote(answer: Answer) -> str:
    """Who of the colleagues wrote an answer."""
    return str(answer.by) if answer.by else _("a colleague")
