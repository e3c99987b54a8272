"""How words of others are shown: plain text, with links that give nothing away."""

import datetime

from django import template
from django.template.defaultfilters import linebreaks_filter
from django.utils.html import Urlizer

from matching.introductions.talk.notices import when

register = template.Library()


class _GuardedUrlizer(Urlizer):
    """Makes links that tell the other page nothing, and count for no search engine."""

    url_template = (
        '<a href="{href}" rel="external nofollow noopener noreferrer"{attrs}>{url}</a>'
    )


_links = _GuardedUrlizer()


@register.filter
def written(text: str) -> str:
    """Paragraphs and links of a text in which nothing is taken for HTML."""
    # What is escaped here must not be escaped once more.
    return linebreaks_filter(_links(str(text), autoescape=True), autoescape=False)


@register.filter
def in_brussels(at: datetime.datetime) -> str:
    """Day and time in Brussels, with these words."""
    return when(at)
