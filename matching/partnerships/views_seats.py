"""Joining, inviting, leaving, and handing the lead over."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from matching.partnerships import queries, services
from matching.partnerships.choices import MemberRole, MemberState
from matching.partnerships.forms import HandoverForm, InviteForm, JoinForm
from matching.partnerships.models import Handover
from matching.partnerships.queries_inviting import (
    profiles_by_words,
    profiles_that_fit,
)
from matching.partnerships.views import partnership_or_404
from matching.partnerships.views_common import (
    GET_OR_POST,
    may_steer,
    pressed,
    seat_or_404,
    steered_or_404,
)
from portal.accounts.views_common import done, signed_in
from regions.models import Profile


@require_http_methods(GET_OR_POST)
@signed_in
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a seat with a profile of one's own."""
    one = partnership_or_404(request, slug)
    is_sent = request.method == "POST"
    # Who presses twice has a seat already; the service says what became of it.
    profiles = list(queries.joinable_profiles(request.user, one, seated=is_sent))
    form = JoinForm(request.POST or None, profiles=profiles)
    if is_sent and form.is_valid():
        data = form.cleaned_data
        slug = data.pop("profile")
        profile = next(row for row in profiles if row.slug == slug)

        def ask() -> None:
            services.ask_to_join(
                by=request.user, profile=profile, partnership=one, **data
            )

        if done(form, ask):
            messages.success(request, _("Your request is sent to the leads."))
            return redirect(one)
    context = {"one": one, "form": form, "profiles": profiles}
    status = 400 if is_sent else 200
    return render(request, "partnerships/join.html", context, status=status)


@require_safe
@signed_in
def invite_find(request: HttpRequest, slug: str) -> HttpResponse:
    """Find profiles to invite by the beginnings of words; at first, who fits."""
    one = steered_or_404(request, slug)
    text = request.GET.get("q", "")[:100]
    context = {
        "one": one,
        "q": text,
        "profiles": profiles_by_words(one, text),
        "fits": [] if text.strip() else profiles_that_fit(request.user, one),
    }
    return render(request, "partnerships/invite_find.html", context)


@require_http_methods(GET_OR_POST)
@signed_in
def invite(request: HttpRequest, slug: str, profile_slug: str) -> HttpResponse:
    """Invite this profile, with a role and a message."""
    one = steered_or_404(request, slug)
    seen = Profile.objects.listed().visible_to(request.user)
    profile = get_object_or_404(seen.select_related("region"), slug=profile_slug)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> None:
            services.invite(
                by=request.user,
                partnership=one,
                profile=profile,
                **form.cleaned_data,
            )

        if done(form, act):
            words = {"title": profile.title}
            messages.success(request, _("“%(title)s” is invited, and told.") % words)
            return redirect("partnerships:manage", one.slug)
    context = {"one": one, "profile": profile, "form": form}
    status = 400 if request.method == "POST" else 200
    return render(request, "partnerships/invite.html", context, status=status)


@require_POST
@signed_in
def seat_answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Answer a request or an invitation: `accept` is 1 or 0."""
    seat = seat_or_404(request, slug, pk)
    accepts = request.POST.get("accept") == "1"
    # Pressed again, it is the same answer of the same side.
    is_own = seat.state == MemberState.INVITED or (
        seat.state != MemberState.ASKED and not may_steer(request.user, seat)
    )
    act = services.answer_invitation if is_own else services.answer_request
    pressed(
        request,
        lambda: act(
            by=request.user,
            seat=seat,
            accepts=accepts,
            reason=request.POST.get("reason", ""),
        ),
        _("Accepted: the profile takes part now.") if accepts else _("It is declined."),
    )
    return _back(request, seat)


@require_POST
@signed_in
def seat_take_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    seat = seat_or_404(request, slug, pk)
    pressed(
        request,
        lambda: services.take_back(by=request.user, seat=seat),
        _("It is taken back."),
    )
    return _back(request, seat)


@require_POST
@signed_in
def seat_leave(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    seat = seat_or_404(request, slug, pk)
    reason = request.POST.get("reason", "")
    left = pressed(
        request,
        lambda: services.leave(by=request.user, seat=seat, reason=reason),
        _("You have left the partnership."),
    )
    is_seen = seat.partnership.is_public or not left
    return redirect(seat.partnership if is_seen else "partnerships:mine")


@require_POST
@signed_in
def seat_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """End somebody's seat, as a curator."""
    seat = seat_or_404(request, slug, pk)
    reason = request.POST.get("reason", "")
    pressed(
        request,
        lambda: services.remove_member(by=request.user, seat=seat, reason=reason),
        _("The seat is ended, and its people are told why."),
    )
    return _back(request, seat)


@require_POST
@signed_in
def lead_offer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Offer the lead of one's own seat to a member."""
    seat = seat_or_404(request, slug, pk)
    members = list(
        seat.partnership.members.active().filter(role=MemberRole.MEMBER).with_whom()
    )
    form = HandoverForm(request.POST, members=members)
    if not form.is_valid():
        messages.error(request, _("Choose a member that takes part."))
        return redirect(seat.partnership)
    key = int(form.cleaned_data["taker"])
    pressed(
        request,
        lambda: services.offer_lead(
            by=request.user,
            giver=seat,
            taker=next(row for row in members if row.pk == key),
            is_shared=form.cleaned_data["is_shared"],
        ),
        _("The lead is offered. It passes when it is accepted."),
    )
    return redirect(seat.partnership)


@require_POST
@signed_in
def lead_answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Accept (`accept` is 1) or decline the lead."""
    handover = _handover(request, slug, pk)
    accepts = request.POST.get("accept") == "1"
    pressed(
        request,
        lambda: services.answer_handover(
            by=request.user, handover=handover, accepts=accepts
        ),
        _("You lead the partnership now.") if accepts else _("It is declined."),
    )
    return redirect(handover.giver.partnership)


@require_POST
@signed_in
def lead_withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    handover = _handover(request, slug, pk)
    pressed(
        request,
        lambda: services.withdraw_handover(by=request.user, handover=handover),
        _("It is taken back."),
    )
    return redirect(handover.giver.partnership)


def _handover(request: HttpRequest, slug: str, pk: int) -> Handover:
    """An offer of the lead that this person's profile made or got."""
    one = partnership_or_404(request, slug)
    own = one.members.owned_by(request.user).order_by().values("pk")
    rows = Handover.objects.filter(giver__partnership=one)
    rows = rows.filter(giver__in=own) | rows.filter(taker__in=own)
    return get_object_or_404(rows.select_related("giver__partnership"), pk=pk)


def _back(request: HttpRequest, seat: Any) -> HttpResponse:
    """To the page from which the button was pressed, as far as it can be told."""
    one = seat.partnership
    if may_steer(request.user, seat):
        return redirect("partnerships:manage", one.slug)
    is_seen = type(one).objects.visible_to(request.user).filter(pk=one.pk).exists()
    return redirect(one if is_seen else "partnerships:mine")
