"""How many calls each choice of a filter would show to one person.

There are some hundreds at most, and the day changes where they stand, so they are
counted for each page and kept by nobody.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from matching.calls.models import Call, Status
from matching.calls.querysets import CallQuerySet
from portal.web.facets import FacetIndex
from portal.web.listing import Facet
from regions.models import Scheme
from regions.queries.vocabulary import Vocabulary
from regions.views.lists import topic_facets


def call_index(calls: CallQuerySet, words: Vocabulary) -> FacetIndex:
    """Bit sets of these calls; two queries."""
    found = list(calls.order_by("pk"))
    links = Call.topics.through.objects.filter(call__in=[one.pk for one in found])
    index = FacetIndex(
        [one.pk for one in found],
        {
            "status": [(one.pk, str(one.status)) for one in found],
            "programme": [(one.pk, one.programme) for one in found],
            "trl": [
                (one.pk, str(level))
                for one in found
                for level in range(one.min_trl or 1, 10)
            ],
            "topic": links.values_list("call_id", "topic_id"),
        },
    )
    index.derive("topic", "topic", words.lineage)
    return index


def call_facets(words: Vocabulary, programmes: Iterable[str]) -> list[Facet]:
    """The groups of filters beside the list, in the reader's language."""
    own: Mapping[str, Any] = {name: name for name in programmes}
    return [
        Facet("status", _("Status"), dict(Status.choices), is_open=True),
        Facet("programme", _("Programme"), own, is_open=True),
        *topic_facets(words, *Scheme),
    ]
