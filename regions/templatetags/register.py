"""Tags of the register's pages."""

import re
from collections.abc import Iterable

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from portal.web.text import fold

register = template.Library()

_PIECES = re.compile(r"\w+|\W+")


@register.filter
def highlighted(text: str, words: Iterable[str]) -> str:
    """Mark what begins with one of these folded words; everything is escaped."""
    beginnings = tuple(words)
    pieces = (
        (
            mark_safe("<mark>") if found else "",
            piece,
            mark_safe("</mark>") if found else "",
        )
        for piece in _PIECES.findall(text or "")
        for found in [bool(beginnings) and fold(piece).startswith(beginnings)]
    )
    return format_html_join("", "{}{}{}", pieces)
