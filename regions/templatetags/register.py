"""Tags of the register's pages."""

import re
from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join

from portal.web.text import fold

register = template.Library()

_PIECES = re.compile(r"\w+|\W+")


@register.filter
def highlighted(text: str, words: Iterable[str]) -> str:
    """Mark what begins with one of these folded words; everything is escaped."""
    beginnings = tuple(words)
    pieces = (
        format_html("<mark>{}</mark>", piece)
        if beginnings and fold(piece).startswith(beginnings)
        else piece
        for piece in _PIECES.findall(text or "")
    )
    return format_html_join("", "{}", ((piece,) for piece in pieces))
