"""Measuring how evenly a run shows profiles, and giving the seldom shown their bonus.

The lists are read once, some at a time, and put in order by the rule that readers'
lists go through, so the figures are those of what is shown.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q

from matching.exposure import FAR, NEAR, Lists, Why, bonus_share, count_shown
from matching.features import newcomer_regions
from matching.models import POINT, Exposure, Match, MatchRun
from matching.storage import read_matches
from regions.models import CohesionCategory, Profile

ROWS_AT_ONCE = 10_000
NEVER = (0, 0)


def measure_exposure(
    *, run: MatchRun, on_step: Callable[[], None] = lambda: None
) -> MatchRun:
    """Write how often each profile tops others' lists, its bonus, and the figures.

    For a run that has scored everything and is not yet shown. Twice does no harm.
    `on_step` is called before some thousand lists at a time are counted.
    """
    margin = settings.FAIRNESS_MARGIN
    exposures = _exposures(run, margin)
    bonuses = {one.profile_id: one.bonus for one in exposures}
    without = dict.fromkeys(bonuses, 0)
    traits = {one.profile_id: one.why for one in exposures}
    lists = _lists(run, on_step)
    counts = count_shown(lists, {0.0: without} | {margin: bonuses}, traits)
    run.exposure = {
        "profiles": len(exposures),
        "margin": margin,
        "by_score": counts[0.0].report(),
        "as_shown": counts[margin].report(),
    }
    with transaction.atomic():
        drop_exposures(runs=[run])
        Exposure.objects.bulk_create(
            exposures, batch_size=ROWS_AT_ONCE, ignore_conflicts=True
        )
        MatchRun.objects.filter(pk=run.pk).update(exposure=run.exposure)
    return run


def drop_exposures(*, runs: Iterable[MatchRun]) -> None:
    """Forget the exposures of these runs; the figures stay with each run."""
    Exposure.objects.filter(run__in=runs)._raw_delete(Exposure.objects.db)


def compare_margins(*, run: MatchRun, margins: Sequence[float]) -> dict[float, dict]:
    """The figures of a run under each of these margins; nothing is written."""
    traits = _traits()
    shares = _shares(_times_shown(run), traits)
    bonuses = {
        margin: {key: _bonus(share, margin) for key, share in shares.items()}
        for margin in margins
    }
    counts = count_shown(_lists(run), bonuses, traits)
    return {margin: counts[margin].report() for margin in margins}


def _exposures(run: MatchRun, margin: float) -> list[Exposure]:
    """One row for each listed profile, also for those in nobody's first places."""
    shown, traits = _times_shown(run), _traits()
    average = _average(shown, traits)
    found = []
    for key, share in _shares(shown, traits).items():
        near, far = shown.get(key, NEVER)
        why = traits[key] | (Why.SELDOM_SHOWN if far < average else 0)
        one = Exposure(run=run, profile_id=key, top10=near, top20=far, why=why)
        one.bonus = _bonus(share, margin)
        found.append(one)
    return found


def _times_shown(run: MatchRun) -> dict[int, tuple[int, int]]:
    """In how many lists each profile is among the first ten and twenty, by score."""
    rows = Match.objects.filter(run=run, rank__lte=FAR).order_by()
    counted = rows.values_list("partner_id").annotate(
        near=Count("rank", filter=Q(rank__lte=NEAR)), far=Count("rank")
    )
    return {key: (near, far) for key, near, far in counted}


def _traits() -> dict[int, int]:
    """For each listed profile what speaks for it beside being seldom shown."""
    new = newcomer_regions()
    rows = Profile.objects.listed().order_by("pk")
    columns = ("pk", "region_id", "region__cohesion_category", "region__is_outermost")
    return {
        key: (Why.NEWCOMER if region in new else 0)
        | (Why.LESS_DEVELOPED if category == CohesionCategory.LESS else 0)
        | (Why.OUTERMOST if is_outermost else 0)
        for key, region, category, is_outermost in rows.values_list(*columns)
    }


def _shares(
    shown: Mapping[int, tuple[int, int]], traits: Mapping[int, int]
) -> dict[int, float]:
    average = _average(shown, traits)
    return {
        key: bonus_share(shown.get(key, NEVER)[1], average, why)
        for key, why in traits.items()
    }


def _average(shown: Mapping[int, tuple[int, int]], profiles: Mapping) -> float:
    """How often a profile is among the first twenty, if all were shown alike."""
    return sum(far for _, far in shown.values()) / len(profiles) if profiles else 0.0


def _bonus(share: float, margin: float) -> int:
    return round(share * margin * POINT)


def _lists(
    run: MatchRun, on_step: Callable[[], None] = lambda: None
) -> Iterator[Lists]:
    """All lists, some at a time."""
    for rows in read_matches(run.pk, ("profile_id", "partner_id", "score")):
        on_step()
        yield Lists.from_rows(rows)
