"""Every number the score depends on, beside the weights; docs/scoring.md explains them.

A change here changes scores: change the document and the oracle in the tests with it.
"""

# Raised with every change of the formulas: lists of another
# edition are not current, even if their inputs are the same.
FORMULAS = 3

COMPONENTS = (
    "focus",
    "words",
    "receive",
    "give",
    "chain",
    "strength",
    "track_record",
    "reach",
)
# Receive and give come first, so that swapping the sides gives the same bits.
SUM_ORDER = (2, 3, 0, 1, 4, 5, 6, 7)

SCHEME_WEIGHTS = {"economic": 0.5, "scientific": 0.25, "policy": 0.25}
SCHEMES = tuple(SCHEME_WEIGHTS)
DIRECT = SCHEMES[:2]  # schemes that say what a profile works on, not what it is for
ECONOMIC = SCHEMES[0]
PARENT = 0.5  # credit for the code above, once more for each level
RELATED = 0.5  # credit for a related code, times phi

TEXT_FIELDS = ("keywords", "title", "summary")  # the order in which they are named
ITEM_KINDS = (
    "skill",
    "technology",
    "facility",
    "market",
    "funding",
    "regulation",
    "policy",
)
STATED, DERIVED = 1.0, 0.5
STAGES = ("research", "development", "pilot", "production", "market")

NOWHERE = ""  # the region of an idea that belongs to none
COHESION_CATEGORIES = ("", "less", "transition", "more")
HALF_LIFE_YEARS = 8
OTHER_LEVEL = 0.5  # the project names only a larger or a smaller unit
ONE_STEP = 0.25  # a third region that worked with both
OTHER_COUNTRY, OTHER_CATEGORY, NEWCOMER = 0.5, 0.3, 0.2
NEWCOMER_PROJECTS = 3  # fewer known projects make a newcomer

CONFIDENCE = {"confirmed": 1.0, "read": 0.95, "recalled": 0.9, "derived": 0.85}
# The last whole month that counts in full, the first that counts OLD, and OLD: what was
# confirmed long ago counts as much as what somebody wrote down today without a page.
FRESH_MONTHS, OLD_MONTHS, OLD = 12, 24, CONFIDENCE["recalled"]

UNKNOWN_SHARE = 0.5  # RHO: this part of the weight of what is not known stays
TIE = 1e9  # scores that agree to nine decimals are equal

# Kinds. An offered or staged fit is rarer than likeness: medians of listed pairs in the
# register of November 2026 were 0.07 and 0.58.
COMPLEMENT_LEAD = 8
BRIDGE_SHARED = 1 / 3  # fewer common topics than this part of all topics of both
BRIDGE_TIE = 0.05  # a third region's tie this strong stands out
