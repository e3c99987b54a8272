"""How many partnerships each choice of a filter would show."""

from django.utils.translation import gettext as _

from matching.partnerships.choices import Phase
from matching.partnerships.filters import status_words
from matching.partnerships.models import Partnership, PartnershipMember
from matching.partnerships.querysets import PartnershipQuerySet
from portal.web.facets import FacetIndex
from portal.web.listing import Facet
from regions.models import Scheme
from regions.queries.vocabulary import Labels, Vocabulary
from regions.views.lists import topic_facets


def partnership_index(rows: PartnershipQuerySet, words: Vocabulary) -> FacetIndex:
    """Bit sets of these partnerships; three queries."""
    found = list(rows.order_by("pk").values_list("pk", "status", "phase"))
    keys = [row[0] for row in found]
    links = Partnership.topics.through.objects.filter(partnership__in=keys)
    seats = PartnershipMember.objects.shown().filter(partnership__in=keys).order_by()
    places = list(seats.values_list("partnership_id", "region_id"))
    index = FacetIndex(
        keys,
        {
            "status": [(row[0], row[1]) for row in found],
            "phase": [(row[0], row[2]) for row in found if row[2]],
            "country": [(key, code[:2]) for key, code in places],
            "topic": links.values_list("partnership_id", "topic_id"),
            "place": places,
        },
    )
    index.derive("topic", "topic", words.lineage)
    index.derive(
        "region", "place", lambda code: [code[:n] for n in range(2, len(code) + 1)]
    )
    return index


def partnership_facets(words: Vocabulary) -> list[Facet]:
    """The groups of filters beside the list, in the reader's language."""
    return [
        Facet("status", _("Status"), status_words(), is_open=True),
        Facet("phase", _("Phase"), dict(Phase.choices), is_open=True),
        Facet("country", _("Country"), Labels(words.countries), by_count=True),
        *topic_facets(words, *Scheme),
    ]
