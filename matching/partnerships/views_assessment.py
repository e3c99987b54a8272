"""Expressions of interest and scoping notes: written, read, reviewed and decided."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from matching.introductions.people import acts_for
from matching.partnerships import queries_assessment as reading
from matching.partnerships import services
from matching.partnerships.choices import ProposalKind
from matching.partnerships.forms import values_of
from matching.partnerships.forms_assessment import ExpressionForm, ScopingForm
from matching.partnerships.models import Partnership, Proposal
from matching.partnerships.people import is_curator, leads, takes_part
from matching.partnerships.views import partnership_or_404
from matching.partnerships.views_common import GET_OR_POST, SEARCH, pressed
from portal.accounts.views_common import done, signed_in
from regions.models import Profile
from regions.querysets import EDITING


@require_safe
@signed_in
def propose(request: HttpRequest) -> HttpResponse:
    """Choose the profile that leads."""
    own = Profile.objects.owned_by(request.user, *EDITING).published().not_merged()
    profiles = own.select_related("region").order_by("title", "pk")
    return render(request, "partnerships/propose.html", {"profiles": profiles})


@require_http_methods(GET_OR_POST)
@signed_in
def expression_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin an expression of interest with this profile as its lead."""
    own = Profile.objects.owned_by(request.user).not_merged()
    profile = get_object_or_404(own.select_related("region"), slug=slug)
    if not acts_for(request.user, profile, *EDITING):
        raise PermissionDenied(
            _("Only owners and editors of the organisation may do this.")
        )
    if request.method != "POST":
        first = {"topics": sorted(profile.topics.values_list("pk", flat=True))}
        return _form_page(request, ExpressionForm(initial=first), profile=profile)
    if request.POST.get("_do") == SEARCH:
        return _searched(request, profile=profile)
    form, made = ExpressionForm(request.POST), []

    def act() -> None:
        made.append(
            services.start_expression(
                by=request.user,
                profile=profile,
                said=form.said(),
                answers=form.answers(),
            )
        )

    if form.is_valid() and done(form, act):
        messages.success(request, _("It is saved as a draft. Invite regions now."))
        return redirect("partnerships:proposal", made[0].partnership.slug, made[0].pk)
    return _form_page(request, form, profile=profile, status=400)


@require_safe
@signed_in
def proposal_detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A proposal as its people and the curators read it, with what is to do."""
    proposal = proposal_or_404(request, slug, pk)
    page = reading.proposal_page(request.user, proposal)
    context = {"one": proposal.partnership, "proposal": proposal, "found": page}
    return render(request, "partnerships/proposal.html", context)


@require_http_methods(GET_OR_POST)
@signed_in
def proposal_write(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write it, as somebody of a lead; gaps may be filled later."""
    proposal = proposal_or_404(request, slug, pk)
    one = proposal.partnership
    _require_lead(request, one)
    if not proposal.is_draft:
        return redirect("partnerships:proposal", slug, pk)
    is_expression = proposal.kind == ProposalKind.EXPRESSION
    kind = ExpressionForm if is_expression else ScopingForm
    if request.method != "POST":
        first = proposal.answers | (dict(values_of(one)) if is_expression else {})
        return _form_page(request, kind(initial=first), proposal=proposal)
    if request.POST.get("_do") == SEARCH:
        return _searched(request, proposal=proposal)
    form: Any = kind(request.POST)

    def act() -> None:
        if is_expression:
            services.edit_partnership(
                by=request.user, partnership=one, said=form.said()
            )
        services.save_answers(
            by=request.user, proposal=proposal, answers=form.answers()
        )

    if form.is_valid() and done(form, act):
        messages.success(request, _("It is saved."))
        return redirect("partnerships:proposal", slug, pk)
    return _form_page(request, form, proposal=proposal, status=400)


@require_POST
@signed_in
def proposal_submit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    proposal = proposal_or_404(request, slug, pk)
    _require_lead(request, proposal.partnership)
    pressed(
        request,
        lambda: services.submit_proposal(by=request.user, proposal=proposal),
        _("It is submitted. The curators have it assessed by several reviewers."),
    )
    return redirect("partnerships:proposal", slug, pk)


@require_POST
@signed_in
def scoping_start(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin the scoping note, or go on with it."""
    one = partnership_or_404(request, slug)
    _require_lead(request, one)
    made: list[Proposal] = []
    if pressed(
        request,
        lambda: made.append(services.start_scoping(by=request.user, partnership=one)),
        _("The scoping note is a draft until you submit it."),
    ):
        return redirect("partnerships:proposal-write", slug, made[0].pk)
    return redirect(one)


def proposal_or_404(request: HttpRequest, slug: str, pk: int) -> Proposal:
    """A proposal for the people of those who take part, and for curators."""
    one = partnership_or_404(request, slug)
    if not (is_curator(request.user) or takes_part(request.user, one)):
        raise Http404
    rows = one.proposals.select_related("partnership")
    return get_object_or_404(rows, pk=pk)


def _require_lead(request: HttpRequest, one: Partnership) -> None:
    if not leads(request.user, one):
        raise PermissionDenied(_("Only owners and editors of a lead may do this."))


def _searched(request: HttpRequest, **context: Any) -> HttpResponse:
    """Nothing is said to be wrong while somebody looks for a topic."""
    form = ExpressionForm(request.POST, search=request.POST.get("_q-topics", ""))
    return _form_page(request, form, is_searching=True, **context)


def _form_page(
    request: HttpRequest, form: Any, *, status: int = 200, **context: Any
) -> HttpResponse:
    path = "partnerships/proposal_form.html"
    return render(request, path, {"form": form, **context}, status=status)
