"""What came of matches as the truth that a ranking is measured against.

Each profile with partners is a question, in the shape of a project: its title, keywords
and activities are the theme, its partners are to be found. docs/outcomes.md says what
counts. Dismissals are no part of it: they are counted beside, by the rank they had.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence

from matching.evaluation.cases import LEAST_TARGETS
from matching.evaluation.truth import Member, Truth, TruthProject
from matching.outcomes.models import MatchEvent, Stage
from portal.web.errors import PortalError
from regions.models import Profile, ProfileType, Scheme

# Both sides wanted it: from the consent to talk on, whatever came of the application.
POSITIVE = (
    Stage.ACCEPTED,
    Stage.MET,
    Stage.PARTNERED,
    Stage.APPLIED,
    Stage.FUNDED,
    Stage.REFUSED,
)
BANDS = ((5, "1-5"), (20, "6-20"), (50, "21-50"))
BEYOND, UNLISTED = "51 and beyond", "not in the list"


def read_log() -> Truth:
    """Return every profile that came to an outcome with enough partners elsewhere.

    Raises PortalError, in one line, where there is none.
    """
    years = _years_of_pairs()
    partners: dict[int, dict[int, int]] = defaultdict(dict)
    for (first, second), year in years.items():
        partners[first][second] = partners[second][first] = year
    profiles = Profile.objects.listed().in_bulk(list(partners))
    codes = _activities(list(profiles))
    projects = tuple(
        project
        for key in sorted(profiles)
        if (project := _project(profiles[key], codes[key], partners[key], profiles))
    )
    if not projects:
        raise PortalError(
            f"the log holds {len(years)} pairs with an outcome: no profile has "
            f"partners in {LEAST_TARGETS} other regions yet"
        )
    return Truth(projects, hashlib.sha256(repr(projects).encode()).hexdigest())


def read_dismissed() -> dict:
    """How many pairs were dismissed, by the rank they had then and by reason.

    A pair counts once for each side that dismissed it, with the last time.
    """
    rows = MatchEvent.objects.filter(what=Stage.DISMISSED).order_by("at", "id")
    last = {
        (pair, profile): (rank, reason)
        for pair, profile, rank, reason in rows.values_list(
            "pair", "profile_id", "rank", "reason"
        )
    }
    bands: dict[str, Counter[str]] = {
        name: Counter() for name in (*(name for _, name in BANDS), BEYOND, UNLISTED)
    }
    for rank, reason in last.values():
        bands[_band(rank)][reason] += 1
    return {
        "pairs": len(last),
        "bands": {name: dict(sorted(found.items())) for name, found in bands.items()},
    }


def _band(rank: int | None) -> str:
    if rank is None:
        return UNLISTED
    return next((name for most, name in BANDS if rank <= most), BEYOND)


def _years_of_pairs() -> dict[tuple[int, int], int]:
    """The year in which each pair that is still there came to its first outcome."""
    rows = MatchEvent.objects.filter(what__in=POSITIVE).order_by("at", "id")
    rows = rows.exclude(profile=None).exclude(partner=None)
    found: dict[tuple[int, int], int] = {}
    for first, second, at in rows.values_list("profile_id", "partner_id", "at"):
        found.setdefault((min(first, second), max(first, second)), at.year)
    return found


def _project(
    profile: Profile,
    codes: Sequence[str],
    partners: dict[int, int],
    profiles: dict[int, Profile],
) -> TruthProject | None:
    """One question; None where too few partners are to be found elsewhere."""
    others = [profiles[key] for key in sorted(partners) if key in profiles]
    others = [one for one in others if one.region_id != profile.region_id]
    if len({one.region_id for one in others}) < LEAST_TARGETS:
        return None
    return TruthProject(
        key=f"profile-{profile.pk}",
        name=profile.title,
        keywords=tuple(profile.keywords),
        codes=tuple(codes),
        year=min(partners[one.pk] for one in others),
        members=tuple(_member(row, one) for row, one in enumerate(others, start=1)),
        asking=profile.region_id,
    )


def _member(row: int, partner: Profile) -> Member:
    return Member(
        row=row,
        name=partner.title,
        kind="cluster" if partner.type == ProfileType.CLUSTER else "region",
        code=partner.region_id,
        country=partner.region_id[:2],
        leads=False,
    )


def _activities(keys: Sequence[int]) -> dict[int, list[str]]:
    """The economic topics of these profiles, in the order of their codes."""
    links = Profile.topics.through.objects.filter(
        profile_id__in=keys, topic__scheme=Scheme.ECONOMIC
    )
    found: dict[int, list[str]] = {key: [] for key in keys}
    for key, code in links.order_by("topic_id").values_list("profile_id", "topic_id"):
        found[key].append(code)
    return found
