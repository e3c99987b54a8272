"""Tags of the register's pages."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join

from portal.web.text import fold
from regions.editing.visibility import is_shown
from regions.models import Owned

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


@register.simple_tag(takes_context=True)
def shown(context: Mapping[str, Any], record: Owned, field: str) -> Any:
    """The record's field if the reader may see it, else nothing."""
    if not may_see(context, record, field):
        return ""
    return getattr(record, field, "")


@register.simple_tag(takes_context=True)
def may_see(context: Mapping[str, Any], record: Owned, field: str) -> bool:
    """Whether the reader may see the field; its people are known `with_rights`."""
    is_own = getattr(record, "is_own", False)
    return is_shown(record, field, context["request"].user, is_own=is_own)
