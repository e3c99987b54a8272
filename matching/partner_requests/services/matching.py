"""Whom a request fits: scored once for all readers, and kept until the next run."""

import logging

from django.db import transaction
from django.db.models import QuerySet

from matching.features import can_score_now
from matching.partner_requests.models import PartnerRequest, RequestMatch
from matching.partner_requests.scoring import matches_of
from matching.partner_requests.telling import tell_fitting
from matching.queries import current_run
from portal.web.clock import ask_worker

logger = logging.getLogger(__name__)

# The job that scores what waits for it.
MATCH_JOB = "match-requests"
# How many are shown to the asking side, and are told of the request.
BEST = 20


def requests_to_match() -> "QuerySet[PartnerRequest]":
    """Open requests whose matches are older than the run that readers see."""
    run = current_run()
    return PartnerRequest.objects.unmatched(run.pk if run else 0)


def match_soon(request: PartnerRequest) -> None:
    """Score it now where that takes no longer than a page may, else ask a worker."""
    if can_score_now():
        match_request(request.pk)
    else:
        transaction.on_commit(lambda: ask_worker(MATCH_JOB))


def match_due() -> int:
    """Score all that wait for it; return how many were."""
    keys = list(requests_to_match().order_by("pk").values_list("pk", flat=True))
    return sum(map(match_request, keys))


def match_request(key: int) -> bool:
    """Score one request, keep its matches and tell the best of them.

    It is scored before the row is locked; what was edited or scored meanwhile is left
    to whoever did that. Nobody is told of the same request twice.
    """
    request = PartnerRequest.objects.open().for_rows().filter(pk=key).first()
    if request is None:
        return False
    try:
        rows, run_id = matches_of(request)
    except ValueError as error:
        # The lists are older than a topic or region of it; the next run knows these.
        logger.warning("request %s waits for a run: %s", key, error)
        return False
    return _keep(request, rows, run_id)


@transaction.atomic
def _keep(request: PartnerRequest, rows: list[RequestMatch], run_id: int) -> bool:
    waiting = PartnerRequest.objects.unmatched(run_id).select_for_update(of=("self",))
    found = waiting.filter(pk=request.pk, edited_at=request.edited_at)
    # exists() would forget of which table the rows are to be locked.
    if found.order_by().values_list("pk").first() is None:
        return False
    RequestMatch.objects.filter(request=request).delete()
    RequestMatch.objects.bulk_create(rows)
    PartnerRequest.objects.filter(pk=request.pk).update(matched_run=run_id)
    tell_fitting(request, [one.profile for one in rows[:BEST]])
    return True
