"""Answering a request: with which profile, and the three questions."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from matching.introductions.forms import AskForm
from matching.introductions.models import Cooperation, Introduction
from matching.introductions.people import acts_for
from matching.introductions.prefilling import first_answers
from matching.introductions.record import response_record
from matching.introductions.services import AlreadyOpen, why_not_ask
from matching.introductions.views import worded_pair
from matching.partner_requests import queries, services
from matching.partner_requests.models import PartnerRequest
from matching.partner_requests.views import request_or_404
from matching.queries import SIDE
from portal.accounts.views_common import done, signed_in
from regions.models import Profile
from regions.querysets import EDITING

LONGEST_OCCASION = 250


@require_safe
@signed_in
def answer_choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the profile of one's own that answers; with one alone nobody is asked."""
    one = request_or_404(request, slug)
    if not one.is_open:
        return _led_back(request, one)
    rows = list(queries.profiles_that_may_answer(request.user, one))
    if len(rows) == 1:
        return redirect("requests:answer", one.slug, rows[0].slug)
    fits = [row.profile_id for row in queries.own_profiles_that_fit(request.user, one)]
    # What fits stands first, the best before the others; the rest keeps its order.
    rows.sort(key=lambda row: fits.index(row.pk) if row.pk in fits else len(fits))
    context = {"one": one, "profiles": rows, "fits": fits}
    return render(request, "partner_requests/choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def answer(request: HttpRequest, slug: str, profile_slug: str) -> HttpResponse:
    """The three questions of an introduction, for which the request is the occasion."""
    one = request_or_404(request, slug)
    own = Profile.objects.owned_by(request.user).select_related(*SIDE)
    profile = get_object_or_404(own, slug=profile_slug)
    if not acts_for(request.user, profile, *EDITING):
        raise PermissionDenied(_("Only owners and editors of the organisation ask."))
    if not one.is_open:
        return _led_back(request, one)
    if request.method == "POST":
        return _sent(request, one, profile)
    refusal = why_not_ask(by=request.user, profile=profile, partner=one.profile)
    if isinstance(refusal, AlreadyOpen):
        messages.info(request, str(refusal))
        return redirect(refusal.introduction)
    first = first_answers(profile, one.profile) | {"occasion": occasion_of(one)}
    return _page(request, one, profile, AskForm(initial=first), refusal=refusal)


def occasion_of(one: PartnerRequest) -> str:
    """The request, and its call where there is one, in one line."""
    text = f"{one.title} – {one.call}" if one.call else one.title
    return text[:LONGEST_OCCASION]


def _led_back(request: HttpRequest, one: PartnerRequest) -> HttpResponse:
    messages.info(request, _("This request cannot be answered any more."))
    return redirect(one)


def _sent(request: HttpRequest, one: PartnerRequest, profile: Profile) -> HttpResponse:
    form = AskForm(request.POST)
    if not form.is_valid():
        return _page(request, one, profile, form, status=400)
    data = form.cleaned_data
    if "preview" in request.POST:
        preview = {**data, "kind": Cooperation(data["cooperation"]).label}
        return _page(request, one, profile, form, preview=preview)
    answers = {name: data[name] for name in data if name != "consent"}
    found: list[Introduction] = []

    def send() -> None:
        try:
            made = services.answer_request(
                by=request.user, request=one, profile=profile, **answers
            )
            found.append(made.introduction)
            words = {"title": one.profile.title}
            messages.success(request, _("“%(title)s” is asked, and told.") % words)
        except AlreadyOpen as error:
            found.append(error.introduction)
            messages.info(request, str(error))

    if done(form, send):
        return redirect(found[0])
    return _page(request, one, profile, form, status=400)


def _page(
    request: HttpRequest,
    one: PartnerRequest,
    profile: Profile,
    form: AskForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {
        "one": one,
        "profile": profile,
        "partner": one.profile,
        "form": form,
        "record": response_record(one.profile),
        "worded": worded_pair(profile, one.profile),
    }
    path = "partner_requests/answer.html"
    return render(request, path, context | more, status=status)
