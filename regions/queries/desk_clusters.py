"""What those who write for a cluster have before them: state, facilities, links."""

from dataclasses import dataclass
from typing import Any

from regions.models import (
    Case,
    Cluster,
    Draft,
    Facility,
    Owned,
    PriorityLink,
    RecordKind,
)
from regions.moderation.services import SUBMITTABLE
from regions.queries.desk import DeskRow, desk_rows, last_case
from regions.queries.links import links_of


@dataclass(frozen=True)
class RecordDesk:
    """One record that is submitted by itself, and what can be done with it now."""

    row: DeskRow
    case: Case | None

    @property
    def record(self) -> Owned:
        return self.row.record

    @property
    def can_submit(self) -> bool:
        return self.record.status in SUBMITTABLE


@dataclass(frozen=True)
class ClusterDesk(RecordDesk):
    """A cluster with its facilities, those begun, and its links to priorities."""

    facilities: list[DeskRow]
    drafts: list[Draft]
    links: list[PriorityLink]


def cluster_desk(cluster: Cluster, user: Any) -> ClusterDesk:
    """One cluster with what belongs to it."""
    facilities = Facility.objects.filter(cluster=cluster).order_by("name", "pk")
    drafts = user.drafts.filter(
        kind=RecordKind.FACILITY, record_key=None, owner=cluster.slug
    )
    return ClusterDesk(
        row=desk_rows([cluster], user)[0],
        case=last_case(cluster),
        facilities=desk_rows(list(facilities), user),
        drafts=list(drafts),
        links=list(links_of(cluster)),
    )


def facility_desk(facility: Facility, user: Any) -> RecordDesk:
    """One facility as its people have it before them."""
    return RecordDesk(desk_rows([facility], user)[0], last_case(facility))
