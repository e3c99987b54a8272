"""Terms of facilities, requests for them, pooled demand, wishes to invest together."""

from matching.sharing.models.pools import Pool, PoolMember, PoolState
from matching.sharing.models.requests import (
    MERGED,
    AccessConsent,
    AccessRequest,
    DeclineReason,
    FacilityUse,
    State,
)
from matching.sharing.models.terms import (
    PRICED,
    Access,
    Capability,
    FacilityTerms,
    FreeWindow,
    Price,
)
from matching.sharing.models.wishes import (
    LEAST,
    CostBand,
    InvestmentWish,
    Share,
    WishMember,
    WishState,
)

__all__ = [
    "LEAST",
    "MERGED",
    "PRICED",
    "Access",
    "AccessConsent",
    "AccessRequest",
    "Capability",
    "CostBand",
    "DeclineReason",
    "FacilityTerms",
    "FacilityUse",
    "FreeWindow",
    "InvestmentWish",
    "Pool",
    "PoolMember",
    "PoolState",
    "Price",
    "Share",
    "State",
    "WishMember",
    "WishState",
]
