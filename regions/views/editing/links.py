"""Links of clusters to regional priorities: one side proposes, the other decides."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.web.errors import PortalError
from regions.editing import links
from regions.editing.places import find_places
from regions.models import Cluster, Priority, PriorityLink
from regions.queries.links import links_to_decide, priorities_to_link
from regions.queries.vocabulary import vocabulary
from regions.views.editing.access import (
    editable_or_refuse,
    editing_page,
    region_or_refuse,
)


@dataclass(frozen=True)
class LinkSearch:
    """What somebody looks for among priorities, and what there is.

    `place` is the region as typed; `is_unknown` where none is called so.
    """

    place: str = ""
    words: str = ""
    region: str = ""
    found: list[Priority] = field(default_factory=list)
    is_unknown: bool = False

    @property
    def is_asked(self) -> bool:
        return bool(self.place or self.words)


def link_search(request: HttpRequest, cluster: Cluster) -> LinkSearch:
    """Look for priorities by a region's name or code, by words, or by both."""
    place = request.GET.get("place", "").strip()[:100]
    words = request.GET.get("words", "").strip()[:200]
    if not place and not words:
        return LinkSearch()
    places = find_places(place, vocabulary(), shown=1) if place else []
    if place and not places:
        return LinkSearch(place, words, is_unknown=True)
    code = places[0].code if places else ""
    found = priorities_to_link(cluster, region=code, words=words)
    label = places[0].label if places else ""
    return LinkSearch(place, words, label, found)


@require_POST
@editing_page
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask a region to confirm that the cluster works for its priority."""
    cluster = editable_or_refuse(request, Cluster, slug=slug)
    wanted = request.POST.get("priority", "")
    priority = get_object_or_404(Priority.objects.published(), slug=wanted)
    _tried(
        request,
        lambda: links.propose_link(cluster=cluster, priority=priority, by=request.user),
        _("“%(priority)s” is proposed; its region decides.") % {"priority": priority},
    )
    return redirect(_links_of(cluster))


@require_POST
@editing_page
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a link of the cluster away."""
    cluster = editable_or_refuse(request, Cluster, slug=slug)
    link = get_object_or_404(PriorityLink, pk=pk, cluster=cluster)
    _tried(
        request,
        lambda: links.withdraw_link(link=link),
        _("The link to “%(priority)s” is removed.") % {"priority": link.priority},
    )
    return redirect(_links_of(cluster))


def _links_of(cluster: Cluster) -> str:
    return reverse("editing:cluster", args=[cluster.slug]) + "#links"


@require_safe
@editing_page
def region_links(request: HttpRequest, code: str) -> HttpResponse:
    """Clusters that say that they work for the region's priorities, to be decided."""
    region = region_or_refuse(request, code, for_curators=False)
    context = {"region": region, "links": links_to_decide(request.user, region)}
    return render(request, "editing/region_links.html", context)


@require_POST
@editing_page
def decide(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Confirm a link, or refuse it with reasons."""
    region = region_or_refuse(request, code, for_curators=False)
    rows = PriorityLink.objects.decidable_by(request.user)
    link = get_object_or_404(rows, pk=pk, priority__region=region)
    if request.POST.get("decision") == "confirm":
        _tried(
            request,
            lambda: links.confirm_link(link=link, by=request.user),
            _("Confirmed: “%(cluster)s” is shown with “%(priority)s”.")
            % {"cluster": link.cluster, "priority": link.priority},
        )
    else:
        reasons = request.POST.get("reasons", "")[:2_000]
        _tried(
            request,
            lambda: links.refuse_link(link=link, by=request.user, reasons=reasons),
            _("Refused. “%(cluster)s” reads your reasons.") % {"cluster": link.cluster},
        )
    return redirect("editing:region-links", code)


def _tried(request: HttpRequest, act: Callable[[], Any], told: str) -> None:
    try:
        act()
    except PortalError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, told)
