"""How pages of introductions, which do not know this room, show both ladders."""

from typing import Any

from django import template

from matching.commitments.queries import ladders_of
from matching.introductions.models import Introduction, State
from matching.introductions.queries import Row

register = template.Library()


@register.inclusion_tag("commitments/_section.html", takes_context=True)
def commitments_of(
    context: template.Context, introduction: Introduction, row: Row
) -> dict[str, Any]:
    """Both ladders of an introduction that was accepted, for the reader's side."""
    if introduction.contacts_open_since is None:
        return {}
    is_accepted = introduction.state == State.ACCEPTED
    return {
        "introduction": introduction,
        "row": row,
        "ladders": ladders_of(context["request"].user, row.own, row.other),
        "may_state": row.may_write and is_accepted,
        "csrf_token": context.get("csrf_token"),
    }
