"""A region settles what the portal knows of it: confirm, correct or reject."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
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
from regions.models import Owned, Priority, RecordKind, Region
from regions.moderation.owning import reject_record
from regions.queries.facts import ITEM, RECORDS, chosen_facts, fact_page
from regions.views.editing.access import (
    editable_or_refuse,
    editing_page,
    region_or_refuse,
)

# What can be undone is kept in the session: the last rejection only.
UNDO = "rejected-facts"


@require_http_methods(["GET", "HEAD", "POST"])
@editing_page
def facts(request: HttpRequest, code: str) -> HttpResponse:
    """All facts that are open, to settle one by one or all at once."""
    region = region_or_refuse(request, code, for_curators=False)
    keys = _chosen_keys(request, region) if request.method == "POST" else []
    fault, reasons = "", _reasons(request)
    if request.method == "POST":
        try:
            _settle(request, region, keys, reasons)
        except PortalError as error:
            fault = str(error)
        else:
            return redirect(request.path)
    undo = request.session.get(UNDO, {})
    context = {
        "region": region,
        "page": fact_page(region),
        "chosen": set(keys),
        "reasons": reasons,
        "fault": fault,
        "can_undo": undo.get("region") == code,
    }
    return render(request, "editing/facts.html", context, status=400 if fault else 200)


def _chosen_keys(request: HttpRequest, region: Region) -> list[str]:
    """One fact whose own button was pressed, all, or those that are ticked."""
    _act, _colon, key = request.POST.get("_do", "").partition(":")
    if key == "all":
        groups = fact_page(region).groups
        return [fact.key for group in groups for fact in group.facts]
    return [key] if key else request.POST.getlist("fact")


def _reasons(request: HttpRequest) -> str:
    """The reason beside the one fact that is rejected, or that for all ticked ones."""
    _act, _colon, key = request.POST.get("_do", "").partition(":")
    name = f"reasons-{key}" if key else "reasons"
    return request.POST.get(name, "")[:2_000]


def _settle(
    request: HttpRequest, region: Region, keys: list[str], reasons: str
) -> None:
    act = request.POST.get("_do", "").partition(":")[0]
    chosen = chosen_facts(region, keys)
    if not any(chosen.values()):
        raise PortalError(_("Tick at least one fact first."))
    if act == "confirm":
        count = _confirm(request, chosen)
        told = ngettext(
            "%(n)d fact is confirmed. Thank you.",
            "%(n)d facts are confirmed. Thank you.",
            count,
        )
        messages.success(request, told % {"n": count})
    elif act == "reject":
        count = _reject(request, region, chosen, reasons)
        told = ngettext(
            "%(n)d fact is rejected and no longer shown.",
            "%(n)d facts are rejected and no longer shown.",
            count,
        )
        messages.success(request, told % {"n": count})
    else:
        raise PortalError(_("Choose to confirm or to reject."))


@transaction.atomic
def _confirm(request: HttpRequest, chosen: dict[str, list[Any]]) -> int:
    count = confirm_items(items=chosen[ITEM], by=request.user)
    records = [one for kind in RECORDS for one in chosen[kind]]
    return count + confirm_records(records=records, by=request.user)


@transaction.atomic
def _reject(
    request: HttpRequest, region: Region, chosen: dict[str, list[Any]], reasons: str
) -> int:
    records: list[Owned] = [one for kind in RECORDS for one in chosen[kind]]
    homes = [one.pk for one in chosen["strategy"]]
    with_home = Priority.objects.published().filter(strategy__in=homes)
    gone = {one.pk for one in [*chosen["priority"], *with_home]}
    # Items of a priority that is rejected as a whole go with it.
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
    request.session[UNDO] = {"region": region.code, "items": kept, "records": left}
    return len(single) + len(left)


@require_POST
@editing_page
def undo(request: HttpRequest, code: str) -> HttpResponse:
    """Bring back what was rejected last."""
    region = region_or_refuse(request, code, for_curators=False)
    kept = request.session.get(UNDO, {})
    if kept.get("region") != region.code:
        messages.error(request, _("There is nothing to undo."))
        return redirect("editing:facts", region.code)
    try:
        _undo(request, kept)
    except PortalError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("What you had rejected is back."))
    request.session.pop(UNDO, None)
    return redirect("editing:facts", region.code)


@transaction.atomic
def _undo(request: HttpRequest, kept: dict[str, Any]) -> None:
    for kind, key in kept["records"]:
        record = record_of(kind, key)
        if record is not None:
            editable_or_refuse(request, type(record), pk=key)
            restore_record(record=record, by=request.user)
    for item in kept["items"]:
        restore_item(kept=item, by=request.user)
