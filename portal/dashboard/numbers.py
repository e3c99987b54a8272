"""The numbers of the curators' desk: what waits, and where it is worked off."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.introductions.models_talk import Report
from matching.partnerships.models import Proposal
from matching.partnerships.suggestions.models import PartnershipSuggestion
from matching.queries import current_run, open_run
from matching.queries_runs import needs_run
from matching.sharing.queries import unowned_requests
from portal.accounts.models import Claim, User
from portal.guide.peers.models import PeerInvitation
from portal.guide.practices.models import Practice
from portal.mail.queries import count_mails, is_stuck
from regions.models import ActorRole, Status, Version
from regions.moderation.queries import case_numbers

LATELY = timedelta(days=7)


@dataclass(frozen=True)
class Number:
    """A number of the curators' desk, with the page on which it is worked off."""

    label: str
    value: int
    url: str
    detail: str = ""
    is_urgent: bool = False


def curator_numbers(user: User) -> list[Number]:
    """What waits for curators, with the pages on which they work it off."""
    return [
        _cases(user),
        _claims(user),
        _reports(),
        _proposals(),
        _suggestions(),
        _practices(),
        _unowned(),
        _peers(),
        _changes(),
        _mails(),
        _lists(),
    ]


def _cases(user: User) -> Number:
    numbers = case_numbers(user)
    detail = _("%(mine)d of them yours, %(free)d nobody’s") % {
        "mine": numbers["mine"],
        "free": numbers["unassigned"],
    }
    return Number(
        _("Submissions to decide"),
        numbers["open"],
        reverse("case-queue"),
        detail if numbers["open"] else "",
        is_urgent=_is_old(numbers["oldest"]),
    )


def _is_old(moment: Any) -> bool:
    return moment is not None and moment < timezone.now() - LATELY


def _claims(user: User) -> Number:
    waiting = Claim.objects.filter(state=Claim.State.OPEN).order_by("made_at")
    oldest = waiting.values_list("made_at", flat=True).first()
    return Number(
        _("Claims to decide"),
        waiting.count(),
        reverse("claim-queue"),
        is_urgent=_is_old(oldest),
    )


def _reports() -> Number:
    """Reports of abuse, and appeals against decisions, of introductions."""
    waiting = Report.objects.waiting().order_by("at").values_list("at", flat=True)
    moments = list(waiting)
    return Number(
        _("Reports of abuse to decide"),
        len(moments),
        reverse("report-queue"),
        is_urgent=bool(moments) and _is_old(moments[0]),
    )


def _proposals() -> Number:
    """Expressions of interest and scoping notes, with the reviews they wait for."""
    waiting = Proposal.objects.submitted().order_by("submitted_at")
    moments = list(waiting.values_list("submitted_at", flat=True))
    return Number(
        _("Proposals of partnerships to assess"),
        len(moments),
        reverse("partnerships:queue"),
        is_urgent=bool(moments) and _is_old(moments[0]),
    )


def _suggestions() -> Number:
    return Number(
        _("Suggested partnerships"),
        PartnershipSuggestion.objects.new().count(),
        reverse("suggestions"),
    )


def _practices() -> Number:
    moments = list(Practice.objects.waiting().values_list("submitted_at", flat=True))
    return Number(
        _("Practices to decide"),
        len(moments),
        reverse("guide:practices:queue"),
        is_urgent=bool(moments) and _is_old(moments[0]),
    )


def _unowned() -> Number:
    """Somebody asks, and nobody acts for the facility yet."""
    waiting = list(unowned_requests().values_list("asked_at", flat=True))
    return Number(
        _("Requests for facilities nobody acts for"),
        len(waiting),
        reverse("sharing:unowned"),
        is_urgent=bool(waiting) and _is_old(waiting[0]),
    )


def _peers() -> Number:
    """Somebody would ask a peer for whom nobody acts yet."""
    waiting = PeerInvitation.objects.waiting().order_by("asked_at")
    moments = list(waiting.values_list("asked_at", flat=True))
    return Number(
        _("Peers to invite"),
        len(moments),
        reverse("guide:peers:invitations"),
        is_urgent=bool(moments) and _is_old(moments[0]),
    )


def _changes() -> Number:
    lately = Version.objects.filter(
        role=ActorRole.OWNER, status=Status.PUBLISHED, at__gte=timezone.now() - LATELY
    )
    return Number(
        _("Changes by owners this week"), lately.count(), reverse("change-list")
    )


def _mails() -> Number:
    counts = count_mails()
    failed = counts.get("failed", 0)
    detail = _("No mail could be sent for an hour.") if is_stuck() else ""
    return Number(
        _("Mails that could not be sent"),
        failed,
        reverse("mail-queue"),
        detail,
        is_urgent=bool(failed or detail),
    )


def _lists() -> Number:
    """How many profiles have a list, and whether a scoring is needed."""
    run, waiting = current_run(), open_run()
    detail = ""
    if waiting:
        detail = _("A scoring is under way.")
    elif run is None or needs_run(run):
        detail = _("A scoring is needed.")
    total = run.rows_total if run else 0
    return Number(
        ngettext("Profile with a list", "Profiles with a list", total),
        total,
        reverse("runs"),
        detail,
        is_urgent=bool(detail) and not waiting,
    )
