"""Writing a request, changing it, closing it, and choosing the answer that fills it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from matching.introductions.people import acts_for
from matching.partner_requests import services
from matching.partner_requests.forms import (
    CloseForm,
    RequestForm,
    values_of,
    values_of_need,
)
from matching.partner_requests.models import PartnerRequest, State
from matching.partner_requests.views import detail_response
from portal.accounts.views_common import done, signed_in, tried
from regions.models import Profile
from regions.querysets import EDITING

SEARCH = "search:topics"
GET_OR_POST = ("GET", "HEAD", "POST")


@require_http_methods(GET_OR_POST)
@signed_in
def request_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Seek a partner for a profile; from one of its needs where `need` names one."""
    own = Profile.objects.owned_by(request.user).not_merged()
    profile = get_object_or_404(own.select_related("region"), slug=slug)
    _require_writer(request, profile)
    if request.method == "POST":

        def publish(form: RequestForm) -> PartnerRequest:
            return services.publish_request(
                by=request.user, profile=profile, said=form.said()
            )

        words = _("The request is published.")
        return _written(request, profile, None, publish, words)
    refusal = services.why_not_publish(profile)
    form = RequestForm(initial=_from_need(request, profile))
    return _page(request, profile, None, form, refusal=refusal)


@require_http_methods(GET_OR_POST)
@signed_in
def request_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a request; with a later day one that has ended opens again."""
    one = _own_request(request, slug)
    if one.state not in (State.OPEN, State.EXPIRED):
        messages.info(request, _("A request that is filled or closed stays as it is."))
        return redirect(one)
    if request.method == "POST":

        def edit(form: RequestForm) -> PartnerRequest:
            return services.edit_request(by=request.user, request=one, said=form.said())

        words = _("The request is changed, and whom it fits is found out anew.")
        return _written(request, one.profile, one, edit, words)
    return _page(request, one.profile, one, RequestForm(initial=dict(values_of(one))))


@require_POST
@signed_in
def request_close(request: HttpRequest, slug: str) -> HttpResponse:
    one = _own_request(request, slug)
    form = CloseForm(request.POST)

    def close() -> None:
        services.close_request(by=request.user, request=one, **form.cleaned_data)

    if form.is_valid() and done(form, close):
        messages.success(request, _("The request is closed."))
        return redirect(one)
    return detail_response(request, one, close_form=form, status=400)


@require_POST
@signed_in
def request_fill(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The answer at this key is the one that was sought."""
    one = _own_request(request, slug)
    answer = get_object_or_404(one.answers.select_related("introduction"), pk=pk)
    tried(
        request,
        lambda: services.fill_request(by=request.user, request=one, answer=answer),
        _("The request is filled."),
    )
    return redirect(one)


def _own_request(request: HttpRequest, slug: str) -> PartnerRequest:
    """A request of one's own for which one may write; others do not learn of it."""
    rows = PartnerRequest.objects.owned_by(request.user).for_rows()
    one = get_object_or_404(rows, slug=slug)
    _require_writer(request, one.profile)
    return one


def _require_writer(request: HttpRequest, profile: Profile) -> None:
    if not acts_for(request.user, profile, *EDITING):
        raise PermissionDenied(
            _("Only owners and editors of the organisation write requests.")
        )


def _from_need(request: HttpRequest, profile: Profile) -> dict[str, Any]:
    """What the form begins with, if a need of this profile is named."""
    key = request.GET.get("need", "")
    if not (key.isdecimal() and len(key) < 19):
        return {}
    item = profile.items.filter(side="need", pk=key).first()
    return dict(values_of_need(item)) if item else {}


def _written(
    request: HttpRequest,
    profile: Profile,
    one: PartnerRequest | None,
    act: Any,
    words: str,
) -> HttpResponse:
    if request.POST.get("_do") == SEARCH:
        # Nothing is said to be wrong while somebody looks for a topic.
        found = request.POST.get("_q-topics", "")
        form = RequestForm(request.POST, search=found)
        return _page(request, profile, one, form, is_searching=True)
    form, saved = RequestForm(request.POST), []
    if form.is_valid() and done(form, lambda: saved.append(act(form))):
        messages.success(request, words)
        return redirect(saved[0])
    return _page(request, profile, one, form, status=400)


def _page(
    request: HttpRequest,
    profile: Profile,
    one: PartnerRequest | None,
    form: RequestForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"profile": profile, "one": one, "form": form}
    path = "partner_requests/form.html"
    return render(request, path, context | more, status=status)
