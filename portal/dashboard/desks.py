"""What the dashboard shows of each organisation, and of the curators' queues."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.introductions.models_talk import Report
from matching.introductions.queries import waiting_by_profile
from matching.models import Match
from matching.partner_requests.models import RequestMatch
from matching.partner_requests.queries import requests_that_fit, requests_that_need
from matching.partnerships.models import Proposal
from matching.partnerships.suggestions.models import PartnershipSuggestion
from matching.queries import current_run, open_run
from matching.queries_new import new_matches
from matching.queries_runs import needs_run
from matching.sharing.queries import unowned_requests
from portal.accounts.models import Claim, Invitation, Mandate, User
from portal.accounts.organisations import name_of, page_url, people_url
from portal.dashboard.guide import todos_of_checklists
from portal.dashboard.todos import (
    Todo,
    desk_url,
    mandate_end,
    todos_of_mandate,
    todos_of_person,
    waiting_cases,
)
from portal.dashboard.together import todos_together
from portal.guide.peers.models import PeerInvitation
from portal.guide.practices.models import Practice
from portal.mail.queries import count_mails, is_stuck
from regions.editing.completeness import completeness
from regions.editing.documents import MODELS
from regions.editing.many import documents_of
from regions.models import (
    ActorRole,
    Case,
    Outcome,
    Owned,
    PriorityLink,
    Profile,
    RecordKind,
    Status,
    Version,
)
from regions.moderation.queries import case_numbers, open_cases_of
from regions.queries.facts import open_in_each

NEWS_SHOWN = 5
LATELY = timedelta(days=7)


@dataclass(frozen=True)
class Row:
    """One record: how complete it is, and where one works on it."""

    record: Owned
    percent: int
    missing: list[Any]
    url: str

    @property
    def is_matched(self) -> bool:
        """Whether records of this kind have partners at all."""
        return isinstance(self.record, Profile)

    @property
    def has_matches(self) -> bool:
        return self.is_matched and self.record.is_listed


@dataclass(frozen=True)
class Desk:
    """One organisation for which somebody acts."""

    mandate: Mandate
    name: str
    page_url: str
    people_url: str
    desk_url: str
    ends: date | None
    todos: list[Todo]
    rows: list[Row]
    news: list[Match]
    fits: list[RequestMatch]

    @property
    def percent(self) -> int | None:
        """How complete its records are in the mean."""
        if not self.rows:
            return None
        return round(sum(row.percent for row in self.rows) / len(self.rows))


@dataclass(frozen=True)
class Number:
    """A number of the curators' desk, with the page on which it is worked off."""

    label: str
    value: int
    url: str
    detail: str = ""
    is_urgent: bool = False


def dashboard_context(user: User) -> dict[str, Any]:
    """Everything that portal/dashboard.html shows to this person."""
    mandates = list(
        Mandate.objects.running()
        .filter(user=user)
        .select_related("region", "cluster__region", "user")
        .order_by("region__name", "cluster__title")
    )
    cases = list(open_cases_of(user).with_last_word()) if mandates else []
    invitations = Invitation.objects.open().filter(email__iexact=user.email)
    return {
        "desks": desks_of(user, mandates),
        "own_todos": [
            *todos_of_person(user, invitations),
            *(todos_of_checklists(user) if mandates else []),
        ],
        "together": todos_together(user) if mandates or user.is_staff else [],
        "waiting": waiting_cases(cases),
        "claims": list(
            user.claims.filter(state=Claim.State.OPEN).select_related(
                "region", "cluster"
            )
        ),
        "queues": curator_numbers(user) if user.is_staff else [],
    }


def desks_of(user: User, mandates: Sequence[Mandate]) -> list[Desk]:
    """The organisations of these mandates; as many queries for one as for ten."""
    if not mandates:
        return []
    owned = _records_of(user)
    rows = _rows_of(owned)
    reasons = _reasons_of(owned)
    found: dict[int, list[Owned]] = defaultdict(list)
    for record in owned:
        for mandate in mandates:
            if _belongs_to(record, mandate):
                found[mandate.pk].append(record)
    links = _links_of(user)
    facts = open_in_each(owned)
    asked = waiting_by_profile(user)
    sought = requests_that_need(user)
    fits = _fits_of(user, owned)
    news = _news_of(user, owned)
    return [
        Desk(
            mandate=mandate,
            name=name_of(mandate.organisation),
            page_url=page_url(mandate.organisation),
            people_url=people_url(mandate.organisation),
            desk_url=_desk_of(mandate),
            ends=mandate_end(mandate),
            todos=todos_of_mandate(
                mandate, found[mandate.pk], reasons, links, facts, asked, sought
            ),
            rows=[rows[one.record_kind, one.pk] for one in found[mandate.pk]],
            news=[
                match
                for match in news
                if match.profile_id in {one.pk for one in found[mandate.pk]}
            ][:NEWS_SHOWN],
            fits=_best_of(fits, found[mandate.pk]),
        )
        for mandate in mandates
    ]


def _records_of(user: User) -> list[Owned]:
    """All records of this person's organisations but those that were withdrawn."""
    found: list[Owned] = []
    for kind in RecordKind.values:
        rows = MODELS[kind].objects.owned_by(user).exclude(status=Status.WITHDRAWN)
        joined = ("region", "cluster") if kind == RecordKind.FACILITY else ("region",)
        rows = rows.select_related(*joined)
        found += sorted(rows, key=str)
    return found


def _belongs_to(record: Owned, mandate: Mandate) -> bool:
    """A cluster's own record and facilities, or else what its region owns."""
    cluster = getattr(record, "cluster_id", None)
    if record.record_kind == RecordKind.CLUSTER:
        cluster = record.pk
    if cluster or mandate.cluster_id:
        return cluster == mandate.cluster_id
    return record.region_id == mandate.region_id


def _rows_of(records: Sequence[Owned]) -> dict[tuple[str, int], Row]:
    rows = {}
    for kind in RecordKind.values:
        some = [one for one in records if one.record_kind == kind]
        documents = documents_of(some)
        for one in some:
            found = completeness(kind, documents[one.pk])
            rows[kind, one.pk] = Row(one, found.percent, found.missing, desk_url(one))
    return rows


def _reasons_of(records: Sequence[Owned]) -> dict[tuple[str, int], str]:
    """Why a curator returned each of these records, by kind and key."""
    returned = [one for one in records if one.status == Status.RETURNED]
    wanted = Q(pk__in=[])
    for one in returned:
        wanted |= Q(kind=one.record_kind, key=one.pk)
    cases = Case.objects.filter(wanted, outcome=Outcome.RETURNED).order_by("decided_at")
    return {(case.kind, case.key): case.reasons for case in cases}


def _links_of(user: User) -> dict[str, int]:
    """How many clusters wait for an answer of each region."""
    waiting = PriorityLink.objects.decidable_by(user).order_by()
    waiting = waiting.filter(state=PriorityLink.State.PROPOSED)
    rows = waiting.values_list("priority__region").annotate(n=Count("pk"))
    return dict(rows)


def _news_of(user: User, records: Sequence[Owned]) -> list[Match]:
    profiles = [one for one in records if isinstance(one, Profile)]
    return list(new_matches(user, profiles)) if profiles else []


def _fits_of(user: User, records: Sequence[Owned]) -> list[RequestMatch]:
    profiles = [one for one in records if isinstance(one, Profile)]
    return list(requests_that_fit(user, profiles)) if profiles else []


def _best_of(fits: Sequence[RequestMatch], records: Sequence[Owned]):
    """The best requests for one desk, each once, with the profile that it fits best."""
    keys = {one.pk for one in records if isinstance(one, Profile)}
    found: dict[int, RequestMatch] = {}
    for match in fits:
        if match.profile_id in keys:
            found.setdefault(match.request_id, match)
    return list(found.values())[:NEWS_SHOWN]


def _desk_of(mandate: Mandate) -> str:
    if mandate.region_id:
        return reverse("editing:region", args=[mandate.region_id])
    return reverse("editing:cluster", args=[mandate.cluster.slug])


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
