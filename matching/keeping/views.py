"""Pages of shortlists and dismissals."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from matching.keeping import queries, services
from matching.keeping.filters import SORTS, ShortlistFilterSet
from matching.keeping.forms import AddForm, DismissForm, NoteForm
from matching.keeping.models import Dismissal, ShortlistEntry
from matching.keeping.table import csv_rows
from matching.keeping.wording import shortlist_groups
from portal.accounts.views_common import done, signed_in, tried
from portal.web.filtering import FilteredPage, filtered_page
from portal.web.listing import error_lines
from regions.models import Profile
from regions.querysets import EDITING

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The page of the portal from which a button was pressed."""
    path = request.POST.get("next", "")
    is_safe = url_has_allowed_host_and_scheme(
        path, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return path if is_safe else otherwise


@require_safe
@signed_in
def shortlists(request: HttpRequest) -> HttpResponse:
    """The shortlists of all profiles for which one acts."""
    profiles = list(queries.own_profiles(request.user))
    result = _filtered(request, profiles)
    editable = queries.own_profiles(request.user, *EDITING)
    writable = set(editable.values_list("pk", flat=True))
    context = {
        "profiles": profiles,
        "page": result.page,
        "groups": shortlist_groups(list(result.page), writable),
        "errors": error_lines(result),
        "sorts": [(key, words[0]) for key, words in SORTS.items()],
        "chosen": {name: one[0] for name, one in result.filterset.chosen.items()},
        "most": services.shortlists.MOST_ENTRIES,
    }
    return render(request, "keeping/shortlist.html", context, status=result.status)


def _filtered(request: HttpRequest, profiles: list[Profile]) -> FilteredPage:
    rows = queries.entries_for(request.user)
    return filtered_page(request, ShortlistFilterSet, rows, profiles=profiles)


@require_safe
@signed_in
def export(request: HttpRequest) -> HttpResponse:
    """The rows that the page would show, all of them, as CSV."""
    profiles = list(queries.own_profiles(request.user))
    filterset = ShortlistFilterSet(
        request.GET, queryset=queries.entries_for(request.user), profiles=profiles
    )
    if not filterset.is_valid():
        return redirect(f"{reverse('keeping:shortlist')}?{request.GET.urlencode()}")
    day = timezone.localdate().isoformat()
    return StreamingHttpResponse(
        csv_rows(list(filterset.qs)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="shortlist-{day}.csv"'},
    )


@read_or_send
@signed_in
def add(request: HttpRequest) -> HttpResponse:
    """Put a profile on the shortlist of one of one's own; buttons send it at once."""
    slug = request.POST.get("partner") or request.GET.get("partner", "")
    if not slug:
        return redirect("keeping:shortlist")
    partner = queries.partner_or_404(request.user, slug)
    own = queries.own_profiles(request.user, *EDITING).exclude(pk=partner.pk)
    profiles = list(own)
    form = AddForm(request.POST or None, profiles=profiles)
    if request.method == "POST":
        # Others' profiles are not there for this person: no hint that they exist.
        if request.POST.get("profile", "") not in {one.slug for one in profiles}:
            raise Http404
        if form.is_valid() and done(form, lambda: _shortlist(request, partner, form)):
            return redirect(way_back(request, reverse("keeping:shortlist")))
    holding = ShortlistEntry.objects.visible_to(request.user).filter(partner=partner)
    context = {
        "partner": partner,
        "form": form,
        "has_profiles": bool(profiles),
        "holding": holding.select_related("profile").order_by("profile__title"),
    }
    status = 400 if form.is_bound else 200
    return render(request, "keeping/add.html", context, status=status)


def _shortlist(request: HttpRequest, partner: Profile, form: AddForm) -> None:
    data = form.cleaned_data
    profile = queries.own_profile(request.user, data["profile"], to_write=True)
    is_new = services.shortlist(
        profile=profile, partner=partner, by=request.user, note=data["note"]
    )
    facts = {"partner": partner, "profile": profile}
    if is_new:
        said = _("“%(partner)s” is on the shortlist of “%(profile)s” now.")
    else:
        said = _("“%(partner)s” was on the shortlist of “%(profile)s” already.")
    messages.success(request, said % facts)


@require_POST
@signed_in
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the note of an entry, or take it off the shortlist."""
    found = queries.entry_for(request.user, pk)
    back = way_back(request, reverse("keeping:shortlist"))
    if "remove" in request.POST:
        tried(
            request,
            lambda: services.take_off(entry=found),
            _("It is not on the shortlist any more."),
        )
        return redirect(back)
    form = NoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["note"]))
        return redirect(back)
    tried(
        request,
        lambda: services.change_note(entry=found, note=form.cleaned_data["note"]),
        _("The note is saved."),
    )
    return redirect(back)


@read_or_send
@signed_in
def dismiss(request: HttpRequest, slug: str) -> HttpResponse:
    """Say why a candidate is of no use; by itself a page, for what went wrong."""
    profile = queries.own_profile(request.user, slug, to_write=True)
    asked = request.POST.get("partner") or request.GET.get("partner", "")
    partner = queries.partner_or_404(request.user, asked)
    known = Dismissal.objects.filter(profile=profile, partner=partner).first()
    initial = {"reason": known.reason, "words": known.words} if known else {}
    is_sent = request.method == "POST"
    form = DismissForm(request.POST if is_sent else None, initial=initial)
    if (
        is_sent
        and form.is_valid()
        and done(
            form,
            lambda: services.dismiss(
                profile=profile, partner=partner, by=request.user, **form.cleaned_data
            ),
        )
    ):
        said = _("“%(partner)s” is dismissed. It keeps its place in the list.")
        messages.success(request, said % {"partner": partner})
        return redirect(way_back(request, _pair(profile, partner)))
    context: dict[str, Any] = {
        "profile": profile,
        "partner": partner,
        "form": form,
        "next": way_back(request, ""),
    }
    status = 400 if is_sent else 200
    return render(request, "keeping/dismiss.html", context, status=status)


@require_POST
@signed_in
def undo(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a dismissal back."""
    profile = queries.own_profile(request.user, slug, to_write=True)
    asked = request.POST.get("partner", "")
    partner = Profile.objects.filter(slug=asked).first()
    if partner and services.undo_dismissal(profile=profile, partner=partner):
        messages.success(request, _("The dismissal is taken back."))
    otherwise = reverse("matching:list", args=[profile.slug])
    return redirect(way_back(request, otherwise))


def _pair(profile: Profile, partner: Profile) -> str:
    return reverse("matching:pair", args=[profile.slug, partner.slug])
