"""Confirming records: by the link in a mail, and on a page for who is signed in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portal.web.errors import PortalError
from regions.freshness import queries
from regions.freshness.confirming import confirm_all, undo_confirmation
from regions.freshness.links import DAYS, LinkExpired, LinkForged, read_token
from regions.models import Confirmation

BACK = "back"
REFUSED = {"forged": 400, "expired": 410, "ended": 403, "gone": 410}


# The link is the secret: who does not have it cannot make anybody send it.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """What a link confirms. Opening it changes nothing: programs fetch links too."""
    try:
        link = read_token(token)
    except LinkExpired:
        return _refused(request, "expired")
    except LinkForged:
        return _refused(request, "forged")
    page = queries.link_page(link)
    if page.refusal:
        return _refused(request, page.refusal)
    if request.method == "POST":
        if "undo" in request.POST:
            _undo(request, page.confirmation, page.person)
        else:
            confirm_all(records=page.waiting, by=page.person, link=link)
        return redirect(f"{request.path}?{BACK}")
    # Whoever has just sent the form, or taken it back, sends it again by hand only.
    submits_itself = BACK not in request.GET and not page.was_undone
    context = {"page": page, "submits_itself": submits_itself}
    return render(request, "freshness/link.html", context)


def _refused(request: HttpRequest, why: str) -> HttpResponse:
    context = {"why": why, "days": DAYS}
    return render(request, "freshness/refused.html", context, status=REFUSED[why])


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_due(request: HttpRequest) -> HttpResponse:
    """All records that a person may confirm, those that are due ahead and chosen."""
    own = queries.own_records(request.user)
    error = ""
    if request.method == "POST" and "undo" in request.POST:
        _undo(request, queries.last_confirmation(request.user), request.user)
        return redirect("confirm-due")
    if request.method == "POST":
        chosen = queries.chosen_among(own, request.POST.getlist("record"))
        if chosen:
            _confirm(request, chosen)
            return redirect("confirm-due")
        error = _("Choose at least one record.")
    last = queries.last_confirmation(request.user)
    context = {
        "due": [one for one in own if one.is_due],
        "never": [one for one in own if not one.is_due and not one.was_confirmed],
        "fresh": [one for one in own if not one.is_due and one.was_confirmed],
        "last": last,
        "last_records": queries.records_in(last),
        "error": error,
    }
    status = 400 if error else 200
    return render(request, "freshness/due.html", context, status=status)


def _confirm(request: HttpRequest, chosen: list) -> None:
    made = confirm_all(records=chosen, by=request.user)
    count = len(made.before) if made else 0
    sentence = ngettext("%(n)d record confirmed.", "%(n)d records confirmed.", count)
    messages.success(request, sentence % {"n": count})


def _undo(request: HttpRequest, made: Confirmation | None, by: object) -> None:
    """Take a confirmation back, and say what came of it."""
    try:
        if made is None:
            raise PortalError(_("A confirmation can be taken back for one day."))
        count = undo_confirmation(confirmation=made, by=by)
    except PortalError as error:
        messages.error(request, str(error))
        return
    sentence = ngettext(
        "%(n)d confirmation taken back.", "%(n)d confirmations taken back.", count
    )
    messages.success(request, sentence % {"n": count})
