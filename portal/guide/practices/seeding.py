"""Bring the table of practices into the database, with the register's own tables.

A practice that a person has confirmed, edited or withdrawn is kept as it is; one that
is not in the table any more is left.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from portal.guide.practices.choices import PracticeAct
from portal.guide.practices.models import Practice, PracticeEvent
from portal.guide.practices.said import fill, said_of, write_links
from portal.guide.practices.seed_table import DATA_FILE, SeedPractice, read_practices
from regions.models import OldAddress, RecordKind, Status
from regions.register.reading import RegisterError
from regions.register.rooms import register_table
from regions.register.upsert import Tally

KIND = "practices"


def register_practices() -> None:
    """Let the register's loader load practices too; once, when the app is ready."""
    register_table(KIND, load_practices)


@transaction.atomic
def load_practices(path: Path = DATA_FILE) -> Tally:
    """Make the database hold these practices; RegisterError with all faults before."""
    wanted, faults = read_practices(path)
    if faults:
        raise RegisterError(faults)
    wanted = _of_clusters_today(wanted)
    slugs = [seed.slug for seed in wanted]
    rows = Practice.objects.filter(slug__in=slugs).for_rows()
    present = {one.slug: one for one in rows.select_for_update(of=("self",))}
    tally = Tally()
    for seed in wanted:
        _load(seed, present.get(seed.slug), tally)
    others = Practice.objects.filter(owner_region=None, owner_cluster=None)
    tally.others = others.exclude(slug__in=slugs).count()
    return tally


def _of_clusters_today(seeds: Sequence[SeedPractice]) -> list[SeedPractice]:
    """The same, of the clusters into which those of the table were merged since."""
    rows = OldAddress.objects.filter(kind=RecordKind.CLUSTER)
    moved = dict(rows.values_list("slug", "profile__slug"))
    return [
        replace(one, said=replace(one.said, cluster=moved[one.said.cluster]))
        if one.said.cluster in moved
        else one
        for one in seeds
    ]


def _load(seed: SeedPractice, found: Practice | None, tally: Tally) -> None:
    if found is None:
        now = timezone.now()
        practice = Practice(slug=seed.slug, created_at=now, published_at=now)
        _write(seed, practice)
        PracticeEvent.objects.create(practice=practice, act=PracticeAct.LOADED)
        tally.added += 1
    elif found.revision:
        tally.kept += 1
    elif _is_same(seed, found):
        tally.left += 1
    else:
        _write(seed, found)
        tally.changed += 1


def _write(seed: SeedPractice, practice: Practice) -> None:
    fill(practice, seed.said)
    practice.region_id, practice.confidence = seed.region, seed.confidence
    practice.status, practice.matched_run = Status.PUBLISHED, None
    practice.edited_at = timezone.now()
    practice.save()
    write_links(practice, seed.said)


def _is_same(seed: SeedPractice, found: Practice) -> bool:
    return (
        said_of(found) == seed.said
        and found.region_id == seed.region
        and found.confidence == seed.confidence
    )
