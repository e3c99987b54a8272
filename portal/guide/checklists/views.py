"""Pages of checklists: all of them, one to fill in, on paper, as a file."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.services import NotAllowed
from portal.accounts.views_common import signed_in
from portal.guide.chapters import Chapter
from portal.guide.checklists import queries
from portal.guide.checklists.exporting import checklist_file
from portal.guide.checklists.forms import ChecklistForm
from portal.guide.checklists.people import Keeper, chosen_keeper, keepers_of
from portal.guide.checklists.services import Overtaken, save_checklist
from portal.web.errors import PortalError
from portal.web.versioned import versioned_page


@require_safe
@gzip_page
@versioned_page
def overview(request: HttpRequest) -> HttpResponse:
    """All checklists; with an organisation, how far it is in each."""
    context = _context(request)
    organisation = context["organisation"]
    context["checklists"] = queries.overview_of(request.user, organisation)
    context["dropped"] = queries.dropped_chapters(request.user, organisation)
    return render(request, "guide/checklists/overview.html", context)


@require_http_methods(("GET", "HEAD", "POST"))
@gzip_page
@versioned_page
def checklist(request: HttpRequest, chapter: str) -> HttpResponse:
    """One chapter's checklist: to fill in for who writes, to read for all others."""
    shown = _chapter_or_404(chapter)
    context = _context(request) | {"chapter": shown}
    keeper = context["keeper"]
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if keeper is None:
            raise Http404
        return _save(request, context, keeper, shown)
    return _page(request, context, None)


def _save(
    request: HttpRequest, context: dict[str, Any], keeper: Keeper, shown: Chapter
) -> HttpResponse:
    found = queries.checklist_of(shown, request.user, keeper.organisation)
    form = ChecklistForm(found, request.POST)
    if not form.is_valid():
        return _page(request, context, form, status=400)
    try:
        changed = save_checklist(
            by=request.user,
            organisation=keeper.organisation,
            chapter=shown.slug,
            said=form.said(),
        )
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    except Overtaken as overtaken:
        messages.error(request, str(overtaken))
        return _page(request, context, form.catch_up(overtaken.marks), status=409)
    except PortalError as refused:
        messages.error(request, str(refused))
        return _page(request, context, form, status=refused.status)
    _say_saved(request, len(changed))
    address = reverse("guide:checklists:chapter", args=[shown.slug])
    return redirect(f"{address}?for={keeper.key}")


def _say_saved(request: HttpRequest, count: int) -> None:
    text = _("Nothing was changed.")
    if count:
        text = ngettext(
            "Saved: %(n)d point was changed.",
            "Saved: %(n)d points were changed.",
            count,
        ) % {"n": count}
    messages.success(request, text)


def _page(
    request: HttpRequest,
    context: dict[str, Any],
    form: ChecklistForm | None,
    status: int = 200,
) -> HttpResponse:
    shown, keeper = context["chapter"], context["keeper"]
    found = queries.checklist_of(shown, request.user, context["organisation"])
    if keeper:
        context["changes"] = queries.changes_of(
            request.user, keeper.organisation, shown
        )
    if keeper and keeper.may_write:
        context["form"] = form or ChecklistForm(found)
    context["checklist"] = found
    return render(request, "guide/checklists/chapter.html", context, status=status)


@require_safe
@gzip_page
@versioned_page
def on_paper(request: HttpRequest) -> HttpResponse:
    """All checklists, or one, without anything to press: to print."""
    context = _context(request)
    organisation = context["organisation"]
    found = queries.overview_of(request.user, organisation)
    if slug := request.GET.get("chapter", ""):
        _chapter_or_404(slug)
        found = [one for one in found if one.chapter.slug == slug]
    context["checklists"] = found
    return render(request, "guide/checklists/print.html", context)


@require_safe
@signed_in
def as_file(request: HttpRequest) -> HttpResponse:
    """All points with an organisation's marks, for spreadsheets."""
    keeper = _keeper(request, keepers_of(request.user))
    if keeper is None:
        raise Http404
    return checklist_file(request.user, keeper)


def _chapter_or_404(slug: str) -> Chapter:
    found = queries.chapter_here(slug)
    if found is None:
        raise Http404
    return found


def _context(request: HttpRequest) -> dict[str, Any]:
    """For whom the reader acts, and for which of them the page is.

    A visitor's page is the same for all: an organisation in its address means nothing.
    """
    keepers = keepers_of(request.user)
    keeper = _keeper(request, keepers) if request.user.is_authenticated else None
    return {
        "keepers": keepers,
        "keeper": keeper,
        "organisation": keeper and keeper.organisation,
    }


def _keeper(request: HttpRequest, keepers: list[Keeper]) -> Keeper | None:
    return chosen_keeper(keepers, request.GET.get("for", ""))
