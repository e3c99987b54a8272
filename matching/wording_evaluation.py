"""Words for the evaluation: tasks, rankings, metrics and parts."""

from django.utils.translation import gettext_lazy as _

from matching.wording import COMPONENT_LABELS

METRIC_LABELS = {
    "auc": _("AUC"),
    "ndcg20": _("nDCG@20"),
    "recall20": _("Recall@20"),
    "mrr": _("MRR"),
}

TASK_LABELS = {
    "theme": _("Theme to members"),
    "hidden_member": _("One member hidden"),
    "forward": _("Looking forward"),
}

RANKING_LABELS = {
    "ours": _("Smart Regions"),
    "ours_without_track_record": _("Smart Regions without track record"),
    "random": _("Chance"),
    "size": _("Size: population of the region"),
    "popularity": _("Popularity: number of other joint projects"),
    "jaccard": _("Same activities (Jaccard of codes)"),
    "tfidf": _("Same words (TF-IDF cosine)"),
    "bm25": _("Same words (BM25)"),
}

TABLE_LABELS = {
    "all_nuts2": _("All NUTS-2 regions, also those without a profile"),
    "other_countries": _("Without regions of the lead's own country"),
    "clusters": _("Registered clusters as themselves"),
}

PART_LABELS = COMPONENT_LABELS | {"exchange": _("You gain and they gain")}
