"""What the dashboard shows of each organisation, and of the curators' queues."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from matching.introductions.queries import waiting_by_profile
from matching.models import Match
from matching.partner_requests.models import RequestMatch
from matching.partner_requests.queries import requests_that_fit, requests_that_need
from matching.queries_new import new_matches
from portal.accounts.models import Claim, Invitation, Mandate, User
from portal.accounts.organisations import name_of, page_url, people_url
from portal.dashboard.guide import todos_of_checklists
from portal.dashboard.numbers import curator_numbers
from portal.dashboard.todos import (
    Todo,
    desk_url,
    mandate_end,
    todos_of_mandate,
    todos_of_person,
    waiting_cases,
)
from portal.dashboard.together import todos_together
from regions.editing.completeness import completeness
from regions.editing.documents import MODELS
from regions.editing.many import documents_of
from regions.models import (
    Case,
    Outcome,
    Owned,
    PriorityLink,
    Profile,
    RecordKind,
    Status,
)
from regions.moderation.queries import open_cases_of
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
