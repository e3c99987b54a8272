"""What commitments add to match cards and to the page of a pair."""

from collections.abc import Sequence

from matching.card_parts import Facts, Part, register_part
from matching.commitments.queries import present_steps
from portal.accounts.models import User
from regions.models import Profile


def register_parts() -> None:
    """Called once, when the app is ready.

    The people of both organisations see them, from whichever side they look.
    """
    register_part(
        Part(
            "commitment",
            read_steps,
            line="commitments/_card_line.html",
            pair="commitments/_pair.html",
            order=20,
            for_everybody=True,
        )
    )


def read_steps(user: User, profile: Profile, partners: Sequence[Profile]) -> Facts:
    return present_steps(user, profile, partners)
