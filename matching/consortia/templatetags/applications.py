"""Filters that word the facts of an application, as its papers do."""

import datetime

from django import template
from django.utils import timezone

from matching.consortia.application import wording

register = template.Library()

register.filter("place", wording.word_place)
register.filter("roles", wording.word_roles)
register.filter("share", wording.word_share)
register.filter("euros", wording.word_euros)
register.filter("rule_state", wording.word_rule_state)


@register.filter
def day(value: datetime.date | None) -> str:
    """The day as readers write it, in their own time; "" if there is none."""
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value).date()
    return wording.word_day(value)
