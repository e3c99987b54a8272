"""A region or cluster settles what the portal knows of it: confirm, correct, reject."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from portal.web.errors import PortalError
from regions.editing.facts import (
    confirm_items,
    reject_items,
    restore_item,
    restore_record,
)
from regions.editing.services import confirm_records, record_of
from regions.models import Cluster, Owned, Priority, Profile, RecordKind, Region
from regions.moderation.owning import reject_record
from regions.queries.facts import (
    ITEM,
    RECORDS,
    Place,
    chosen_facts,
    count_open,
    fact_page,
)
from regions.views.editing.access import (
    editable_or_refuse,
    editing_page,
    settles_or_refuse,
)
from regions.wording import confirmer_of

# What can be undone is kept in the session: the last rejection only.
UNDO = "rejected-facts"
READ_AND_WRITE = ["GET", "HEAD", "POST"]


@require_http_methods(READ_AND_WRITE)
@editing_page
def facts(request: HttpRequest, code: str) -> HttpResponse:
    """All facts of a region that are open, to settle one by one or all at once."""
    return _facts(request, get_object_or_404(Region, code=code))


@require_http_methods(READ_AND_WRITE)
@editing_page
def cluster_facts(request: HttpRequest, slug: str) -> HttpResponse:
    """The same of a cluster: itself, its offers and needs, and its facilities."""
    return _facts(request, _cluster(slug))


def _cluster(slug: str) -> Cluster:
    rows = Cluster.objects.not_merged().select_related("region")
    return get_object_or_404(rows, slug=slug)


def _facts(request: HttpRequest, place: Place) -> HttpResponse:
    is_sent = request.method == "POST"
    may_settle = settles_or_refuse(request, place, reads=not is_sent)
    keys = _chosen_keys(request, place) if is_sent else []
    fault, reasons = "", _reasons(request)
    if is_sent:
        try:
            _settle(request, place, keys, reasons)
        except PortalError as error:
            fault = str(error)
        else:
            return redirect(request.path)
    is_cluster = isinstance(place, Cluster)
    kept = request.session.get(UNDO, {})
    context = {
        "place": place,
        "name": str(place) if is_cluster else place.label,
        "is_cluster": is_cluster,
        "confirmer": confirmer_of("cluster" if is_cluster else "priority"),
        "may_settle": may_settle,
        "page": fact_page(place),
        "chosen": set(keys),
        "reasons": reasons,
        "fault": fault,
        "can_undo": may_settle and kept.get("place") == _name_in_session(place),
        "undo_url": _address(place, "-undo"),
        "desk_url": _desk(place),
    }
    return render(request, "editing/facts.html", context, status=400 if fault else 200)


def _address(place: Place, suffix: str = "") -> str:
    if isinstance(place, Cluster):
        return reverse(f"editing:cluster-facts{suffix}", args=[place.slug])
    return reverse(f"editing:facts{suffix}", args=[place.code])


def _desk(place: Place) -> str:
    if isinstance(place, Cluster):
        return reverse("editing:cluster", args=[place.slug])
    return reverse("editing:region", args=[place.code])


def _name_in_session(place: Place) -> str:
    kind = "cluster" if isinstance(place, Cluster) else "region"
    return f"{kind}-{place.pk}"


def _chosen_keys(request: HttpRequest, place: Place) -> list[str]:
    """One fact whose own button was pressed, all, or those that are ticked."""
    _act, _colon, key = request.POST.get("_do", "").partition(":")
    if key == "all":
        groups = fact_page(place).groups
        return [fact.key for group in groups for fact in group.facts]
    return [key] if key else request.POST.getlist("fact")


def _reasons(request: HttpRequest) -> str:
    """The reason beside the one fact that is rejected, or that for all ticked ones."""
    _act, _colon, key = request.POST.get("_do", "").partition(":")
    name = f"reasons-{key}" if key else "reasons"
    return request.POST.get(name, "")[:2_000]


def _settle(request: HttpRequest, place: Place, keys: list[str], reasons: str) -> None:
    """Confirm or reject; told is how many facts are open no more, as pages count them.

    With a record goes what it states, so that may be more than was ticked.
    """
    act = request.POST.get("_do", "").partition(":")[0]
    chosen = chosen_facts(place, keys)
    if not any(chosen.values()):
        raise PortalError(_("Tick at least one fact first."))
    before = count_open(place)
    if act == "confirm":
        _confirm(request, chosen)
        count = before - count_open(place)
        told = ngettext(
            "%(n)d fact is confirmed. Thank you.",
            "%(n)d facts are confirmed. Thank you.",
            count,
        )
    elif act == "reject":
        _reject(request, place, chosen, reasons)
        count = before - count_open(place)
        told = ngettext(
            "%(n)d fact is rejected and no longer shown.",
            "%(n)d facts are rejected and no longer shown.",
            count,
        )
    else:
        raise PortalError(_("Choose to confirm or to reject."))
    messages.success(request, told % {"n": count})


@transaction.atomic
def _confirm(request: HttpRequest, chosen: dict[str, list[Any]]) -> None:
    confirm_items(items=chosen[ITEM], by=request.user)
    records = [one for kind in RECORDS for one in chosen[kind]]
    confirm_records(records=records, by=request.user)


@transaction.atomic
def _reject(
    request: HttpRequest, place: Place, chosen: dict[str, list[Any]], reasons: str
) -> None:
    records: list[Owned] = [one for kind in RECORDS for one in chosen[kind]]
    homes = [one.pk for one in chosen[RecordKind.STRATEGY]]
    with_home = Priority.objects.published().filter(strategy__in=homes)
    gone = {one.pk for one in [*records, *with_home] if isinstance(one, Profile)}
    # Items of a profile that is rejected as a whole go with it.
    single = [item for item in chosen[ITEM] if item.profile_id not in gone]
    kept = reject_items(items=single, by=request.user, reasons=reasons)
    left: list[tuple[str, int]] = []
    for record in records:
        # A priority may have left with its strategy.
        if (str(record.record_kind), record.pk) not in left:
            some = reject_record(record=record, by=request.user, reasons=reasons)
            left += [(str(one.record_kind), one.pk) for one in some]
    # A strategy comes back before its priorities: none is public without it.
    left.sort(key=lambda one: list(RECORDS).index(RecordKind(one[0])))
    request.session[UNDO] = {
        "place": _name_in_session(place),
        "items": kept,
        "records": left,
    }


@require_POST
@editing_page
def undo(request: HttpRequest, code: str) -> HttpResponse:
    """Bring back what a region rejected last."""
    return _undone(request, get_object_or_404(Region, code=code))


@require_POST
@editing_page
def cluster_undo(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring back what a cluster rejected last."""
    return _undone(request, _cluster(slug))


def _undone(request: HttpRequest, place: Place) -> HttpResponse:
    settles_or_refuse(request, place)
    kept = request.session.get(UNDO, {})
    if kept.get("place") != _name_in_session(place):
        messages.error(request, _("There is nothing to undo."))
        return redirect(_address(place))
    try:
        _undo(request, kept)
    except PortalError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("What you had rejected is back."))
    request.session.pop(UNDO, None)
    return redirect(_address(place))


@transaction.atomic
def _undo(request: HttpRequest, kept: dict[str, Any]) -> None:
    for kind, key in kept["records"]:
        record = record_of(kind, key)
        if record is not None:
            editable_or_refuse(request, type(record), pk=key)
            restore_record(record=record, by=request.user)
    for item in kept["items"]:
        restore_item(kept=item, by=request.user)
