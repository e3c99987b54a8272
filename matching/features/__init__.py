"""Between the register and the engine: inputs, the current index, and questions to it.

Beside services, evaluation and benchmark, nothing else knows the engine.
"""

from matching.engine import (
    Change,
    Explanation,
    Index,
    ProfileInput,
    Reading,
    Standing,
)
from matching.features.current import (
    can_score_now,
    current_index,
    index_and_profiles,
    index_with_edits,
)
from matching.features.drafts import DraftInput, DraftItem, alike, draft_profile
from matching.features.exchange import (
    Exchange,
    Sought,
    exchanges_among,
    who_could_fill,
)
from matching.features.ideas import (
    IdeaScore,
    all_words_of,
    explain_idea,
    idea_input,
    match_idea,
    repeated_index,
    words_of,
)
from matching.features.pairs import (
    explain_pairs,
    limit_of,
    listed,
    scored_pair,
    standings_of,
    stored_score,
)
from matching.features.profiles import load_profiles
from matching.features.register import (
    Inputs,
    component_names,
    kept_newcomers,
    kept_spaces,
    load_inputs,
    load_spaces,
    newcomer_regions,
    read_inputs,
    unknown_share,
)
from matching.features.stored import is_stored, store_index

__all__ = [
    "Change",
    "DraftInput",
    "DraftItem",
    "Exchange",
    "Explanation",
    "IdeaScore",
    "Index",
    "Inputs",
    "ProfileInput",
    "Reading",
    "Sought",
    "Standing",
    "alike",
    "all_words_of",
    "can_score_now",
    "component_names",
    "current_index",
    "draft_profile",
    "exchanges_among",
    "explain_idea",
    "explain_pairs",
    "idea_input",
    "index_and_profiles",
    "index_with_edits",
    "is_stored",
    "kept_newcomers",
    "kept_spaces",
    "limit_of",
    "listed",
    "load_inputs",
    "load_profiles",
    "load_spaces",
    "match_idea",
    "newcomer_regions",
    "read_inputs",
    "repeated_index",
    "scored_pair",
    "standings_of",
    "store_index",
    "stored_score",
    "unknown_share",
    "who_could_fill",
    "words_of",
]
