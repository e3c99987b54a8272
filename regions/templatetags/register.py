"""Tags of the register's pages."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from portal.web.text import fold
from regions.editing.visibility import is_shown, restricted_fields, visibility_of
from regions.editing.wording_fields import field_label
from regions.models import Owned, Visibility

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


@register.simple_tag
def seen_by(record: Owned, field: str) -> str:
    """A note beside a field that not everybody sees; nothing beside a public one."""
    words = {
        Visibility.REGISTERED: _("Visible to signed-in people only"),
        Visibility.PARTNERS: _("Visible to partners only"),
    }
    note = words.get(Visibility(visibility_of(record, field)))
    return format_html('<span class="seen-by">{}</span>', note) if note else ""


@register.simple_tag
def who_sees(record: Owned) -> list[tuple[str, list[str]]]:
    """Who sees which fields that are not public: the people's word, the fields'."""
    found = restricted_fields(record)
    return [
        (str(level.label), [field_label(record.record_kind, name) for name in names])
        for level in Visibility
        if (names := found.get(level))
    ]
