"""What the pages of checklists show: points with marks, counts, what was dropped."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from portal.accounts.organisations import Organisation
from portal.guide.chapters import CHAPTERS, Chapter, ChecklistItem, chapter, texts_of
from portal.guide.checklists.models import Mark, MarkChange, Standing
from portal.guide.checklists.people import Keeper, keepers_of
from portal.guide.glossary.linking import reading_language
from regions.models import Region

# After a year one looks again whether a point is still true.
LOOK_AGAIN_AFTER = datetime.timedelta(days=365)
CHANGES_SHOWN = 30
# So many are read, to know what each of those shown replaced.
MOST_CHANGES = 300


@dataclass(frozen=True)
class Line:
    """One point of a checklist, and what an organisation has said of it."""

    item: ChecklistItem
    mark: Mark | None = None

    @property
    def is_done(self) -> bool:
        return self.mark is not None and self.mark.standing == Standing.DONE

    @property
    def is_for_us(self) -> bool:
        return self.mark is None or self.mark.standing != Standing.NOT_FOR_US

    @property
    def is_old(self) -> bool:
        """Whether it was done more than a year ago."""
        return self.is_done and is_old(self.mark)


@dataclass(frozen=True)
class Checklist:
    """The checklist of one chapter, for an organisation or for nobody."""

    chapter: Chapter
    lines: list[Line]
    # Marks of points that the guide no longer has.
    dropped: list[Mark]

    @property
    def done(self) -> int:
        return sum(one.is_done for one in self.lines)

    @property
    def total(self) -> int:
        """How many points apply."""
        return sum(one.is_for_us for one in self.lines)

    @property
    def oldest(self) -> datetime.date | None:
        """The day of the point that was done longest ago."""
        days = [one.mark.done_on for one in self.lines if one.mark and one.is_done]
        return min((day for day in days if day), default=None)

    @property
    def to_look_at(self) -> int:
        """How many points were done more than a year ago."""
        return sum(one.is_old for one in self.lines)


def is_old(mark: Mark | None) -> bool:
    """Whether a mark's day is more than a year ago."""
    if mark is None or mark.done_on is None:
        return False
    return mark.done_on < timezone.localdate() - LOOK_AGAIN_AFTER


def chapters_here() -> Sequence[Chapter]:
    """Chapters with a checklist in the reader's language, else in English."""
    own = texts_of(reading_language())
    found = (own.chapter(slug) or chapter("en", slug) for slug in CHAPTERS)
    return [one for one in found if one and one.checklist]


def chapter_here(slug: str) -> Chapter | None:
    """One chapter with a checklist, in the reader's language, or in English."""
    found = chapter(reading_language(), slug) or chapter("en", slug)
    return found if found and found.checklist else None


def checklist_of(
    shown: Chapter, user: Any, organisation: Organisation | None
) -> Checklist:
    """One chapter's checklist with the marks that this person may see."""
    marks = _marks(user, organisation).filter(chapter=shown.slug)
    return _checklist(shown, list(marks))


def overview_of(user: Any, organisation: Organisation | None) -> list[Checklist]:
    """All checklists with marks; one query, however many there are."""
    by_chapter = defaultdict(list)
    for mark in _marks(user, organisation):
        by_chapter[mark.chapter].append(mark)
    return [_checklist(one, by_chapter[one.slug]) for one in chapters_here()]


def dropped_chapters(user: Any, organisation: Organisation | None) -> list[Mark]:
    """Marks in chapters that the guide no longer has."""
    known = [one.slug for one in chapters_here()]
    return list(_marks(user, organisation).exclude(chapter__in=known))


@dataclass(frozen=True)
class Change:
    """One change of a point: what was said before it, and from it on."""

    point: str
    before: MarkChange | None
    after: MarkChange


def changes_of(user: Any, organisation: Organisation, shown: Chapter) -> list[Change]:
    """The newest changes of one checklist; one query for one change as for thirty."""
    marks = _marks(user, organisation).filter(chapter=shown.slug)
    rows = MarkChange.objects.filter(mark__in=marks.values("pk"))
    found = list(rows.select_related("by", "mark")[:MOST_CHANGES])
    said = {(one.mark_id, one.revision): one for one in found}
    words = {one.id: one.text for one in shown.checklist}
    return [
        Change(
            words.get(one.mark.item) or one.mark.text or one.mark.item,
            said.get((one.mark_id, one.revision - 1)),
            one,
        )
        for one in found[:CHANGES_SHOWN]
    ]


def to_look_at(user: Any) -> list[tuple[Keeper, int]]:
    """For whom points were done more than a year ago, and how many.

    One query where there are none, two where there are.
    """
    before = timezone.localdate() - LOOK_AGAIN_AFTER
    rows = Mark.objects.visible_to(user).filter(
        standing=Standing.DONE, done_on__lt=before
    )
    known = {(c.slug, i.id) for c in texts_of("en").chapters for i in c.checklist}
    counts: dict[tuple[Any, Any], int] = defaultdict(int)
    for region, cluster, slug, item in rows.values_list(
        "region_id", "cluster_id", "chapter", "item"
    ):
        if (slug, item) in known:
            counts[(region, cluster)] += 1
    if not counts:
        return []
    keepers = [(one, counts[_key(one.organisation)]) for one in keepers_of(user)]
    return [(one, count) for one, count in keepers if count]


def _key(organisation: Organisation) -> tuple[Any, Any]:
    if isinstance(organisation, Region):
        return organisation.pk, None
    return None, organisation.pk


def _marks(user: Any, organisation: Organisation | None) -> "QuerySet[Mark]":
    if organisation is None:
        return Mark.objects.none()
    rows = Mark.objects.visible_to(user).of(organisation)
    return rows.select_related("changed_by")


def _checklist(shown: Chapter, marks: list[Mark]) -> Checklist:
    by_item = {one.item: one for one in marks}
    lines = [Line(one, by_item.pop(one.id, None)) for one in shown.checklist]
    return Checklist(shown, lines, list(by_item.values()))
