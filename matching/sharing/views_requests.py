"""Requests for facilities: one's own, one of them, and what each side does with it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from matching.introductions.people import acts_for
from matching.sharing import queries, services
from matching.sharing.contacts import contacts_of
from matching.sharing.forms_requests import (
    AcceptForm,
    DeclineForm,
    EndForm,
    NoteForm,
    UseForm,
    values_of_wish,
)
from matching.sharing.models import AccessRequest, FacilityUse, Pool
from matching.sharing.people import keeps, organisation_of, profiles_of
from portal.accounts.organisations import claim_url
from portal.accounts.views_common import done, signed_in, tried
from regions.models import Facility
from regions.querysets import EDITING


@require_safe
@signed_in
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for me, what I asked for, and what came of it."""
    context = {"inbox": queries.inbox_of(request.user)}
    return render(request, "sharing/inbox.html", context)


@require_safe
@signed_in
def unowned(request: HttpRequest) -> HttpResponse:
    """For curators: requests for facilities that nobody acts for."""
    if not request.user.is_staff:
        raise Http404
    rows = queries.unowned_requests()
    return render(request, "sharing/unowned.html", {"rows": rows})


@require_safe
@signed_in
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, request_or_404(request, pk))


@require_POST
@signed_in
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    one, form = request_or_404(request, pk), AcceptForm(request.POST)

    def act(**data: Any) -> None:
        data.pop("consent")
        services.accept_request(by=request.user, request=one, **data)

    words = _("The time is granted. Both sides now see each other’s contact data.")
    allowed = rights_of(request.user, one).for_facility
    return _sent(request, one, "accept_form", form, act, words, allowed=allowed)


@require_POST
@signed_in
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    one, form = request_or_404(request, pk), DeclineForm(request.POST)

    def act(**data: Any) -> None:
        services.decline_request(by=request.user, request=one, **data)

    words, allowed = (
        _("The request is declined."),
        rights_of(request.user, one).for_facility,
    )
    return _sent(request, one, "decline_form", form, act, words, allowed=allowed)


@require_POST
@signed_in
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw one's own request, or cancel a time that one has granted."""
    one, form = request_or_404(request, pk), EndForm(request.POST)

    def act(**data: Any) -> None:
        services.end_request(by=request.user, request=one, **data)

    words, allowed = _("The request is ended."), rights_of(request.user, one).may_end
    return _sent(request, one, "end_form", form, act, words, allowed=allowed)


@require_POST
@signed_in
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """What a curator did about a facility that nobody acts for."""
    one, form = request_or_404(request, pk), NoteForm(request.POST)

    def act(**data: Any) -> None:
        services.note_by_curator(by=request.user, request=one, **data)

    words, allowed = _("The note is kept."), request.user.is_staff
    return _sent(request, one, "note_form", form, act, words, allowed=allowed)


@require_POST
@signed_in
def use(request: HttpRequest, pk: int) -> HttpResponse:
    """Note when the facility was used."""
    one, form = request_or_404(request, pk), UseForm(request.POST)

    def act(**data: Any) -> None:
        services.note_use(by=request.user, request=one, **data)

    words, allowed = _("The use is noted."), rights_of(request.user, one).may_note
    return _sent(request, one, "use_form", form, act, words, allowed=allowed)


@require_POST
@signed_in
def use_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a use of one's own facility, or remove it with `remove`."""
    own = Facility.objects.owned_by(request.user)
    rows = FacilityUse.objects.filter(facility__in=own).select_related("request")
    one = get_object_or_404(rows.select_related("facility__cluster", "request"), pk=pk)
    if not keeps(request.user, one.facility, *EDITING):
        raise PermissionDenied(
            _("Only owners and editors of the facility’s organisation may do this.")
        )
    if "remove" in request.POST:
        words, act = _("The use is removed."), services.remove_use
    else:
        words, act = _("The use is confirmed and counted."), services.confirm_use
    tried(request, lambda: act(by=request.user, use=one), words)
    return redirect(one.request)


@dataclass(frozen=True)
class Rights:
    """For which side of a request this person may write."""

    for_facility: bool
    for_asking: bool
    for_member: bool

    @property
    def may_end(self) -> bool:
        return self.for_facility or self.for_asking

    @property
    def may_note(self) -> bool:
        return self.for_facility or self.for_asking or self.for_member


def rights_of(user: Any, one: AccessRequest) -> Rights:
    """What this person may do with a request."""
    return Rights(
        for_facility=keeps(user, one.facility, *EDITING),
        for_asking=acts_for(user, one.profile, *EDITING),
        for_member=any(acts_for(user, each, *EDITING) for each in profiles_of(one)),
    )


def request_or_404(request: HttpRequest, pk: int) -> AccessRequest:
    """The request of this number, if this person may see it."""
    rows = AccessRequest.objects.visible_to(request.user).with_sides()
    return get_object_or_404(rows, pk=pk)


def _sent(
    request: HttpRequest,
    one: AccessRequest,
    name: str,
    form: forms.Form,
    act: Callable[..., None],
    words: str,
    *,
    allowed: bool,
) -> HttpResponse:
    """Do what a form says, or show it again with what is wrong."""
    if not allowed:
        raise PermissionDenied(
            _("Only owners and editors of the organisation may do this.")
        )
    if form.is_valid() and done(form, lambda: act(**form.cleaned_data)):
        messages.success(request, words)
        return redirect(one)
    one.refresh_from_db()
    return _page(request, one, status=400, **{name: form})


def _page(
    request: HttpRequest, one: AccessRequest, *, status: int = 200, **given: Any
) -> HttpResponse:
    user, rights = request.user, rights_of(request.user, one)
    may_answer = rights.for_facility and one.state == "asked"
    is_running = one.is_open or one.is_accepted
    forms_shown = {
        "accept_form": AcceptForm(initial=values_of_wish(one)) if may_answer else None,
        "decline_form": DeclineForm() if may_answer else None,
        "end_form": EndForm()
        if (rights.for_asking and is_running)
        or (rights.for_facility and one.is_accepted)
        else None,
        "note_form": NoteForm() if user.is_staff and one.state == "unowned" else None,
        "use_form": UseForm() if one.is_accepted and rights.may_note else None,
    }
    context = {
        "one": one,
        "profiles": profiles_of(one),
        # The facility learns who is in the pool here; its page is for its members.
        "sees_pool": Pool.objects.visible_to(user).filter(pk=one.pool_id).exists(),
        "may_confirm": rights.for_facility,
        "ends_as_asking": rights.for_asking,
        "contacts": contacts_of(one, user),
        "uses": list(one.uses.all()),
        "claim_url": claim_url(organisation_of(one.facility)),
        "days_left": (one.reply_by - timezone.localdate()).days,
    }
    path = "sharing/request.html"
    return render(request, path, context | forms_shown | given, status=status)
