"""Asking for an introduction: with which profile, and the three questions."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from matching.introductions import services
from matching.introductions.forms import AskForm
from matching.introductions.models import Cooperation, Introduction
from matching.introductions.people import acts_for
from matching.introductions.prefilling import first_answers
from matching.introductions.queries import profiles_to_ask_with
from matching.introductions.record import response_record
from matching.introductions.views import worded_pair
from matching.queries import SIDE
from portal.accounts.views_common import done, signed_in
from regions.models import Profile
from regions.querysets import EDITING

PREVIEW = "preview"


@require_safe
@signed_in
def introduction_ask_to(request: HttpRequest) -> HttpResponse:
    """Choose the profile of one's own that asks; with one alone nobody is asked."""
    partner = _visible(request, request.GET.get("to", ""))
    running = Introduction.objects.visible_to(request.user).running()
    rows = list(profiles_to_ask_with(request.user, partner))
    if len(rows) == 1:
        return redirect("introductions:ask", rows[0].slug, partner.slug)
    context = {
        "partner": partner,
        "profiles": rows,
        "record": response_record(partner),
        "running": running.of_profile(partner).with_sides(),
    }
    return render(request, "introductions/choose.html", context)


@require_safe
@signed_in
def response_record_part(request: HttpRequest, slug: str) -> HttpResponse:
    """How a profile's organisation answers, as a part of its page."""
    partner = _visible(request, slug)
    if not request.htmx:
        return redirect(f"{reverse('introductions:ask-to')}?to={partner.slug}")
    context = {"part": {"record": response_record(partner)}}
    return render(request, "introductions/_pair_response.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def introduction_ask(
    request: HttpRequest, slug: str, partner_slug: str
) -> HttpResponse:
    """The three questions; a POST shows them as the other side will, or sends them."""
    own = Profile.objects.owned_by(request.user).select_related(*SIDE)
    profile = get_object_or_404(own, slug=slug)
    partner = _visible(request, partner_slug)
    if not acts_for(request.user, profile, *EDITING):
        raise PermissionDenied(_("Only owners and editors of the organisation ask."))
    if request.method == "POST":
        return _sent(request, profile, partner)
    refusal = services.why_not_ask(by=request.user, profile=profile, partner=partner)
    if isinstance(refusal, services.AlreadyOpen):
        messages.info(request, str(refusal))
        return redirect(refusal.introduction)
    form = AskForm(initial=first_answers(profile, partner) | _named_kind(request))
    return _page(request, profile, partner, form, refusal=refusal)


def _named_kind(request: HttpRequest) -> dict[str, str]:
    """The kind of cooperation that a link to this page has chosen."""
    kind = request.GET.get("kind", "")
    return {"cooperation": kind} if kind in Cooperation.values else {}


def _sent(request: HttpRequest, profile: Profile, partner: Profile) -> HttpResponse:
    form = AskForm(request.POST)
    if not form.is_valid():
        return _page(request, profile, partner, form, status=400)
    data = form.cleaned_data
    if PREVIEW in request.POST:
        label = Cooperation(data["cooperation"]).label
        preview = {**data, "kind": label}
        return _page(request, profile, partner, form, preview=preview)
    answers = {name: data[name] for name in data if name != "consent"}
    found: list[Introduction] = []

    def ask() -> None:
        try:
            one = services.ask_introduction(
                by=request.user, profile=profile, partner=partner, **answers
            )
            words = {"title": partner.title}
            messages.success(request, _("“%(title)s” is asked, and told.") % words)
        except services.AlreadyOpen as error:
            one = error.introduction
            messages.info(request, str(error))
        found.append(one)

    if done(form, ask):
        return redirect(found[0])
    return _page(request, profile, partner, form, status=400)


def _page(
    request: HttpRequest,
    profile: Profile,
    partner: Profile,
    form: AskForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {
        "profile": profile,
        "partner": partner,
        "form": form,
        "record": response_record(partner),
        "worded": worded_pair(profile, partner),
    }
    return render(request, "introductions/ask.html", context | more, status=status)


def _visible(request: HttpRequest, slug: str) -> Profile:
    rows = Profile.objects.visible_to(request.user).select_related(*SIDE)
    return get_object_or_404(rows, slug=slug)
