"""Facilities that fit a profile: a page, and its best three for the profile's page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from matching.introductions.people import acts_for
from matching.sharing.needs import Fitting
from matching.sharing.needs import facilities_for as fits_for
from matching.sharing.wording import labelled_parts, reasons_of
from regions.models import ExchangeItem, Profile, Side
from regions.queries.vocabulary import vocabulary
from regions.querysets import EDITING
from regions.views.addresses import follows_mergers

TOP = 3


@require_safe
@follows_mergers
@never_cache
def facilities_for(request: HttpRequest, slug: str) -> HttpResponse:
    """The facilities that fit a profile, or one of its needs, with reasons."""
    profile = _profile(request, slug)
    needs = list(profile.items.filter(side=Side.NEED).order_by("position", "pk"))
    need = _chosen(request, needs)
    found = fits_for(request.user, profile, need)
    context = {
        "profile": profile,
        "needs": needs,
        "need": need,
        "rows": _worded(found.rows),
        "total": found.total,
        "may_ask": acts_for(request.user, profile, *EDITING),
    }
    return render(request, "sharing/for.html", context)


@require_safe
@follows_mergers
@never_cache
def top(request: HttpRequest, slug: str) -> HttpResponse:
    """The best three as a part of another page; without htmx the whole page."""
    if not request.htmx:
        return redirect("sharing:for", slug)
    profile = _profile(request, slug)
    found = fits_for(request.user, profile, most=TOP)
    context = {"profile": profile, "rows": _worded(found.rows), "total": found.total}
    return render(request, "sharing/_top.html", context)


def _profile(request: HttpRequest, slug: str) -> Profile:
    rows = Profile.objects.visible_to(request.user).not_merged()
    return get_object_or_404(rows.select_related("region"), slug=slug)


def _chosen(request: HttpRequest, needs: list[ExchangeItem]) -> ExchangeItem | None:
    """The need that the address names, if it is one of the profile's open ones."""
    key = request.GET.get("need", "")
    return next((one for one in needs if str(one.pk) == key), None)


def _worded(rows: list[Fitting]) -> list[dict[str, Any]]:
    words = vocabulary()
    return [
        {"fit": one, "reasons": reasons_of(one, words), "parts": labelled_parts(one)}
        for one in rows
    ]
