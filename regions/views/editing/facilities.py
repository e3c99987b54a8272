"""Facilities: of a cluster, or of a region itself."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from regions.editing.documents import Document
from regions.editing.forms import FacilityForm, facility_form_of
from regions.editing.services import create_record
from regions.models import Cluster, Facility, Owned, RecordKind, Region
from regions.queries.desk_clusters import facility_desk
from regions.views.editing.access import (
    editable_or_refuse,
    editing_page,
    region_or_refuse,
)
from regions.views.editing.flow import Task, form_page

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@require_http_methods(READ_AND_WRITE)
@editing_page
def facility_new(request: HttpRequest) -> HttpResponse:
    """Register a facility of the cluster or region that the address names."""
    if slug := request.GET.get("cluster", ""):
        return form_page(request, _task_of_cluster(request, slug))
    if code := request.GET.get("region", ""):
        return form_page(request, _task_of_region(request, code))
    raise Http404


def _task_of_cluster(request: HttpRequest, slug: str) -> Task:
    holder: Cluster = editable_or_refuse(request, Cluster, slug=slug)

    def create(document: Document) -> Owned:
        return create_record(
            kind=RecordKind.FACILITY,
            document=document | {"cluster": holder.slug},
            by=request.user,
        )

    return Task(
        form=FacilityForm,
        template="editing/facility_form.html",
        region=holder.region,
        owner=holder.slug,
        create=create,
        done=desk_of_facility,
        back=reverse("editing:cluster", args=[holder.slug]),
        start={"region": holder.region_id, "host": holder.title},
        context={"cluster": holder},
    )


def _task_of_region(request: HttpRequest, code: str) -> Task:
    place: Region = region_or_refuse(request, code)

    def create(document: Document) -> Owned:
        return create_record(
            kind=RecordKind.FACILITY,
            document=document,
            by=request.user,
        )

    return Task(
        form=facility_form_of(place.code),
        template="editing/facility_form.html",
        region=place,
        owner=place.code,
        create=create,
        done=desk_of_facility,
        back=reverse("editing:region", args=[place.code]),
    )


@require_safe
@editing_page
def facility(request: HttpRequest, slug: str) -> HttpResponse:
    """One facility before its people: its state, what is missing, what is next."""
    record = editable_or_refuse(request, Facility, slug=slug)
    context = {"region": record.region, "desk": facility_desk(record, request.user)}
    return render(request, "editing/facility.html", context)


@require_http_methods(READ_AND_WRITE)
@editing_page
def facility_edit(request: HttpRequest, slug: str) -> HttpResponse:
    record: Facility = editable_or_refuse(request, Facility, slug=slug)
    holder: Any = record.cluster
    return form_page(
        request,
        Task(
            form=FacilityForm if holder else facility_form_of(record.region_id),
            template="editing/facility_form.html",
            region=record.region,
            owner=holder.slug if holder else record.region_id,
            create=_never,
            done=desk_of_facility,
            back=desk_of_facility(record),
            record=record,
            context={"cluster": holder},
        ),
    )


def desk_of_facility(record: Owned) -> str:
    """The page on which its people see a facility."""
    return reverse("editing:facility", args=[record.slug])


def _never(document: Document) -> Owned:
    raise AssertionError("a record that is edited is there already")
