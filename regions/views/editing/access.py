"""Who may open the pages on which records are written."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from portal.web.versioned import mark_passing
from regions.models import Owned, Region


def editing_page(view: Callable) -> Callable:
    """A page for who is signed in, which nobody keeps; others are led to sign in."""

    @wraps(view)
    @login_required
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return mark_passing(view(request, *args, **kwargs))

    return wrapper


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
