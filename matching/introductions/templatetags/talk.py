"""How words of others are shown: plain text, with links that give nothing away."""

import datetime

from django import template
from django.utils.html import linebreaks, urlize
from django.utils.safestring import SafeString, mark_safe

from matching.introductions.talk.notices import when

register = template.Library()
_PLAIN, _GUARDED = ' rel="nofollow"', ' rel="external nofollow noopener noreferrer"'


@register.filter
def written(text: str) -> SafeString:
    """Paragraphs and links of a text in which nothing else is taken for HTML.

    A quotation mark of the text itself is escaped, so only our own `rel` is replaced.
    """
    linked = urlize(text, nofollow=True, autoescape=True)
    return mark_safe(linebreaks(linked.replace(_PLAIN, _GUARDED)))  # noqa: S308


@register.filter
def in_brussels(at: datetime.datetime) -> str:
    """Day and time in Brussels, with these words."""
    return when(at)
