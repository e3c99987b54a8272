"""What a chapter's page shows of its checklist."""

from typing import Any

from django import template

from portal.guide.chapters import Chapter
from portal.guide.checklists.people import Keeper, keepers_of
from portal.guide.checklists.queries import Checklist, checklist_of

register = template.Library()


@register.simple_tag
def checklists_of_reader(chapter: Chapter, user: Any) -> list[tuple[Keeper, Checklist]]:
    """The chapter's checklist for each organisation for which the reader acts."""
    return [
        (one, checklist_of(chapter, user, one.organisation)) for one in keepers_of(user)
    ]
