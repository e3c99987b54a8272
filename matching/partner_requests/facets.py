"""How many open requests each choice of a filter would show to one person.

There are some hundreds at most and who sees them depends on the person and the day, so
they are counted for each page and kept by nobody.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from matching.partner_requests.filters import DUE, due_word
from matching.partner_requests.models import PartnerRequest, Role, names_of
from matching.partner_requests.querysets import RequestQuerySet
from portal.web.facets import FacetIndex
from portal.web.listing import Facet
from regions.models import ItemKind, Scheme, Stage
from regions.queries.vocabulary import Labels, Vocabulary
from regions.views.lists import topic_facets

FIELDS = (
    *("pk", "profile__region_id", "profile__slug"),
    *("kind_bits", "role_bits", "stage_bits", "deadline"),
)


def request_index(rows: RequestQuerySet, words: Vocabulary) -> FacetIndex:
    """Bit sets of these requests; two queries."""
    found = list(rows.order_by("pk").values_list(*FIELDS))
    keys = [row[0] for row in found]
    links = PartnerRequest.topics.through.objects.filter(partnerrequest__in=keys)
    index = FacetIndex(
        keys,
        {
            "country": [(row[0], row[1][:2]) for row in found],
            "profile": [(row[0], row[2]) for row in found],
            "kind": _pairs(ItemKind, ((row[0], row[3]) for row in found)),
            "role": _pairs(Role, ((row[0], row[4]) for row in found)),
            "stage": _pairs(Stage, ((row[0], row[5]) for row in found)),
            "due": [(row[0], due_word(row[6])) for row in found],
            "topic": links.values_list("partnerrequest_id", "topic_id"),
            "place": [(row[0], row[1]) for row in found],
        },
    )
    index.derive("topic", "topic", words.lineage)
    index.derive(
        "region", "place", lambda code: [code[:n] for n in range(2, len(code) + 1)]
    )
    return index


def request_facets(words: Vocabulary) -> list[Facet]:
    """The groups of filters beside the list, in the reader's language."""
    due = {name: one[0] for name, one in DUE.items()}
    return [
        Facet("due", _("Answer by"), due, is_open=True),
        Facet("kind", _("Kind"), dict(ItemKind.choices), is_open=True),
        Facet("role", _("Role"), dict(Role.choices), is_open=True),
        Facet("country", _("Country"), Labels(words.countries), by_count=True),
        *topic_facets(words, *Scheme),
        Facet("stage", _("Value-chain stage"), dict(Stage.choices)),
    ]


def _pairs(choices, rows: Iterable[tuple[int, int]]) -> list[tuple[int, str]]:
    return [(key, str(one)) for key, bits in rows for one in names_of(choices, bits)]
