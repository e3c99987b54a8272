"""The lists of the register: what each holds and what it is filtered by."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from portal.web.listing import Facet
from portal.web.versioned import versioned_page
from regions import facets, filters
from regions.filters.regions import HOLDING, LEVELS
from regions.maps import number_map, profile_map
from regions.models import (
    Cluster,
    CohesionCategory,
    Confidence,
    Cooperation,
    Facility,
    FacilityKind,
    Priority,
    Region,
    Scheme,
    Stage,
)
from regions.queries.vocabulary import Labels, Vocabulary, kept_programmes
from regions.views.listing import Found, Listing, list_response
from regions.wording import SCHEME_WORDS


def _country_facet(words: Vocabulary) -> Facet:
    labels = Labels(words.countries)
    return Facet("country", _("Country"), labels, by_count=True, is_open=True)


def topic_facets(words: Vocabulary, *schemes: Scheme) -> list[Facet]:
    """The topics of these trees as groups of filters, the most used first."""
    return [
        Facet(
            "topic",
            SCHEME_WORDS[scheme],
            Labels(words.topics_of(scheme)),
            by_count=True,
            prefix=f"{scheme}-",
        )
        for scheme in schemes
    ]


def _choice_facet(name: str, label: str, choices: list, **options: Any) -> Facet:
    labels = {str(value): word for value, word in choices}
    return Facet(name, label, labels, **options)


def _cohesion_facet() -> Facet:
    choices = CohesionCategory.choices
    return _choice_facet("cohesion", _("Cohesion category"), choices, is_open=True)


def _confidence_facet() -> Facet:
    return _choice_facet("confidence", _("How sure"), Confidence.choices)


def _profile_facets(words: Vocabulary) -> list[Facet]:
    return [
        _country_facet(words),
        _cohesion_facet(),
        *topic_facets(words, *Scheme),
        _choice_facet("stage", _("Value-chain stage"), Stage.choices),
        _confidence_facet(),
    ]


def _region_facets(words: Vocabulary) -> list[Facet]:
    level = _choice_facet("level", _("NUTS level"), LEVELS, is_open=True)
    holding = _choice_facet("with_profiles", _("Profiles"), HOLDING, is_open=True)
    return [holding, level, *_profile_facets(words)]


def _facility_facets(words: Vocabulary) -> list[Facet]:
    return [
        _country_facet(words),
        _cohesion_facet(),
        _choice_facet("kind", _("Kind"), FacilityKind.choices),
        *topic_facets(words, Scheme.ECONOMIC, Scheme.SCIENTIFIC),
        _confidence_facet(),
    ]


def _cooperation_facets(words: Vocabulary) -> list[Facet]:
    programmes = {name: name for name in kept_programmes(words.version)}
    return [
        _country_facet(words),
        Facet("programme", _("Programme"), programmes, by_count=True, is_open=True),
        *topic_facets(words, Scheme.ECONOMIC),
        _confidence_facet(),
    ]


def _counted(number: int, words: str) -> str:
    return words % {"n": number_format(number, force_grouping=True)}


def _map_of_list(title: Any):
    """A map whose outlines lead to the same list in one region."""

    def shown(found: Found) -> dict[str, Any]:
        return number_map(found.places, found.words, found.within, str(title))

    return shown


def _region_map(found: Found) -> dict[str, Any]:
    """Published profiles of the regions found, of priorities and clusters alike."""
    return profile_map(found.words, found.places)


REGIONS = Listing(
    name="region",
    title=gettext_lazy("Regions"),
    lead=gettext_lazy(
        "Every region of the European statistical map, with the priorities and "
        "clusters that are registered for it."
    ),
    rows=lambda user: Region.objects.with_profile_count(),
    filterset=filters.RegionFilterSet,
    index=facets.region_index,
    facets=_region_facets,
    count_words=lambda n: _counted(n, ngettext("%(n)s region", "%(n)s regions", n)),
    map=_region_map,
)
PRIORITIES = Listing(
    name="priority",
    saved_as="priorities",
    title=gettext_lazy("Priorities"),
    lead=gettext_lazy(
        "What regions have chosen to specialise in: the priority areas of their "
        "strategies. Each one has a list of partners that fit."
    ),
    rows=lambda user: Priority.objects.visible_to(user).for_cards(),
    filterset=filters.PriorityFilterSet,
    index=facets.priority_index,
    facets=_profile_facets,
    count_words=lambda n: _counted(
        n, ngettext("%(n)s priority", "%(n)s priorities", n)
    ),
    map=_map_of_list(gettext_lazy("Priorities by region")),
)
CLUSTERS = Listing(
    name="cluster",
    saved_as="clusters",
    title=gettext_lazy("Clusters"),
    lead=gettext_lazy(
        "Cluster organisations: companies, research and public bodies of one field "
        "and place that work together. Each one has a list of partners that fit."
    ),
    rows=lambda user: Cluster.objects.visible_to(user).for_cards(),
    filterset=filters.ClusterFilterSet,
    index=facets.cluster_index,
    facets=_profile_facets,
    count_words=lambda n: _counted(n, ngettext("%(n)s cluster", "%(n)s clusters", n)),
    map=_map_of_list(gettext_lazy("Clusters by region")),
)
FACILITIES = Listing(
    name="facility",
    saved_as="facilities",
    title=gettext_lazy("Facilities"),
    lead=gettext_lazy(
        "Pilot lines, test beds, laboratories and research infrastructures that "
        "others may be able to use. Ask the host about access."
    ),
    rows=lambda user: Facility.objects.visible_to(user).for_cards(),
    filterset=filters.FacilityFilterSet,
    index=facets.facility_index,
    facets=_facility_facets,
    count_words=lambda n: _counted(
        n, ngettext("%(n)s facility", "%(n)s facilities", n)
    ),
    map=_map_of_list(gettext_lazy("Facilities by region")),
)
COOPERATIONS = Listing(
    name="cooperation",
    title=gettext_lazy("Joint projects"),
    lead=gettext_lazy(
        "What regions and clusters have done together, past and running: who has "
        "really worked with whom."
    ),
    rows=lambda user: Cooperation.objects.with_member_count(),
    filterset=filters.CooperationFilterSet,
    index=facets.cooperation_index,
    facets=_cooperation_facets,
    count_words=lambda n: _counted(
        n, ngettext("%(n)s joint project", "%(n)s joint projects", n)
    ),
    map=_map_of_list(gettext_lazy("Joint projects by region")),
)


@require_safe
@versioned_page
def region_list(request: HttpRequest) -> HttpResponse:
    return list_response(request, REGIONS)


@require_safe
@versioned_page
def priority_list(request: HttpRequest) -> HttpResponse:
    return list_response(request, PRIORITIES)


@require_safe
@versioned_page
def cluster_list(request: HttpRequest) -> HttpResponse:
    return list_response(request, CLUSTERS)


@require_safe
@versioned_page
def facility_list(request: HttpRequest) -> HttpResponse:
    return list_response(request, FACILITIES)


@require_safe
@versioned_page
def cooperation_list(request: HttpRequest) -> HttpResponse:
    return list_response(request, COOPERATIONS)
