"""The sentences for reasons and gaps, by the engine's code and side.

Side "you" is the profile whose list it is, "they" the partner; it says whose record
holds the fact. `matching.reasons` fills in the names.
"""

from enum import Enum

from django.utils.translation import gettext_lazy as _


class Subject(Enum):
    """What the subjects of a reason are keys of."""

    TOPIC = "topic"
    ITEM = "item"
    STAGE = "stage"
    PROJECT = "project"
    REGION = "region"
    WORD = "word"
    NOTHING = "nothing"


SUBJECTS = {
    "shared_topics": Subject.TOPIC,
    "same_branch": Subject.TOPIC,
    "related_topics": Subject.TOPIC,
    "shared_words": Subject.WORD,
    "offer_meets_need": Subject.ITEM,
    "covers_stage": Subject.STAGE,
    "strong_in": Subject.TOPIC,
    "worked_together": Subject.PROJECT,
    "shared_partner": Subject.REGION,
    "theme_experience": Subject.PROJECT,
    "other_country": Subject.NOTHING,
    "other_category": Subject.NOTHING,
    "newcomer": Subject.NOTHING,
}

SENTENCES = {
    ("shared_topics_economic", "both"): _("Both work on %(names)s"),
    ("shared_topics_scientific", "both"): _("Both do research in %(names)s"),
    ("shared_topics_policy", "both"): _("Both aim at %(names)s"),
    ("same_branch", "both"): _("Both work within %(names)s"),
    ("related_topics", "they"): _("They work on a related field: %(names)s"),
    ("related_topics", "you"): _("You work on a related field: %(names)s"),
    ("shared_words", "both"): _("Both speak of %(names)s"),
    ("offer_meets_need", "they"): _("They offer %(offer)s. You need %(need)s"),
    ("offer_meets_need", "you"): _("You offer %(offer)s. They need %(need)s"),
    ("offer_meets_need_same", "they"): _(
        "Their region is strong in “%(strong)s”, where yours is weak (from figures)"
    ),
    ("offer_meets_need_same", "you"): _(
        "Your region is strong in “%(strong)s”, where theirs is weak (from figures)"
    ),
    ("offer_meets_need_related", "they"): _(
        "Their region is strong in “%(strong)s”, related to “%(weak)s”, where yours is"
        " weak (from figures)"
    ),
    ("offer_meets_need_related", "you"): _(
        "Your region is strong in “%(strong)s”, related to “%(weak)s”, where theirs is"
        " weak (from figures)"
    ),
    ("covers_stage", "they"): _("They cover stages that you do not: %(names)s"),
    ("covers_stage", "you"): _("You cover stages that they do not: %(names)s"),
    ("strong_in", "they"): _("%(place)s has strength in %(names)s"),
    ("strong_in", "you"): _("%(place)s has strength in %(names)s"),
    ("worked_together", "both"): _("The two regions worked together in %(names)s"),
    ("shared_partner", "both"): _("Both regions have worked with %(names)s"),
    ("theme_experience", "they"): _(
        "Projects of %(place)s touch your theme: %(names)s"
    ),
    ("theme_experience", "you"): _(
        "Projects of %(place)s touch their theme: %(names)s"
    ),
    ("other_country", "both"): _("Different countries: %(countries)s"),
    ("other_category", "both"): _("Different cohesion categories: %(categories)s"),
    ("newcomer", "they"): _("New circle: few joint projects of %(place)s are known"),
    ("newcomer", "you"): _("New circle: few joint projects of %(place)s are known"),
    ("newcomer", "both"): _("New circle: few joint projects of either are known"),
}

# Rules by which the register derives offers and needs from regional figures.
STRONG_RULES = {"region_strong", "region_related"}
WEAK_RULES = {"region_weak", "region_weak_related"}

# Reasons that are about both, though one side's record holds the fact.
ABOUT_BOTH = {"newcomer"}

GAPS = {
    ("no_topics", "you"): _("your topics"),
    ("no_topics", "they"): _("their topics"),
    ("no_topics", "both"): _("topics of either side"),
    ("no_common_scheme", "both"): _("topics of the same kind on both sides"),
    ("no_words", "you"): _("your description"),
    ("no_words", "they"): _("their description"),
    ("no_words", "both"): _("descriptions of either side"),
    ("no_needs", "you"): _("your needs"),
    ("no_needs", "they"): _("their needs"),
    ("no_needs", "both"): _("needs of either side"),
    ("no_offers", "you"): _("your offers"),
    ("no_offers", "they"): _("their offers"),
    ("no_offers", "both"): _("offers of either side"),
    ("no_stages", "you"): _("your value-chain stages"),
    ("no_stages", "they"): _("their value-chain stages"),
    ("no_stages", "both"): _("value-chain stages of either side"),
    ("no_shared_activity", "both"): _("strength (no economic activity is shared)"),
    ("no_figures", "you"): _("figures of your region"),
    ("no_figures", "they"): _("figures of their region"),
    ("no_figures", "both"): _("figures of either region"),
    ("no_region", "you"): _("your region"),
    ("no_region", "they"): _("their region"),
    ("no_region", "both"): _("regions of either side"),
}

# Where on a profile's page a field stands.
ANCHORS = {
    "topics": "#topics",
    "keywords": "#keywords",
    "title": "#main",
    "summary": "#main",
    "stages": "#stages",
    "offers": "#offers",
    "needs": "#needs",
    "cooperation": "#cooperation",
    "region": "#region",
}
