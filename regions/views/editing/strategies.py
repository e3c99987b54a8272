"""Strategies: their form, their overview, and the way to the curators."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.web.errors import PortalError
from regions.editing.documents import Document
from regions.editing.forms import PriorityForm, StrategyForm
from regions.editing.forms.records import periods
from regions.editing.services import create_record
from regions.models import Owned, Priority, RecordKind, Strategy
from regions.queries.desk import region_desk, strategy_desk
from regions.views.editing.access import (
    editable_or_refuse,
    editing_page,
    region_or_refuse,
)
from regions.views.editing.flow import Task, form_page

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@require_safe
@editing_page
def region(request: HttpRequest, code: str) -> HttpResponse:
    """What a region has registered, and what to do next."""
    place = region_or_refuse(request, code)
    context = {"region": place, "desk": region_desk(place, request.user)}
    return render(request, "editing/region.html", context)


@require_http_methods(READ_AND_WRITE)
@editing_page
def strategy_new(request: HttpRequest, code: str) -> HttpResponse:
    place = region_or_refuse(request, code)

    taken = set(place.strategies.values_list("period", flat=True))

    def create(document: Document) -> Owned:
        if document["period"] in taken:
            raise PortalError(
                _("%(region)s has a strategy for this period already; edit that one.")
                % {"region": place.label}
            )
        return create_record(
            kind=RecordKind.STRATEGY, document=document, by=request.user, region=place
        )

    return form_page(
        request,
        Task(
            form=StrategyForm,
            template="editing/strategy_form.html",
            region=place,
            owner=place.code,
            create=create,
            done=overview_of,
            back=reverse("editing:region", args=[place.code]),
            start={"period": _first_free(taken)},
        ),
    )


@require_safe
@editing_page
def strategy(request: HttpRequest, slug: str) -> HttpResponse:
    """One strategy with its priorities, how complete they are, and what is next."""
    record = editable_or_refuse(request, Strategy, slug=slug)
    context = {"region": record.region, "desk": strategy_desk(record, request.user)}
    return render(request, "editing/strategy.html", context)


@require_http_methods(READ_AND_WRITE)
@editing_page
def strategy_edit(request: HttpRequest, slug: str) -> HttpResponse:
    record = editable_or_refuse(request, Strategy, slug=slug)
    return form_page(
        request,
        Task(
            form=StrategyForm,
            template="editing/strategy_form.html",
            region=record.region,
            owner=record.region_id,
            create=_never,
            done=overview_of,
            back=overview_of(record),
            record=record,
        ),
    )


@require_http_methods(READ_AND_WRITE)
@editing_page
def priority_new(request: HttpRequest, slug: str) -> HttpResponse:
    holder = editable_or_refuse(request, Strategy, slug=slug)

    def create(document: Document) -> Owned:
        return create_record(
            kind=RecordKind.PRIORITY,
            document=document,
            by=request.user,
            strategy=holder,
        )

    return form_page(request, _priority_task(holder, create))


@require_http_methods(READ_AND_WRITE)
@editing_page
def priority_edit(request: HttpRequest, slug: str) -> HttpResponse:
    record = editable_or_refuse(request, Priority, slug=slug)
    return form_page(request, _priority_task(record.strategy, _never, record))


def _priority_task(holder: Strategy, create: Any, record: Any = None) -> Task:
    return Task(
        form=PriorityForm,
        template="editing/priority_form.html",
        region=holder.region,
        owner=holder.slug,
        create=create,
        done=lambda saved: overview_of(holder),
        back=overview_of(holder),
        record=record,
        context={"strategy": holder},
    )


def overview_of(record: Owned) -> str:
    """The overview of a strategy."""
    return reverse("editing:strategy", args=[record.slug])


def _first_free(taken: set[str]) -> str:
    """The latest period for which there is no strategy yet, or the latest of all."""
    names = [name for name, _words in periods()]
    return next((name for name in names if name not in taken), names[0])


def _never(document: Document) -> Owned:
    raise AssertionError("a record that is edited is there already")
