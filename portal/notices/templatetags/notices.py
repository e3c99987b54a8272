"""The number beside the bell; for people who are signed in only."""

from django import template

from portal.notices.queries import MOST_COUNTED, unread_count

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_notices(context: template.Context) -> str:
    """How many notices are unread: "" for none, "99+" for very many."""
    count = unread_count(context["request"].user)
    if count > MOST_COUNTED:
        return f"{MOST_COUNTED}+"
    return str(count) if count else ""
