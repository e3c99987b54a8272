"""One FilterSet for page, API and export; a wrong parameter is an error, never all."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import django_filters
from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

PAGE_SIZE = 25
PAGE_SIZE_MAX = 100
LONGEST_NUMBER = 9
# Parameters that say how rows are shown, not which.
SHOWING = {"page", "page_size", "format"}


def offer(one: django_filters.Filter, choices: Iterable[tuple[str, str]]) -> None:
    """Give a filter of one request the choices that the register has now.

    A field that was made for all requests before, as the API's schema does, is
    forgotten: it would go on with the choices of then.
    """
    one.extra["choices"] = list(choices)
    vars(one).pop("_field", None)


class StrictFilterSet(django_filters.FilterSet):
    """A FilterSet that also refuses parameters it does not know."""

    def is_valid(self) -> bool:
        if not self.is_bound:
            return True
        form = self.form
        for name in sorted(set(form.data) - set(form.fields) - SHOWING):
            if name not in form.errors:
                form.errors[name] = form.error_class(
                    [_("There is no filter of this name.")]
                )
        return form.is_valid()

    @property
    def form(self):
        """The form; a value that is not offered is named, in plain words."""
        if not hasattr(self, "_form"):
            sentence = gettext_lazy("There is no “%(value)s” in this list.")
            for field in super().form.fields.values():
                if "invalid_choice" in field.error_messages:
                    field.error_messages["invalid_choice"] = sentence
        return super().form

    @property
    def chosen(self) -> dict[str, list[str]]:
        """The choices made, each as a list of texts; empty ones are left out."""
        if not self.is_bound or not self.is_valid():
            return {}
        return {
            name: [str(one) for one in (value if _is_many(value) else [value])]
            for name, value in self.form.cleaned_data.items()
            if value not in (None, "", [], ())
        }


class CountedPaginator(Paginator):
    """A paginator that was told how many rows there are and need not ask."""

    def __init__(self, rows: QuerySet | Sequence, size: int, count: int) -> None:
        super().__init__(rows, size)
        self._known = count

    @cached_property
    def count(self) -> int:
        return self._known


class FormFilterSet(StrictFilterSet):
    """One whose form a page shows as it is: days to type, all else to choose."""

    @property
    def form(self):
        """The form, with the house's look."""
        form = super().form
        for field in form.fields.values():
            is_day = isinstance(field, forms.DateField)
            look = "form-control" if is_day else "form-select"
            field.widget.attrs.setdefault("class", look)
        return form


@dataclass(frozen=True)
class FilteredPage:
    """What a list page shows: rows of one page, and what the filter says."""

    filterset: StrictFilterSet
    page: Page
    status: int

    @property
    def errors(self) -> dict[str, list[str]]:
        return {} if self.status == 200 else dict(self.filterset.form.errors)


def filtered_page(
    request: HttpRequest,
    filterset_class: type[StrictFilterSet],
    queryset: QuerySet,
    *,
    count: Callable[[StrictFilterSet], int] | None = None,
    arrange: Callable[[StrictFilterSet], Sequence] | None = None,
    **options,
) -> FilteredPage:
    """Filter, order and cut `queryset` as the address says; no row if it is wrong.

    `count` says how many rows there are where that is known without asking for it;
    `arrange` gives the rows that pass where they are put in order in memory.
    """
    filterset = filterset_class(
        request.GET, queryset=queryset, request=request, **options
    )
    is_right = filterset.is_valid() and _is_page_right(request, filterset)
    rows: QuerySet | Sequence = queryset.none()
    if is_right:
        rows = arrange(filterset) if arrange else filterset.qs
    size = _page_size(request) if is_right else PAGE_SIZE
    known = count(filterset) if count and is_right else None
    paginator = (
        Paginator(rows, size) if known is None else CountedPaginator(rows, size, known)
    )
    number = request.GET.get("page")
    page = paginator.get_page(number)
    if not is_right:
        return FilteredPage(filterset, page, 400)
    if number and int(number) > paginator.num_pages:
        filterset.form.errors["page"] = [past_the_end(number, paginator.num_pages)]
        return FilteredPage(filterset, Paginator(queryset.none(), size).page(1), 404)
    return FilteredPage(filterset, page, 200)


def past_the_end(number: int | str, last: int) -> str:
    """What to tell whoever asks for a page after the last, as the API answers 404."""
    return ngettext(
        "There is no page %(number)s: there is only one.",
        "There is no page %(number)s: the last one is %(last)s.",
        last,
    ) % {"number": number, "last": last}


def is_page_number(text: str) -> bool:
    """Whether this is a whole number from 1 up, of a length that can be meant."""
    return text.isdecimal() and len(text) <= LONGEST_NUMBER and int(text) >= 1


def _is_page_right(request: HttpRequest, filterset: StrictFilterSet) -> bool:
    for name in ("page", "page_size"):
        value = request.GET.get(name, "1")
        if not is_page_number(value):
            filterset.form.errors[name] = [_("Write a whole number from 1 up.")]
            return False
    return True


def _page_size(request: HttpRequest) -> int:
    return min(int(request.GET.get("page_size", PAGE_SIZE)), PAGE_SIZE_MAX)


def _is_many(value: object) -> bool:
    return isinstance(value, list | tuple | set | QuerySet)
