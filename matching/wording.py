"""Words for what the engine names by codes: components, kinds, steps of a run."""

from django.utils.translation import gettext_lazy as _

from matching.models import MatchRun

COMPONENT_LABELS = {
    "focus": _("Shared focus"),
    "words": _("Shared words"),
    "receive": _("You gain"),
    "give": _("They gain"),
    "chain": _("Value chain"),
    "strength": _("Regional strength"),
    "track_record": _("Track record"),
    "reach": _("Reach"),
}

COMPONENT_MEANINGS = {
    "focus": _(
        "How much the topics of both overlap. Rare topics count more than those that "
        "nearly everybody names, and closely related activities count in part."
    ),
    "words": _(
        "How much both say the same in title, summary and keywords. Rare words count "
        "more."
    ),
    "receive": _("How well the offers of the partner meet your needs."),
    "give": _("How well your offers meet the needs of the partner."),
    "chain": _(
        "Stages of the value chain, from research to market, that one covers and the "
        "other lacks."
    ),
    "strength": _(
        "How strong the economies of both regions are in the topics that are matched, "
        "by employment."
    ),
    "track_record": _(
        "Joint projects of the two regions, and projects of either on the theme of the "
        "other. Older ones fade, and a shared third partner counts a little."
    ),
    "reach": _(
        "Another country, another cohesion category, or a newcomer with few joint "
        "projects so far."
    ),
}

STEP_WORDS = {
    "": _("Waiting for a worker"),
    "loading": _("Reading the register"),
    "indexing": _("Preparing topics and words"),
    "estimating": _("Estimating all pairs"),
    "scoring": _("Scoring profiles"),
    "measuring": _("Measuring how evenly profiles are shown"),
}

# How a run ended, for the curator's desk; `kept` is the run that readers see.
END_WORDS = {
    MatchRun.Status.FINISHED: _(
        "Run %(number)s finished: %(count)s profiles in %(seconds)s s."
    ),
    MatchRun.Status.UNCHANGED: _(
        "Run %(number)s: nothing had changed, the lists of run %(kept)s stay."
    ),
    MatchRun.Status.CANCELLED: _(
        "Run %(number)s was cancelled, the lists of run %(kept)s stay."
    ),
    MatchRun.Status.FAILED: _(
        "Run %(number)s failed, the lists of run %(kept)s stay. The fault stands below."
    ),
}

TRIAL_ENDED = _(
    "Trial run %(number)s finished: %(count)s profiles in %(seconds)s s. Compare it "
    "with the lists of run %(kept)s before you switch."
)

TIMING_WORDS = {
    "load": _("reading the register"),
    "index": _("preparing topics and words"),
    "estimate": _("estimating all pairs"),
    "score": _("scoring"),
    "write": _("writing the lists"),
    "measure": _("measuring how evenly profiles are shown"),
}

# What two runs are compared by, in the order of the table.
CHANGE_WORDS = {
    "lists": _("Lists"),
    "changed_10": _("Lists whose first 10 are others, or in another order"),
    "changed_20": _("Lists whose first 20 are others, or in another order"),
    "overlap_10": _("Partners who stay among the first 10, mean"),
    "overlap_20": _("Partners who stay among the first 20, mean"),
    "score_change": _("Change of the score of those who stay, mean, in points"),
    "score_change_most": _("Largest change of a score, in points"),
    "rank_shift": _("Places that those who stay move up or down, mean"),
}
