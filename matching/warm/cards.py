"""What is added to match cards, pages of pairs and the page of a list."""

from collections.abc import Sequence

from matching.card_parts import Facts, Part, Section, register_part, register_section
from matching.warm.joint import warm_paths
from matching.warm.newcomers import pairing
from portal.accounts.models import User
from regions.models import Profile


def register_parts() -> None:
    """Called once, when the app is ready."""
    register_part(
        Part(
            "warm",
            read_paths,
            line="warm/_card_line.html",
            pair="warm/_path.html",
            order=30,
            for_everybody=True,
        )
    )
    register_section(Section("newcomers", pairing, "warm/_pairing.html"))


def read_paths(user: User, profile: Profile, partners: Sequence[Profile]) -> Facts:
    """What leads to each partner; a fixed number of queries."""
    found = warm_paths(user, profile, partners)
    return {key: {"path": path} for key, path in found.items()}
