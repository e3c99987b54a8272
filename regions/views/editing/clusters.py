"""Clusters: registering one, its form, and what its people have before them."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal.web.errors import PortalError
from portal.web.versioned import mark_passing
from regions.editing.documents import Document
from regions.editing.forms import CheckedClusterForm, ClusterForm
from regions.editing.places import find_places
from regions.editing.services import create_record
from regions.editing.visibility import hidden_in_form
from regions.models import Cluster, Owned, RecordKind
from regions.moderation.similar import similar_clusters
from regions.queries.desk_clusters import cluster_desk
from regions.queries.facts import facts_waiting
from regions.queries.vocabulary import vocabulary
from regions.views.editing.access import editable_or_refuse, editing_page
from regions.views.editing.flow import Task, form_page
from regions.views.editing.kit import signed_in_part
from regions.views.editing.links import link_search

READ_AND_WRITE = ["GET", "HEAD", "POST"]
# Ticked by who has seen that there are clusters of this name, and means another.
IS_OTHER = "_is_other"


@require_http_methods(READ_AND_WRITE)
@editing_page
def cluster_new(request: HttpRequest) -> HttpResponse:
    """Register a cluster; whoever does so acts for it afterwards."""
    similar = _similar_to(request)

    def create(document: Document) -> Owned:
        if similar and IS_OTHER not in request.POST:
            raise PortalError(
                _("It seems to be registered already. See what is shown below.")
            )
        return create_record(
            kind=RecordKind.CLUSTER, document=document, by=request.user
        )

    drafts: Any = request.user.drafts  # type: ignore[union-attr]
    return form_page(
        request,
        Task(
            form=ClusterForm,
            template="editing/cluster_form.html",
            region=None,
            owner="",
            create=create,
            done=desk_of_cluster,
            back=reverse("regions:cluster-list"),
            start=_start(request),
            context={
                **_claiming(similar),
                "drafts": drafts.filter(kind=RecordKind.CLUSTER, record_key=None),
            },
        ),
    )


def _start(request: HttpRequest) -> Document:
    """What an address that leads here may say already: name and region."""
    code = request.GET.get("region", "")
    known = code in vocabulary().places
    return {
        "title": request.GET.get("name", "")[:250],
        "region": code if known else "",
    }


def _similar_to(request: HttpRequest) -> list[Cluster]:
    typed = request.POST
    return similar_clusters(
        name=typed.get("title", "")[:250],
        website=typed.get("website", "")[:300],
        acronym=typed.get("acronym", "")[:60],
        legal_name=typed.get("legal_name", "")[:250],
    )


def _claiming(similar: list[Cluster]) -> dict[str, Any]:
    """Clusters with the addresses at which one claims them, if there are such."""
    try:
        claim_url = reverse("claim-new")
    except NoReverseMatch:
        claim_url = ""
    return {"similar": similar, "claim_url": claim_url}


@require_POST
@signed_in_part
def cluster_similar(request: HttpRequest) -> HttpResponse:
    """Whether the cluster that is being typed seems to be registered already."""
    context = _claiming(_similar_to(request))
    return render(request, "editing/_similar.html", context)


@require_safe
def place_suggestions(request: HttpRequest) -> HttpResponse:
    """Regions that hold what was typed, best first, as JSON."""
    found = find_places(request.GET.get("q", "")[:100], vocabulary())
    return mark_passing(JsonResponse({"places": [one.as_json() for one in found]}))


@require_safe
@editing_page
def cluster(request: HttpRequest, slug: str) -> HttpResponse:
    """One cluster before its people: state, facilities, links, and what is next."""
    record = editable_or_refuse(request, Cluster, slug=slug)
    context = {
        "region": record.region,
        "desk": cluster_desk(record, request.user),
        "search": link_search(request, record),
        "open_facts": facts_waiting(record, request.user),
    }
    return render(request, "editing/cluster.html", context)


@require_http_methods(READ_AND_WRITE)
@editing_page
def cluster_edit(request: HttpRequest, slug: str) -> HttpResponse:
    record = editable_or_refuse(request, Cluster, slug=slug)
    hides_people = bool(hidden_in_form(record, request.user))
    return form_page(
        request,
        Task(
            form=CheckedClusterForm if hides_people else ClusterForm,
            template="editing/cluster_form.html",
            region=record.region,
            owner="",
            create=_never,
            done=desk_of_cluster,
            back=desk_of_cluster(record),
            record=record,
        ),
    )


def desk_of_cluster(record: Owned) -> str:
    """The page on which its people see a cluster."""
    return reverse("editing:cluster", args=[record.slug])


def _never(document: Document) -> Owned:
    raise AssertionError("a record that is edited is there already")
