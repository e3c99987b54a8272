"""How many published practices each choice of a filter would show.

There are some hundreds at most, so they are counted for each page and kept by nobody.
"""

from django.utils.translation import gettext as _

from portal.guide.practices.chapter_names import chapter_choices
from portal.guide.practices.choices import (
    CostBand,
    Instrument,
    PolicyStage,
    ResultState,
)
from portal.guide.practices.models import Practice, PracticeChapter
from portal.guide.practices.querysets import PracticeQuerySet
from portal.web.facets import FacetIndex
from portal.web.listing import Facet
from regions.models import Confidence, Scheme
from regions.queries.vocabulary import Labels, Vocabulary
from regions.views.lists import topic_facets

# A facet, and the column of the practice in which its value stands.
COLUMNS = {
    "place": "region_id",
    "stage": "stage",
    "instrument": "instrument",
    "cost": "cost",
    "result": "result_state",
    "confidence": "confidence",
}


def practice_index(rows: PracticeQuerySet, words: Vocabulary) -> FacetIndex:
    """Bit sets of these practices; three queries."""
    found = list(rows.order_by("pk").values_list("pk", *COLUMNS.values()))
    keys = [row[0] for row in found]
    topics = Practice.topics.through.objects.filter(practice__in=keys)
    chapters = PracticeChapter.objects.filter(practice__in=keys).order_by()
    plain = {
        name: [(row[0], row[place]) for row in found]
        for place, name in enumerate(COLUMNS, start=1)
    }
    index = FacetIndex(
        keys,
        {
            **plain,
            "country": [(key, code[:2]) for key, code in plain["place"]],
            "topic": topics.values_list("practice_id", "topic_id"),
            "chapter": chapters.values_list("practice_id", "chapter"),
        },
    )
    index.derive("topic", "topic", words.lineage)
    index.derive(
        "region", "place", lambda code: [code[:n] for n in range(2, len(code) + 1)]
    )
    return index


def practice_facets(words: Vocabulary) -> list[Facet]:
    """The groups of filters beside the list, in the reader's language."""
    stages, instruments = dict(PolicyStage.choices), dict(Instrument.choices)
    return [
        Facet("stage", _("Stage of the policy"), stages, is_open=True),
        Facet("instrument", _("Kind of instrument"), instruments, is_open=True),
        Facet("cost", _("Cost"), dict(CostBand.choices)),
        Facet("result", _("Result"), dict(ResultState.choices)),
        Facet("chapter", _("Chapter of the guide"), dict(chapter_choices())),
        Facet("country", _("Country"), Labels(words.countries), by_count=True),
        *topic_facets(words, *Scheme),
        Facet("confidence", _("How sure"), dict(Confidence.choices)),
    ]
