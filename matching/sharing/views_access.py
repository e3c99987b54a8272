"""Access to one facility: what everybody sees, its owners' forms, and asking for it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from matching.introductions.people import acts_for
from matching.sharing import queries, services
from matching.sharing.forms import TermsForm, WindowForm, values_of_terms
from matching.sharing.forms_requests import AskForm
from matching.sharing.models import AccessRequest, FacilityTerms
from matching.sharing.people import keeps
from matching.sharing.services import AlreadyAsked
from matching.sharing.wording import price_of
from portal.accounts.views_common import done, signed_in, tried
from regions.models import Facility, Profile
from regions.querysets import EDITING

GET_OR_POST = ("GET", "HEAD", "POST")


@require_safe
@never_cache
def access(request: HttpRequest, slug: str) -> HttpResponse:
    """Terms, free times and use: a part of the facility's page, or a page itself."""
    return _access(request, facility_or_404(request, slug))


@require_http_methods(GET_OR_POST)
@signed_in
def terms(request: HttpRequest, slug: str) -> HttpResponse:
    """On which terms a facility can be used, as its owners say."""
    facility = _kept(request, slug)
    present = FacilityTerms.objects.filter(facility=facility).first()
    form = TermsForm(request.POST or None, initial=values_of_terms(present))

    def save() -> None:
        services.state_terms(by=request.user, facility=facility, said=form.said())

    if form.is_bound and form.is_valid() and done(form, save):
        messages.success(request, _("The terms are published, confirmed today."))
        return redirect("sharing:access", facility.slug)
    context = {"facility": facility, "form": form}
    status = 400 if form.is_bound else 200
    return render(request, "sharing/terms.html", context, status=status)


@require_POST
@signed_in
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    facility = _kept(request, slug)
    tried(
        request,
        lambda: services.confirm_terms(by=request.user, facility=facility),
        _("The terms are confirmed today."),
    )
    return redirect("sharing:access", facility.slug)


@require_POST
@signed_in
def window_add(request: HttpRequest, slug: str) -> HttpResponse:
    facility = _kept(request, slug)
    form = WindowForm(request.POST)

    def add() -> None:
        services.add_window(by=request.user, facility=facility, **form.cleaned_data)

    if form.is_valid() and done(form, add):
        messages.success(request, _("The free time is published."))
        return redirect("sharing:access", facility.slug)
    return _access(request, facility, form, status=400)


@require_POST
@signed_in
def window_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    facility = _kept(request, slug)
    tried(
        request,
        lambda: services.remove_window(by=request.user, facility=facility, key=pk),
        _("The free time is removed. What was granted in it stays granted."),
    )
    return redirect("sharing:access", facility.slug)


@require_safe
@signed_in
def ask_choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the profile that asks; with one alone nobody is asked."""
    facility = facility_or_404(request, slug)
    profiles = queries.profiles_to_ask_with(request.user, facility)
    is_pool = "pool" in request.GET
    if len(profiles) == 1:
        return redirect(_form_address(facility, profiles[0], is_pool=is_pool))
    context = {"facility": facility, "profiles": profiles, "is_pool": is_pool}
    return render(request, "sharing/choose.html", context)


@require_http_methods(GET_OR_POST)
@signed_in
def ask(request: HttpRequest, slug: str, profile_slug: str) -> HttpResponse:
    """Ask for a facility for one of one's own profiles."""
    facility = facility_or_404(request, slug)
    own = Profile.objects.owned_by(request.user).not_merged()
    profile = get_object_or_404(own.select_related("region"), slug=profile_slug)
    if not acts_for(request.user, profile, *EDITING):
        raise PermissionDenied(_("Only owners and editors of the organisation ask."))
    if request.method == "POST":
        return _asked(request, facility, profile)
    refusal = services.why_not_ask(by=request.user, profile=profile, facility=facility)
    if isinstance(refusal, AlreadyAsked):
        messages.info(request, str(refusal))
        return redirect(refusal.request)
    return _ask_page(request, facility, profile, AskForm(), refusal=refusal)


def facility_or_404(request: HttpRequest, slug: str) -> Facility:
    """The facility at this address, if this person may see it."""
    rows = Facility.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("region", "cluster"), slug=slug)


def _kept(request: HttpRequest, slug: str) -> Facility:
    """A facility for which one may write; others are refused, or learn of nothing."""
    rows = Facility.objects.owned_by(request.user)
    facility = get_object_or_404(rows.select_related("region", "cluster"), slug=slug)
    if not keeps(request.user, facility, *EDITING):
        raise PermissionDenied(
            _("Only owners and editors of the facility’s organisation may do this.")
        )
    return facility


def _form_address(facility: Facility, profile: Profile, *, is_pool: bool) -> str:
    """Where this profile asks for a facility, alone or together with others."""
    if is_pool:
        pool = reverse("sharing:pool-new", args=[profile.slug])
        return f"{pool}?facility={facility.slug}"
    return reverse("sharing:ask", args=[facility.slug, profile.slug])


def _access(
    request: HttpRequest,
    facility: Facility,
    form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    found = queries.access_page(request.user, facility)
    context = {
        "found": found,
        "facility": facility,
        "price": price_of(found.terms) if found.terms else "",
        "window_form": form or WindowForm(),
    }
    template = "_access" if request.htmx else "access"
    return render(request, f"sharing/{template}.html", context, status=status)


def _asked(request: HttpRequest, facility: Facility, profile: Profile) -> HttpResponse:
    form = AskForm(request.POST)
    found: list[AccessRequest] = []

    def send() -> None:
        data = form.cleaned_data
        try:
            found.append(
                services.ask_for_facility(
                    by=request.user,
                    profile=profile,
                    facility=facility,
                    need=form.need(),
                    hours=data["hours"],
                    reply_by=data["reply_by"],
                )
            )
            messages.success(request, _("Your request is sent."))
        except AlreadyAsked as error:
            found.append(error.request)
            messages.info(request, str(error))

    if form.is_valid() and done(form, send):
        return redirect(found[0])
    return _ask_page(request, facility, profile, form, status=400)


def _ask_page(
    request: HttpRequest,
    facility: Facility,
    profile: Profile,
    form: AskForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    found = queries.access_page(request.user, facility)
    context = {"facility": facility, "profile": profile, "form": form, "found": found}
    return render(request, "sharing/ask.html", context | more, status=status)
