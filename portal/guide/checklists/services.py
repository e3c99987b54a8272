"""A checklist is saved as a whole: what a person changed, and nothing of others."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.accounts.models import User, organisation_link
from portal.accounts.organisations import Organisation
from portal.accounts.services.holding import lock_organisation
from portal.guide.chapters import chapter as chapter_of
from portal.guide.checklists.models import Mark, MarkChange, Standing
from portal.guide.checklists.people import require_writer
from portal.web.errors import Conflict, PortalError

EARLIEST = datetime.date(1990, 1, 1)
UNTOUCHED = (Standing.OPEN.value, None, "")


@dataclass(frozen=True)
class Said:
    """What a form says of one point, and the revision that it was opened on."""

    item: str
    standing: str
    done_on: datetime.date | None = None
    note: str = ""
    revision: int = 0

    @property
    def values(self) -> tuple[str, datetime.date | None, str]:
        """What is stored: a point that is not done has no day."""
        is_done = self.standing == Standing.DONE
        day = (self.done_on or timezone.localdate()) if is_done else None
        return self.standing, day, self.note.strip()


class Overtaken(Conflict):
    """Others changed the same points meanwhile; `marks` are these as they are now."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self.marks = list(marks)
        super().__init__(
            _(
                "Somebody changed the same points while you were writing. Nothing is"
                " saved yet: look at what they say now, and save again."
            )
        )


@transaction.atomic
def save_checklist(
    *, by: User, organisation: Organisation, chapter: str, said: Iterable[Said]
) -> list[Mark]:
    """Save what a person changed in one chapter's checklist; the changed marks.

    All of an organisation's people wait for each other. A point that the person left
    as the form showed it stays as others have made it since. One that both changed is
    an `Overtaken`, and nothing is saved.
    """
    lock_organisation(organisation)
    require_writer(by, organisation)
    found = Mark.objects.of(organisation).filter(chapter=chapter)
    marks = {one.item: one for one in found}
    texts = _texts(chapter)
    changed, overtaken = [], []
    for one in said:
        if one.item not in texts:
            raise PortalError(_("The checklist has no such point any more."))
        mark = marks.get(one.item) or Mark(
            **organisation_link(organisation), chapter=chapter, item=one.item
        )
        if not _is_changed(mark, one):
            continue
        if one.revision != mark.revision:
            overtaken.append(mark)
            continue
        changed.append((mark, one))
    if overtaken:
        raise Overtaken(overtaken)
    return [_write(mark, one, texts[one.item], by) for mark, one in changed]


def _texts(chapter: str) -> dict[str, str]:
    """The points of a checklist in English, by their ids."""
    found = chapter_of("en", chapter)
    if found is None:
        raise PortalError(_("The guide has no such chapter any more."))
    return {one.id: one.text for one in found.checklist}


def _is_changed(mark: Mark, said: Said) -> bool:
    """Whether the form says something else than both the mark and what it showed."""
    if said.values == mark.said:
        return False
    return said.revision == mark.revision or said.values != _shown(mark, said.revision)


def _shown(mark: Mark, revision: int) -> tuple:
    """What the mark said at a revision; nothing before the first."""
    if not revision or mark.pk is None:
        return UNTOUCHED
    change = mark.changes.filter(revision=revision).first()
    return change.said if change else ()


def _write(mark: Mark, said: Said, text: str, by: User) -> Mark:
    mark.standing, mark.done_on, mark.note = said.values
    mark.text = text[:500]
    put_down(mark, by=by)
    return mark


def put_down(mark: Mark, *, by: User | None) -> None:
    """Save a changed mark with its next revision, and keep the change."""
    mark.revision += 1
    mark.changed_by, mark.changed_at = by, timezone.now()
    _check_day(mark)
    mark.full_clean(validate_unique=False, validate_constraints=False)
    mark.save()
    MarkChange.objects.create(
        mark=mark,
        revision=mark.revision,
        standing=mark.standing,
        done_on=mark.done_on,
        note=mark.note,
        by=by,
        at=mark.changed_at,
    )


def _check_day(mark: Mark) -> None:
    if mark.done_on is None:
        return
    today = timezone.localdate()
    if mark.done_on > today:
        raise ValidationError({"done_on": [_("This day is yet to come.")]})
    if mark.done_on < EARLIEST:
        text = _("Name a day from %(first)s on.") % {"first": date_format(EARLIEST)}
        raise ValidationError({"done_on": [text]})
