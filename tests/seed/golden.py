"""The first ten of a dozen real regions, as text that shows in a diff what has moved.

    python -m tests.seed.golden > tests/seed/golden.txt

writes the file anew from this installation, loaded and scored; the diff
says what a change of formulas, weights or data does to real lists.
"""

import os

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()

from matching.models import POINT, Match, MatchRun
from matching.queries import current_run
from regions.models import Profile

REGIONS = (
    "ES51", "ES21", "FRK2", "FRY4", "ITC4", "PL22", "RO42", "IE04", "PT11", "EL30",
    "DE", "SE",
)  # fmt: skip
FIRST = 10


def golden_profiles() -> list[Profile]:
    """The first priority by address of each region; countries where none is known."""
    found = []
    for code in REGIONS:
        rows = Profile.objects.published().filter(region_id=code, type="priority")
        found.append(rows.order_by("slug").first() or _largest_part(code))
    return found


def _largest_part(code: str) -> Profile:
    """The first priority of the first part of a country that has one."""
    rows = Profile.objects.published().filter(
        region__code__startswith=code, type="priority"
    )
    return rows.order_by("region_id", "slug").first()


def render(run: MatchRun) -> str:
    """One line a partner: rank, score, kind and address."""
    lines = []
    for profile in golden_profiles():
        lines.append(f"{profile.region_id} {profile.slug}")
        rows = Match.objects.filter(run=run, profile=profile, rank__lte=FIRST)
        for match in rows.order_by("rank").select_related("partner"):
            score, kind = match.score / POINT, match.get_kind_display()
            lines.append(f"{match.rank:4} {score:6.2f} {kind:14} {match.partner.slug}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(render(current_run()), end="")
