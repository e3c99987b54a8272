"""What the pages of practices read."""

from typing import TYPE_CHECKING, Any

from portal.guide.practices.choices import PracticeAct
from portal.guide.practices.models import Practice, PracticeEvent
from regions.models import Status
from regions.querysets import EDITING

if TYPE_CHECKING:
    from django.db.models import QuerySet


def practices_for_chapter(slug: str) -> "QuerySet[Practice]":
    """Published practices of a chapter, last confirmed or edited first; for rows."""
    found = Practice.objects.published().of_chapter(slug).for_rows()
    return found.order_by("-edited_at", "pk")


def practices_of_region(code: str) -> "QuerySet[Practice]":
    """Published practices of a region and of what lies in it, newest first."""
    found = Practice.objects.published().of_place(code).with_whose()
    return found.order_by("-published_at", "-pk")


def own_practices(user: Any) -> "QuerySet[Practice]":
    """All practices for which this person acts, last edited first."""
    found = Practice.objects.owned_by(user).with_rights(user).with_whose()
    return found.order_by("-edited_at", "pk")


def waiting_practices() -> "QuerySet[Practice]":
    """What waits for a curator, the longest first."""
    return Practice.objects.waiting().with_whose().select_related("submitted_by")


def returned_practices(user: Any) -> "QuerySet[Practice]":
    """Practices that curators gave back to this person's organisations."""
    rows = Practice.objects.owned_by(user, *EDITING).filter(status=Status.RETURNED)
    return rows.order_by("decided_at", "pk")


def events_of(practice: Practice) -> list[PracticeEvent]:
    """The log of a practice, newest first."""
    return list(practice.events.select_related("by"))


def latest_changes(most: int = 20) -> list[PracticeEvent]:
    """What organisations lately changed of published practices: curators look at it."""
    rows = PracticeEvent.objects.filter(
        practice__status=Status.PUBLISHED, act=PracticeAct.CHANGED, is_curator=False
    )
    return list(rows.select_related("practice__region", "by")[:most])
