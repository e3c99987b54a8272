"""How pages of introductions, which do not know this room, show a warm path."""

from typing import Any

from django import template

from matching.warm.joint import warm_paths
from regions.models import Profile

register = template.Library()


@register.inclusion_tag("warm/_path.html", takes_context=True)
def warm_path_between(
    context: template.Context, profile: Profile, partner: Profile
) -> dict[str, Any]:
    """What leads from the one to the other, or nothing."""
    found = warm_paths(context["request"].user, profile, [partner])
    return {"part": {"path": found.get(partner.pk)}}
