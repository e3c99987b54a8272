"""How many facilities, or wishes, each choice of a filter would show to one person.

There are some hundreds at most, and free times depend on the day, so they are counted
for each page and kept by nobody.
"""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.sharing.filters import FREE, LEVELS, STATED, free_by
from matching.sharing.models import (
    Access,
    Capability,
    CostBand,
    FacilityTerms,
    FreeWindow,
    InvestmentWish,
    Price,
    WishState,
)
from portal.web.facets import FacetIndex
from portal.web.listing import Facet
from regions.models import Facility, FacilityKind, Scheme, Stage
from regions.models.stages import bits_to_stages
from regions.queries.vocabulary import Labels, Vocabulary
from regions.views.lists import topic_facets


def facility_index(rows: QuerySet, words: Vocabulary) -> FacetIndex:
    """Bit sets of these facilities; five queries."""
    fields = ("pk", "slug", "region_id", "kind", "confidence")
    found = list(rows.order_by("pk").values_list(*fields))
    slugs = {row[0]: row[1] for row in found}
    links = Facility.topics.through.objects.filter(facility__in=list(slugs))
    pairs = links.values_list("facility_id", "topic_id")
    index = FacetIndex(
        list(slugs.values()),
        {
            "place": [(row[1], row[2]) for row in found],
            "country": [(row[1], row[2][:2]) for row in found],
            "kind": [(row[1], row[3]) for row in found],
            "confidence": [(row[1], row[4]) for row in found],
            "topic": [(slugs[key], code) for key, code in pairs],
            **_of_terms(slugs),
            **_of_times(slugs),
        },
    )
    index.derive("topic", "topic", words.lineage)
    index.derive("cohesion", "place", words.cohesion_of)
    index.derive("region", "place", _around)
    return index


def _around(code: str) -> list[str]:
    return [code[:n] for n in range(2, len(code) + 1)]


def _of_terms(slugs: dict[int, str]) -> dict[str, list]:
    fields = ("facility", "access", "price", "stage_bits", "trl_from", "trl_to")
    rows = FacilityTerms.objects.filter(facility__in=list(slugs)).order_by("pk")
    terms = {row[0]: row[1:] for row in rows.values_list(*fields)}
    capabilities = Capability.objects.filter(terms__facility__in=list(slugs))
    pairs = capabilities.order_by("pk").values_list("terms__facility_id", "key")
    levels = {
        key: range(one[3], one[4] + 1)
        for key, one in terms.items()
        if one[3] and one[4]
    }
    return {
        "capability": [(slugs[key], word) for key, word in pairs],
        "access": [(slugs[key], one[0]) for key, one in terms.items()],
        "price": [(slugs[key], one[1]) for key, one in terms.items()],
        "stage": [
            (slugs[key], str(stage))
            for key, one in terms.items()
            for stage in bits_to_stages(one[2])
        ],
        "trl": [(slugs[key], str(n)) for key, some in levels.items() for n in some],
        "terms": [
            (slug, "stated" if key in terms else "open") for key, slug in slugs.items()
        ],
    }


def _of_times(slugs: dict[int, str]) -> dict[str, list]:
    rows = FreeWindow.objects.filter(facility__in=list(slugs)).ahead().order_by("pk")
    limits = {name: free_by(name) for name in FREE}
    today = timezone.localdate()
    return {
        "free": [
            (slugs[key], name)
            for key, first in rows.values_list("facility", "starts_on")
            for name, limit in limits.items()
            if max(first, today) <= limit
        ]
    }


def facility_facets(words: Vocabulary) -> list[Facet]:
    """The groups of filters beside the directory, in the reader's language."""
    rows = Capability.objects.order_by("key").values_list("key", "words")
    free = {name: one[0] for name, one in FREE.items()}
    return [
        Facet("terms", _("Terms"), STATED, is_open=True),
        Facet("capability", _("Capability"), dict(rows), by_count=True, is_open=True),
        Facet("access", _("Open to whom"), dict(Access.choices), is_open=True),
        Facet("free", _("Free time begins"), free, is_open=True),
        Facet("trl", _("Technology readiness"), dict(LEVELS)),
        Facet("stage", _("Value-chain stage"), dict(Stage.choices)),
        Facet("price", _("Price"), dict(Price.choices)),
        Facet("country", _("Country"), Labels(words.countries), by_count=True),
        Facet("kind", _("Kind"), dict(FacilityKind.choices)),
        *topic_facets(words, Scheme.ECONOMIC, Scheme.SCIENTIFIC),
    ]


def wish_index(rows: QuerySet, words: Vocabulary) -> FacetIndex:
    """Bit sets of these wishes; two queries."""
    fields = ("pk", "profile__region_id", "stage_bits", "cost", "state")
    found = list(rows.order_by("pk").values_list(*fields))
    keys = [row[0] for row in found]
    links = InvestmentWish.topics.through.objects.filter(investmentwish__in=keys)
    stages: list[Any] = [
        (row[0], str(one)) for row in found for one in bits_to_stages(row[2])
    ]
    index = FacetIndex(
        keys,
        {
            "country": [(row[0], row[1][:2]) for row in found],
            "place": [(row[0], row[1]) for row in found],
            "stage": stages,
            "cost": [(row[0], row[3]) for row in found],
            "state": [(row[0], row[4]) for row in found],
            "topic": links.values_list("investmentwish_id", "topic_id"),
        },
    )
    index.derive("topic", "topic", words.lineage)
    index.derive("region", "place", _around)
    return index


def wish_facets(words: Vocabulary) -> list[Facet]:
    """The groups of filters beside the wishes, in the reader's language."""
    states = {one.value: one.label for one in (WishState.OPEN, WishState.REACHED)}
    return [
        Facet("state", _("State"), states, is_open=True),
        Facet("cost", _("Rough cost"), dict(CostBand.choices), is_open=True),
        Facet("country", _("Country"), Labels(words.countries), by_count=True),
        *topic_facets(words, *Scheme),
        Facet("stage", _("Value-chain stage"), dict(Stage.choices)),
    ]
