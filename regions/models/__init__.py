"""The register: who is there, what they declare, and where each fact comes from."""

from regions.models.cooperation import Cooperation, CooperationMember
from regions.models.editing import Act, ActorRole, Draft, OldAddress, Version
from regions.models.exchange import ExchangeItem, ItemKind, Side
from regions.models.facility import Facility, FacilityKind
from regions.models.freshness import Confirmation, Reminder
from regions.models.imports import ImportJob
from regions.models.moderation import Case, CaseMessage, NotDuplicate, Outcome, Rule
from regions.models.owned import Owned, RecordKind, Visibility
from regions.models.profile import (
    Cluster,
    Priority,
    PriorityLink,
    Profile,
    ProfileType,
    Status,
)
from regions.models.provenance import Confidence, Provenance
from regions.models.region import CohesionCategory, NutsChange, Region, RegionStrength
from regions.models.search import RegisterVersion, SearchEntry, SearchKind
from regions.models.stages import Stage
from regions.models.strategy import Strategy
from regions.models.topic import Scheme, Topic, TopicRelation

__all__ = [
    "Act",
    "ActorRole",
    "Case",
    "CaseMessage",
    "Cluster",
    "CohesionCategory",
    "Confidence",
    "Confirmation",
    "Cooperation",
    "CooperationMember",
    "Draft",
    "ExchangeItem",
    "Facility",
    "FacilityKind",
    "ImportJob",
    "ItemKind",
    "NotDuplicate",
    "NutsChange",
    "OldAddress",
    "Outcome",
    "Owned",
    "Priority",
    "PriorityLink",
    "Profile",
    "ProfileType",
    "Provenance",
    "RecordKind",
    "Region",
    "RegionStrength",
    "RegisterVersion",
    "Reminder",
    "Rule",
    "Scheme",
    "SearchEntry",
    "SearchKind",
    "Side",
    "Stage",
    "Status",
    "Strategy",
    "Topic",
    "TopicRelation",
    "Version",
    "Visibility",
]
