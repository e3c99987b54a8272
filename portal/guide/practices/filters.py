"""One filter of practices for page, API and export."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.guide.practices.chapter_names import CHAPTERS
from portal.guide.practices.choices import (
    CostBand,
    Instrument,
    PolicyStage,
    ResultState,
)
from portal.guide.practices.models import Practice
from portal.guide.practices.search import KIND
from regions.filters.common import RegisterFilterSet, sort_filter, topic_filter
from regions.models import Confidence


def _choice(label: object, choices: list, field: str):
    return django_filters.MultipleChoiceFilter(
        label=label, choices=choices, field_name=field
    )


class PracticeFilterSet(RegisterFilterSet):
    """Within one parameter any of the values fits; all parameters must fit."""

    search_kind = KIND
    sorts = {
        "new": (_("newest first"), "-published_at", "-id"),
        "title": (_("by title"), "title", "id"),
    }
    sort = sort_filter(sorts)
    topic = topic_filter()
    stage = _choice(_("Stage of the policy"), PolicyStage.choices, "stage")
    instrument = _choice(_("Kind of instrument"), Instrument.choices, "instrument")
    cost = _choice(_("Cost"), CostBand.choices, "cost")
    result = _choice(_("Result"), ResultState.choices, "result_state")
    chapter = django_filters.MultipleChoiceFilter(
        label=_("Chapter of the guide"),
        choices=[(slug, slug) for slug in CHAPTERS],
        method="filter_chapter",
    )
    confidence = _choice(_("How sure"), Confidence.choices, "confidence")

    class Meta:
        model = Practice
        fields: list[str] = []

    def filter_chapter(self, queryset: QuerySet, name: str, value: list[str]):
        if not value:
            return queryset
        return queryset.filter(chapter_links__chapter__in=value).distinct()
