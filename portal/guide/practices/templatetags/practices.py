"""Practices on pages of other rooms, which do not know this one."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import get_language

from portal.guide.chapters import chapter, links
from portal.guide.practices import fitting, queries
from portal.guide.practices.chapter_names import chapter_title
from portal.guide.practices.forms import PracticeForm
from portal.guide.practices.models import Practice
from regions.models import Profile, Region
from regions.models.cluster_words import LANGUAGES, language_name

register = template.Library()
MOST_SHOWN = 5
register.filter("chapter_title", chapter_title)


@register.simple_tag(takes_context=True)
def practices_that_fit(
    context: Mapping[str, Any], profile: Profile
) -> list[fitting.Fit]:
    """The best practices for a profile, with reasons."""
    return fitting.practices_that_fit(context["request"].user, profile)


@register.simple_tag
def practices_of_region(region: Region) -> dict[str, Any]:
    """The region's own practices, and whether there are more than are shown."""
    rows = list(queries.practices_of_region(region.code)[: MOST_SHOWN + 1])
    return {"rows": rows[:MOST_SHOWN], "has_more": len(rows) > MOST_SHOWN}


@register.simple_tag
def practices_of_chapter(slug: str) -> dict[str, Any]:
    """Practices that illustrate a chapter, and whether there are more than shown."""
    rows: list[Practice] = list(queries.practices_for_chapter(slug)[: MOST_SHOWN + 1])
    return {"rows": rows[:MOST_SHOWN], "has_more": len(rows) > MOST_SHOWN}


@register.simple_tag
def chapter_url(slug: str) -> str:
    """The chapter's address in the reader's language; empty while there is none."""
    language = (get_language() or "en")[:2]
    return links.chapter_url(slug, language) if chapter(language, slug) else ""


@register.filter
def practice_language(code: str) -> str:
    """The name of the language in which a practice is written."""
    return language_name(code) if code in LANGUAGES else code


@register.filter
def practice_field(name: str) -> str:
    """A field of a practice as its form calls it."""
    field = PracticeForm.base_fields.get(name)
    return str(field.label) if field else name
