"""What the forms ask for while one types: topics, drafts, completeness."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal.web.errors import PortalError
from portal.web.versioned import mark_passing
from regions.editing.completeness import completeness
from regions.editing.documents import MODELS
from regions.editing.drafts import (
    DraftOvertaken,
    Subject,
    discard_draft,
    save_draft,
)
from regions.editing.forms import FORMS, RecordForm
from regions.editing.topics import find_topics
from regions.editing.values import read_values
from regions.models import Draft
from regions.queries.vocabulary import vocabulary
from regions.views.editing.access import editing_page


def signed_in_part(view: Callable) -> Callable:
    """For parts of a page: who is signed out is told so, and not led elsewhere."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            detail = _("You are signed out. Sign in again; nothing is lost.")
            return mark_passing(JsonResponse({"detail": detail}, status=401))
        return mark_passing(view(request, *args, **kwargs))

    return wrapper


@require_safe
def topic_suggestions(request: HttpRequest) -> HttpResponse:
    """Topics that hold what was typed, best first, as JSON."""
    found = find_topics(request.GET.get("q", "")[:100], vocabulary())
    return mark_passing(JsonResponse({"topics": [one.as_json() for one in found]}))


@require_http_methods(["GET", "POST", "DELETE"])
@signed_in_part
def draft(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One person's draft: read its state, save it, or throw it away."""
    if request.method == "DELETE":
        discard_draft(user=request.user, key=key)
        return HttpResponse(status=204)
    if request.method == "GET":
        # Asked for after each form was sent; that none is left is no fault.
        found = request.user.drafts.filter(pk=key).first()
        return JsonResponse(_state(found) if found else {"revision": 0})
    if request.POST.get("_user", str(request.user.pk)) != str(request.user.pk):
        detail = _("Somebody else is signed in now. Sign in as yourself again.")
        return JsonResponse({"detail": detail}, status=401)
    try:
        kept = save_draft(
            user=request.user,
            key=key,
            subject=read_subject(request),
            values=read_values(request.POST),
            revision=whole_number(request.POST.get("_revision")),
            is_forced="_force" in request.POST,
        )
    except DraftOvertaken as error:
        return JsonResponse(_state(error.draft) | {"detail": str(error)}, status=409)
    except PortalError as error:
        return JsonResponse({"detail": str(error)}, status=error.status)
    return JsonResponse(_state(kept))


@require_POST
@editing_page
def draft_discard(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Throw away an unsaved text from the page that lists it; works without script."""
    if discard_draft(user=request.user, key=key):
        messages.success(request, _("What you had not saved is discarded."))
    return redirect("dashboard")


def _state(kept: Draft) -> dict[str, Any]:
    saved_at = timezone.localtime(kept.updated_at)
    return {
        "key": str(kept.pk),
        "revision": kept.revision,
        "saved_at": time_format(saved_at, "H:i"),
    }


def read_subject(request: HttpRequest) -> Subject:
    """What a form says that its draft is about; Http404 for what one may not edit."""
    kind = request.POST.get("_kind", "")
    key = whole_number(request.POST.get("_record")) or None
    if kind not in FORMS:
        raise PortalError(_("There is no such form."))
    if key is not None:
        get_object_or_404(MODELS[kind].objects.editable_by(request.user), pk=key)
    return Subject(
        kind=kind,
        record_key=key,
        owner=request.POST.get("_owner", "")[:120],
        base_version=whole_number(request.POST.get("_base_version")),
    )


def whole_number(text: str | None) -> int:
    """The number that a hidden field holds; 0 for anything else."""
    is_number = text and text.isascii() and text.isdigit() and len(text) < 18
    return int(text or 0) if is_number else 0


@require_POST
@signed_in_part
def completeness_part(request: HttpRequest, kind: str) -> HttpResponse:
    """How complete the record is with what is typed so far."""
    form_class = FORMS.get(kind)
    if form_class is None:
        return HttpResponse(status=404)
    try:
        form = form_class(read_values(request.POST), is_bound=True, is_loose=True)
    except PortalError as error:
        return HttpResponse(str(error), status=error.status, content_type="text/plain")
    return render(request, "editing/_completeness.html", counted(form))


def counted(form: RecordForm) -> dict[str, Any]:
    """What the box beside a form shows."""
    found = completeness(form.kind, form.loose_document())
    rows = [(part, form.target_of(part.field)) for part in found.missing]
    return {"kind": form.kind, "completeness": found, "missing": rows}
