"""What the page of a cluster shows beside what every profile has."""

from dataclasses import dataclass
from typing import Any

from regions.editing.visibility import CONTACT_FIELDS, hidden_fields, is_shown
from regions.models import Cluster, Facility, Priority, RecordKind, Region, Visibility
from regions.models.cluster_words import ClusterService, language_name
from regions.queries.links import priorities_of

MEMBER_KINDS = ("sme_members", "large_members", "research_members", "public_members")


@dataclass(frozen=True)
class ClusterFacts:
    """What this person may know of the organisation; what is hidden is empty here.

    `contacts` are filled for partners only, who have agreed to meet.
    `asks_to_sign_in`: there is more to read for people who are signed in.
    """

    legal_name: str
    team_size: int | None
    members_total: int | None
    is_total_hidden: bool
    members: list[tuple[str, int, str]]
    services: list[str]
    languages: list[str]
    target_regions: list[Region]
    facilities: list[Facility]
    priorities: list[Priority]
    asks_to_sign_in: bool
    has_contact_person: bool
    contacts: dict[str, str]


def cluster_facts(cluster: Cluster, user: Any, *, is_own: bool = False) -> ClusterFacts:
    """Read the facts of one cluster for one person; three queries, and one
    for people who are signed in."""
    hidden = set(hidden_fields(cluster, user, is_own=is_own))

    def shown(name: str) -> Any:
        return None if name in hidden else getattr(cluster, name)

    regions: list[Region] = []
    if "target_regions" not in hidden:
        regions = list(cluster.target_regions.order_by("code"))
    facilities = Facility.objects.visible_to(user).filter(cluster=cluster)
    return ClusterFacts(
        legal_name=shown("legal_name") or "",
        team_size=shown("team_size"),
        members_total=shown("members_total"),
        is_total_hidden="members_total" in hidden,
        members=[
            (_name_of(field), number, field)
            for field in MEMBER_KINDS
            if (number := shown(field))
        ],
        services=_labels(shown("services") or []),
        languages=sorted(language_name(code) for code in shown("languages") or []),
        target_regions=regions,
        facilities=list(facilities.for_cards().order_by("name", "id")),
        priorities=priorities_of(cluster),
        asks_to_sign_in=_is_for_registered(cluster, hidden),
        has_contact_person=bool(cluster.contact_person),
        contacts={} if is_own else _contacts(cluster, user),
    )


def _contacts(cluster: Cluster, user: Any) -> dict[str, str]:
    """Contact data by the name of the field, as far as this person sees them."""
    fields = CONTACT_FIELDS[RecordKind.CLUSTER]
    seen = [name for name in fields if is_shown(cluster, name, user)]
    return {name: value for name in seen if (value := getattr(cluster, name))}


def _name_of(field: str) -> str:
    found: Any = Cluster._meta.get_field(field)
    return str(found.verbose_name)


def _labels(codes: list[str]) -> list[str]:
    chosen = [one for one in ClusterService if one in codes]
    return [str(one.label) for one in chosen]


def _is_for_registered(cluster: Cluster, hidden: set[str]) -> bool:
    """Whether something that is hidden now would be shown after signing in."""
    told = {
        name for name in hidden if cluster.visibility[name] == Visibility.REGISTERED
    }
    if "target_regions" in told and cluster.target_regions.exists():
        return True
    return any(getattr(cluster, name) for name in told - {"target_regions"})
