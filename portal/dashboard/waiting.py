"""How much waits behind each tab of the curators' pages."""

from typing import Any

from django.db.models import Count, QuerySet, Value

from matching.introductions.models_talk import Report
from matching.models import CurrentRun, MatchRun
from matching.partnerships.models import Proposal
from matching.partnerships.suggestions.models import PartnershipSuggestion
from matching.sharing.models import AccessRequest
from portal.accounts.models import Claim
from portal.guide.peers.models import PeerInvitation
from portal.guide.practices.models import Practice
from portal.mail.models import Mail
from regions.models import Case
from regions.moderation.duplicate_queries import count_duplicates
from regions.queries.version import has_changed_widely_since


def waiting_numbers() -> dict[str, int]:
    """What waits for curators by tab; as many queries whatever there is.

    Of runs it is one if a scoring is needed and none is under way.
    """
    counts = _counts(
        cases=Case.objects.open(),
        claims=Claim.objects.open(),
        reports=Report.objects.filter(state="open"),
        mails=Mail.objects.failed(),
        proposals=Proposal.objects.submitted(),
        peers=PeerInvitation.objects.waiting(),
        unowned=AccessRequest.objects.unowned(),
        practices=Practice.objects.waiting(),
        suggestions=PartnershipSuggestion.objects.new(),
        open_runs=MatchRun.objects.open(),
    )
    is_needed = not counts.pop("open_runs") and _is_run_needed()
    return counts | {"duplicates": count_duplicates(), "runs": int(is_needed)}


def _counts(**rows: "QuerySet[Any]") -> dict[str, int]:
    """The numbers of rows of several tables in one query."""
    first, *rest = (
        some.order_by().values(tab=Value(name)).annotate(n=Count("pk"))
        for name, some in rows.items()
    )
    found = first.union(*rest, all=True).values_list("tab", "n")
    return dict.fromkeys(rows, 0) | dict(found)


def _is_run_needed() -> bool:
    versions = CurrentRun.objects.values_list("run__register_version", flat=True)
    version = versions.first()
    return version is None or has_changed_widely_since(version)
