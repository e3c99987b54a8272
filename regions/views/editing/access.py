"""Who may open the pages on which records are written."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from portal.web.versioned import mark_passing
from regions.models import Cluster, Owned, Profile, Region
from regions.queries.facts import acts_for


def editing_page(view: Callable) -> Callable:
    """A page for who is signed in, which nobody keeps; others are led to sign in.

    The form of a record that is sent when the session has ended is not lost on the way,
    and the address of a record that was merged leads to the one that stayed.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            try:
                return mark_passing(view(request, *args, **kwargs))
            except (Http404, PermissionDenied):
                kept = _kept_address(request)
                if not kept:
                    raise
                return mark_passing(redirect(kept))
        if "_base_version" in request.POST:
            return send_again(request)
        return redirect_to_login(request.get_full_path())

    return wrapper


def _kept_address(request: HttpRequest) -> str:
    """This page of the record into which the one asked for was merged.

    Nothing for who may not edit that record; it depends on the person, so the redirect
    is not a lasting one. A form is not sent on: its versions are those of the old one.
    """
    match = request.resolver_match
    slug = match.kwargs.get("slug") if match else None
    if match is None or not slug or request.method not in ("GET", "HEAD"):
        return ""
    kept = Profile.objects.editable_by(request.user).filter(old_addresses__slug=slug)
    found = kept.values_list("slug", flat=True).first()
    if found is None:
        return ""
    path = reverse(match.view_name, kwargs=match.kwargs | {"slug": found})
    words = request.GET.urlencode()
    return f"{path}?{words}" if words else path


def send_again(request: HttpRequest) -> HttpResponse:
    """A page that holds what was sent, to send it once more after signing in."""
    fields = [
        (name, text)
        for name in request.POST
        if name != "csrfmiddlewaretoken"
        for text in request.POST.getlist(name)
    ]
    context = {"fields": fields}
    return mark_passing(render(request, "editing/send_again.html", context, status=401))


def editable_or_refuse(request: HttpRequest, model: type[Owned], **wanted: Any) -> Any:
    """The record, if this person may change it.

    Somebody of the organisation who may only read is told so (403); to strangers it is
    not there (404), be it published or not.
    """
    rows = model.objects.select_related("region")
    record = rows.editable_by(request.user).filter(**wanted).first()
    if record is not None:
        return record
    if model.objects.owned_by(request.user).filter(**wanted).exists():
        raise PermissionDenied
    raise Http404


def region_or_refuse(
    request: HttpRequest, code: str, *, for_curators: bool = True
) -> Region:
    """The region, if this person may write for it: its people, or a curator.

    Curators do not speak for a region: what only it can say is not for them.
    """
    user: Any = request.user
    region = get_object_or_404(Region, code=code)
    if user.is_staff and for_curators:
        return region
    if user.mandated_regions("owner", "editor").filter(pk=code).exists():
        return region
    if user.is_staff or user.mandated_regions().filter(pk=code).exists():
        raise PermissionDenied
    raise Http404


def settles_or_refuse(
    request: HttpRequest, place: Region | Cluster, *, reads: bool = False
) -> bool:
    """Whether this person settles the facts of a region or cluster: who writes for it.

    With `reads` its readers pass too, and get False. Curators speak for nobody.
    """
    user: Any = request.user
    if acts_for(place, user):
        return True
    is_cluster = isinstance(place, Cluster)
    mandated = user.mandated_clusters() if is_cluster else user.mandated_regions()
    is_reader = mandated.filter(pk=place.pk).exists()
    if is_reader and reads:
        return False
    if is_reader or user.is_staff:
        raise PermissionDenied
    raise Http404
