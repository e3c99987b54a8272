"""Whom a practice fits: scored once for all readers, and kept until the next run."""

import logging
from collections.abc import Sequence
from itertools import starmap

from django.db import transaction
from django.db.models import QuerySet

from matching.features import can_score_now
from matching.queries import current_run
from portal.guide.practices.models import Practice, PracticeMatch
from portal.guide.practices.scoring import matches_of
from portal.web.clock import ask_worker
from regions.services import bump_register_version

logger = logging.getLogger(__name__)

# The job that scores what waits for it.
MATCH_JOB = "match-practices"
# So many are written together.
AT_ONCE = 100


def practices_to_match() -> "QuerySet[Practice]":
    """Published practices whose matches are older than the run that readers see."""
    run = current_run()
    return Practice.objects.unmatched(run.pk if run else 0)


def match_soon(practice: Practice) -> None:
    """Score it now where that takes no longer than a page may, else ask a worker."""
    if can_score_now():
        match_practice(practice.pk)
    else:
        transaction.on_commit(lambda: ask_worker(MATCH_JOB))


def match_due() -> int:
    """Score all that wait for it; return how many were."""
    keys = list(practices_to_match().order_by("pk").values_list("pk", flat=True))
    parts = (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))
    return sum(map(_match, parts))


def match_practice(key: int) -> bool:
    """Score one practice and keep its matches."""
    return _match([key]) == 1


def _match(keys: Sequence[int]) -> int:
    """Score these, then keep their matches; return of how many.

    The register's version is raised once for all: what scoring reads of the register is
    kept under it, and takes longer to read than a practice to score.
    """
    scored = [one for one in map(_scored, keys) if one is not None]
    with transaction.atomic():
        kept = sum(starmap(_keep, scored))
        if kept:
            bump_register_version(is_wide=False)
    return kept


def _scored(key: int) -> tuple[Practice, list[PracticeMatch], int] | None:
    """One practice, its matches and their run; None if it cannot be scored now.

    It is scored before the row is locked; what was edited or scored meanwhile is left
    to whoever did that.
    """
    practice = Practice.objects.published().for_rows().filter(pk=key).first()
    if practice is None:
        return None
    try:
        return (practice, *matches_of(practice))
    except ValueError as error:
        # The lists are older than a topic or region of it; the next run knows these.
        logger.warning("practice %s waits for a run: %s", key, error)
        return None


def _keep(practice: Practice, rows: list[PracticeMatch], run_id: int) -> bool:
    waiting = Practice.objects.unmatched(run_id).select_for_update(of=("self",))
    found = waiting.filter(pk=practice.pk, revision=practice.revision)
    # exists() would forget of which table the rows are to be locked.
    if found.order_by().values_list("pk").first() is None:
        return False
    PracticeMatch.objects.filter(practice=practice).delete()
    PracticeMatch.objects.bulk_create(rows)
    Practice.objects.filter(pk=practice.pk).update(matched_run=run_id)
    return True
