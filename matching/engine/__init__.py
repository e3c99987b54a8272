"""The scoring core: arrays in, arrays out. docs/scoring.md says what it computes.

Uses NumPy, SciPy and the standard library; no files, clock, randomness or logging.
"""

from matching.engine.changes import Change, changed
from matching.engine.constants import COMPONENTS
from matching.engine.errors import EngineError
from matching.engine.explain import explain
from matching.engine.index import Index, build_index, index_of
from matching.engine.reading import Reading, read_profiles
from matching.engine.results import (
    Components,
    Explanation,
    Kind,
    Matches,
    PairScore,
    Reason,
    Unknown,
)
from matching.engine.scoring import (
    match_profile,
    score_pair,
    score_profile,
    score_rows,
)
from matching.engine.shortlists import (
    GUESSED_BELOW,
    SHORTLISTS_UP_TO,
    Shortlists,
    shortlist_all,
)
from matching.engine.spaces import Project, RegionSpace, TopicSpace
from matching.engine.standing import (
    Standing,
    score_if_known,
    share_needed,
    standings,
)
from matching.engine.statistics import Statistics
from matching.engine.topk import compile_kernel, top_matches
from matching.engine.types import Item, ProfileInput
from matching.engine.weights import Weights

__all__ = [
    "COMPONENTS",
    "GUESSED_BELOW",
    "SHORTLISTS_UP_TO",
    "Change",
    "Components",
    "EngineError",
    "Explanation",
    "Index",
    "Item",
    "Kind",
    "Matches",
    "PairScore",
    "ProfileInput",
    "Project",
    "Reading",
    "Reason",
    "RegionSpace",
    "Shortlists",
    "Standing",
    "Statistics",
    "TopicSpace",
    "Unknown",
    "Weights",
    "build_index",
    "changed",
    "compile_kernel",
    "explain",
    "index_of",
    "match_profile",
    "read_profiles",
    "score_if_known",
    "score_pair",
    "score_profile",
    "score_rows",
    "share_needed",
    "shortlist_all",
    "standings",
    "top_matches",
]
