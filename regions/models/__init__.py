"""The register: who is there, what they declare, and where each fact comes from."""

from regions.models.cooperation import Cooperation, CooperationMember
from regions.models.exchange import ExchangeItem, ItemKind, Side
from regions.models.facility import Facility, FacilityKind
from regions.models.profile import Cluster, Priority, Profile, ProfileType, Status
from regions.models.provenance import Confidence, Provenance
from regions.models.region import CohesionCategory, NutsChange, Region, RegionStrength
from regions.models.search import RegisterVersion, SearchEntry, SearchKind
from regions.models.stages import Stage
from regions.models.strategy import Strategy
from regions.models.topic import Scheme, Topic, TopicRelation

__all__ = [
    "Cluster",
    "CohesionCategory",
    "Confidence",
    "Cooperation",
    "CooperationMember",
    "ExchangeItem",
    "Facility",
    "FacilityKind",
    "ItemKind",
    "NutsChange",
    "Priority",
    "Profile",
    "ProfileType",
    "Provenance",
    "Region",
    "RegionStrength",
    "RegisterVersion",
    "Scheme",
    "SearchEntry",
    "SearchKind",
    "Side",
    "Stage",
    "Status",
    "Strategy",
    "Topic",
    "TopicRelation",
]
