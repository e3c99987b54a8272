"""What the pages of practices read."""

from typing import TYPE_CHECKING

from portal.guide.practices.models import Practice

if TYPE_CHECKING:
    from django.db.models import QuerySet


def practices_for_chapter(slug: str) -> "QuerySet[Practice]":
    """Published practices of a chapter, last confirmed or edited first; for rows."""
    found = Practice.objects.published().of_chapter(slug).for_rows()
    return found.order_by("-edited_at", "pk")
