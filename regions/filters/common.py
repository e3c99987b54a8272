"""What all filters of the register share: words, places, topics, order."""

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.web.filtering import StrictFilterSet, offer
from regions.models import SearchEntry
from regions.queries.vocabulary import vocabulary

WORDS_MAX = 200


class RegionCodeField(forms.CharField):
    """A NUTS code of any level; one the register does not know is an error."""

    def clean(self, value):
        code = super().clean(value).strip().upper()
        if code and code not in vocabulary().places:
            raise forms.ValidationError(_("There is no region with this code."))
        return code


class RegionCodeFilter(django_filters.CharFilter):
    field_class = RegionCodeField


class RegisterFilterSet(StrictFilterSet):
    """Words, place and order. A kind of record says where its region stands.

    Within one parameter any of the values fits; all parameters must fit.
    """

    search_kind = ""
    search_key = "slug"
    region_path = "region"
    sorts: dict[str, tuple] = {}

    q = django_filters.CharFilter(
        label=gettext_lazy("Words"), method="filter_words", max_length=WORDS_MAX
    )
    country = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Country"), method="filter_country"
    )
    region = RegionCodeFilter(
        label=gettext_lazy("Region (NUTS code)"), method="filter_region", max_length=5
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.words = vocabulary()
        self._offer("country", [(code, code) for code in self.words.countries])
        self._offer("topic", [(code, code) for code in self.words.topics])

    def _offer(self, name: str, choices: list[tuple]) -> None:
        if name in self.filters:
            offer(self.filters[name], choices)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Filter, then order: as the first entry of `sorts` where none is named."""
        first = next(iter(self.sorts))
        return super().filter_queryset(self._sorted(queryset, first))

    def filter_sort(self, queryset: QuerySet, name: str, value: str):
        return self._sorted(queryset, value) if value else queryset

    def _sorted(self, queryset: QuerySet, key: str) -> QuerySet:
        return queryset.order_by(*self.sorts[key][1:])

    def filter_words(self, queryset: QuerySet, name: str, value: str):
        found = SearchEntry.objects.filter(kind=self.search_kind).holding(value)
        keys = found.order_by().values("key")
        return queryset.filter(**{f"{self.search_key}__in": keys})

    def filter_country(self, queryset: QuerySet, name: str, value: list[str]):
        lookup = f"{self.region_path}__country__in"
        return queryset.filter(**{lookup: value}) if value else queryset

    def filter_region(self, queryset: QuerySet, name: str, value: str):
        inside = self.words.within(value)
        return queryset.filter(**{f"{self.region_path}__in": inside})

    def filter_topic(self, queryset: QuerySet, name: str, value: list[str]):
        """A topic that has parts stands for them too."""
        if not value:
            return queryset
        links = queryset.model.topics.through.objects
        wanted = links.filter(topic__in=self.words.with_descendants(value))
        return queryset.filter(pk__in=wanted.values(_owner_field(links.model)))


def _owner_field(through) -> str:
    """The foreign key of a many-to-many table that does not lead to the topic."""
    keys = [one.name for one in through._meta.fields if one.is_relation]
    return next(name for name in keys if name != "topic")


def sort_filter(sorts: dict[str, tuple]) -> django_filters.ChoiceFilter:
    """The order of a list; the first of `sorts` holds where none is named."""
    return django_filters.ChoiceFilter(
        label=gettext_lazy("Order"),
        choices=[(key, label) for key, (label, *_fields) in sorts.items()],
        method="filter_sort",
        empty_label=None,
    )


def topic_filter() -> django_filters.MultipleChoiceFilter:
    return django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Topic"), method="filter_topic"
    )
