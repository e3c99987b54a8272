"""Page-shaped reads: for whom I act, who acts for an organisation, what to claim."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from portal.accounts.models import (
    Claim,
    Invitation,
    Mandate,
    MandateEvent,
    Role,
    User,
    organisation_link,
)
from portal.accounts.organisations import (
    Organisation,
    claim_url,
    name_of,
    page_url,
    people_url,
)
from portal.accounts.services import mandate_of
from portal.accounts.services.holding import owners_besides
from regions.models import Cluster, Region, SearchKind
from regions.queries.search import entries_for
from regions.queries.vocabulary import vocabulary

MOST_FOUND = 15
MOST_EVENTS = 100
CURATOR = "curator"


@dataclass(frozen=True)
class MandateRow:
    """One mandate as a line; `may_open`: the reader may change something of it."""

    mandate: Mandate
    name: str
    page_url: str
    people_url: str
    claim_url: str
    may_open: bool = False


@dataclass(frozen=True)
class Desk:
    """The people of an organisation, as one of them or a curator sees them.

    `role` is the reader's own one, "curator" for curators.
    """

    organisation: Organisation
    role: str
    running: list[MandateRow]
    past: list[MandateRow]
    invitations: list[Invitation]
    events: list[MandateEvent]

    @property
    def name(self) -> str:
        return name_of(self.organisation)

    @property
    def claim_url(self) -> str:
        return claim_url(self.organisation)

    @property
    def may_act(self) -> bool:
        """Whether the reader invites people and changes mandates."""
        return self.role in (Role.OWNER, CURATOR)

    @property
    def has_owner(self) -> bool:
        """Whether somebody owns it who can sign in."""
        return any(
            row.mandate.role == Role.OWNER and row.mandate.user.is_active
            for row in self.running
        )


def organisation_or_404(*, region: str = "", cluster: str = "") -> Organisation:
    """The region of this code, or the cluster of this address."""
    found: Organisation | None
    if region:
        found = Region.objects.filter(code=region).first()
    else:
        found = Cluster.objects.filter(slug=cluster).select_related("region").first()
    if found is None:
        raise Http404
    return found


def role_at(user: User, organisation: Organisation) -> str:
    """The role in which this person sees its people; a stranger gets 404."""
    mandate = mandate_of(user, organisation)
    if user.is_staff:
        return CURATOR
    if mandate is None:
        raise Http404
    return mandate.role


def desk_of(user: User, organisation: Organisation) -> Desk:
    """Its people, open invitations and history; a stranger gets 404."""
    role = role_at(user, organisation)
    link = organisation_link(organisation)
    rows = Mandate.objects.filter(**link).select_related("user", "region", "cluster")
    mandates = sorted(rows, key=_owners_first)
    may_act = role in (Role.OWNER, CURATOR)
    invitations = Invitation.objects.open().of(organisation)
    events = MandateEvent.objects.filter(**link).select_related("person", "by")
    return Desk(
        organisation,
        role,
        [_row(one, user, role) for one in mandates if one.is_running],
        [_row(one, user, role) for one in mandates if not one.is_running],
        list(invitations.select_related("invited_by")) if may_act else [],
        list(events[:MOST_EVENTS]),
    )


def _owners_first(mandate: Mandate) -> tuple:
    return (list(Role).index(Role(mandate.role)), str(mandate.user).casefold())


def _row(mandate: Mandate, reader: User | None = None, role: str = "") -> MandateRow:
    organisation = mandate.organisation
    own = reader is not None and mandate.user_id == reader.pk
    below = role == Role.OWNER and mandate.role != Role.OWNER
    return MandateRow(
        mandate,
        name_of(organisation),
        page_url(organisation),
        people_url(organisation),
        claim_url(organisation),
        mandate.is_running and (role == CURATOR or own or below),
    )


def mandate_or_404(user: User, pk: int) -> Mandate:
    """A running mandate that this person may change; others see none."""
    rows = Mandate.objects.running().select_related("user", "region", "cluster")
    mandate = rows.filter(pk=pk).first()
    if mandate is None:
        raise Http404
    role = role_at(user, mandate.organisation)
    if not _row(mandate, user, role).may_open:
        raise Http404
    return mandate


def own_mandate_or_404(user: User, pk: int) -> Mandate:
    """A running mandate of this person's own; of others' there is none."""
    mandate = mandate_or_404(user, pk)
    if mandate.user_id != user.pk:
        raise Http404
    return mandate


def successors_of(mandate: Mandate) -> list[Mandate]:
    """Colleagues to whom an owner may hand over."""
    rows = Mandate.objects.active().of(mandate.organisation).exclude(pk=mandate.pk)
    return list(rows.select_related("user").order_by("user__name", "user__email"))


def is_last_owner(mandate: Mandate) -> bool:
    """Whether nobody would own the organisation without it."""
    is_owner = mandate.role == Role.OWNER
    return is_owner and not owners_besides(mandate.user, mandate.organisation)


@dataclass(frozen=True)
class OwnMandates:
    """All that a person has to do with mandates."""

    running: list[MandateRow]
    past: list[MandateRow]
    claims: list[dict[str, Any]]
    invitations: list[Invitation]


def own_mandates(user: User, addresses: Iterable[str]) -> OwnMandates:
    """For whom this person acts and acted, claims, and invitations to the addresses."""
    mandates = user.mandates.select_related("region", "cluster", "user")
    rows = [_row(one, user) for one in mandates]
    claims = user.claims.select_related("region", "cluster").defer("proof")
    invitations = Invitation.objects.open().filter(email__in=list(addresses))
    return OwnMandates(
        [row for row in rows if row.mandate.is_running],
        [row for row in rows if not row.mandate.is_running],
        [
            {"claim": claim, "name": name_of(claim.organisation)}
            for claim in claims.order_by("-made_at")
        ],
        list(invitations.select_related("region", "cluster", "invited_by")),
    )


@dataclass(frozen=True)
class Found:
    """A region or cluster that somebody looked for."""

    organisation: Organisation
    kind: str
    name: str
    place: str

    @property
    def claim_url(self) -> str:
        return claim_url(self.organisation)

    @property
    def people_url(self) -> str:
        return people_url(self.organisation)


def find_organisations(text: str) -> list[Found]:
    """Regions and published clusters whose entries hold all these words, best first."""
    entries = entries_for(text, [SearchKind.REGION, SearchKind.CLUSTER])
    rows = [(entry.kind, entry.key) for entry in entries[:MOST_FOUND]]
    codes = [key for kind, key in rows if kind == SearchKind.REGION]
    slugs = [key for kind, key in rows if kind == SearchKind.CLUSTER]
    clusters = Cluster.objects.published().for_cards().filter(slug__in=slugs)
    known: dict[tuple[str, str], Organisation] = {
        (SearchKind.CLUSTER, one.slug): one for one in clusters
    }
    for region in Region.objects.filter(code__in=codes):
        known[(SearchKind.REGION, region.code)] = region
    return [_found(known[row]) for row in rows if row in known]


def _found(organisation: Organisation) -> Found:
    words = vocabulary()
    if isinstance(organisation, Region):
        country = words.country_label(organisation.country)
        place = f"{country}, {organisation.code}" if organisation.level else country
        return Found(organisation, "region", name_of(organisation), place)
    region = organisation.region
    place = f"{region.label}, {words.country_label(region.country)}"
    return Found(organisation, "cluster", name_of(organisation), place)


def owners_of(organisation: Organisation) -> int:
    """How many owners with a running mandate can sign in."""
    rows = Mandate.objects.active().of(organisation)
    return rows.filter(role=Role.OWNER).count()


def claim_queue(user: User) -> dict[str, list[Claim]]:
    """Open claims, the curator's own first, and the last that were decided."""
    rows = Claim.objects.visible_to(user).defer("proof")
    rows = rows.select_related("user", "region", "cluster", "assigned_to")
    waiting = list(rows.open().order_by("made_at", "pk"))
    decided = rows.exclude(state=Claim.State.OPEN).select_related("decided_by")
    return {
        "mine": [one for one in waiting if one.assigned_to_id == user.pk],
        "others": [one for one in waiting if one.assigned_to_id != user.pk],
        "decided": list(decided.order_by("-decided_at")[:MOST_FOUND]),
    }
