"""What partner requests add to match cards and to the page of a pair."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from matching.card_parts import Facts, Part, register_part
from matching.partner_requests.models import RequestMatch
from portal.accounts.models import User
from regions.models import Profile

MOST_SHOWN = 2


def register_parts() -> None:
    """Called once, when the app is ready."""
    register_part(
        Part(
            "requests",
            read_requests,
            line="partner_requests/_card_line.html",
            pair="partner_requests/_pair.html",
            order=40,
        )
    )


def read_requests(user: User, profile: Profile, partners: Sequence[Profile]) -> Facts:
    """Open requests of these partners that fit the profile; one query."""
    rows = RequestMatch.objects.open_to(user).filter(
        profile=profile, request__profile__in=[one.pk for one in partners]
    )
    rows = rows.select_related("request").order_by("-score", "pk")
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.request.profile_id].append(row.request)
    return {key: {"requests": some[:MOST_SHOWN]} for key, some in found.items()}
