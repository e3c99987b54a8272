"""What curators do with proposals: assign reviewers, review, decide."""

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
from matching.partnerships import queries_assessment as reading
from matching.partnerships.forms_assessment import (
    AssignForm,
    DecideForm,
    ReviewForm,
)
from matching.partnerships.models import Proposal
from matching.partnerships.views_assessment import proposal_or_404
from matching.partnerships.views_common import GET_OR_POST, pressed
from portal.accounts.views_common import done
from portal.web.access import curators_see


@require_safe
@curators_see
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for curators."""
    context = {
        "queue": queries.curators_queue(),
        "waiting": queries.waiting_for(request.user),
    }
    return render(request, "partnerships/queue.html", context)


@require_http_methods(GET_OR_POST)
@curators_see
def review(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One's own review of the proposal at this key."""
    proposal = proposal_or_404(request, slug, pk)
    own = get_object_or_404(proposal.reviews, reviewer=request.user)
    if own.is_submitted or not proposal.is_submitted:
        return redirect("partnerships:proposal", slug, pk)
    form = ReviewForm(request.POST or None, kind=proposal.kind)
    if request.method == "POST" and form.is_valid():

        def act() -> None:
            services.submit_review(
                by=request.user,
                review=own,
                given=form.given(),
                remark=form.cleaned_data["remark"],
            )

        if done(form, act):
            messages.success(request, _("Your review is submitted."))
            return redirect("partnerships:proposal", slug, pk)
    context = {
        "one": proposal.partnership,
        "proposal": proposal,
        "answers": reading.answers_of(proposal),
        "conditions": reading.conditions_of(proposal),
        "form": form,
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "partnerships/review.html", context, status=status)


@require_POST
@curators_see
def assign(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask a curator to review it, or take that back (`remove` is a review's key)."""
    proposal = proposal_or_404(request, slug, pk)
    key = request.POST.get("remove", "")
    if key.isdecimal() and len(key) < 19:
        found = proposal.reviews.filter(pk=key).first()
        # Pressed twice, it is gone.
        if found is not None:
            pressed(
                request,
                lambda: services.unassign_reviewer(by=request.user, review=found),
                _("The task is taken back."),
            )
        return redirect("partnerships:proposal", slug, pk)
    form = AssignForm(request.POST, reviewers=reading.possible_reviewers(proposal))
    if form.is_valid():
        pressed(
            request,
            lambda: services.assign_reviewer(
                by=request.user, proposal=proposal, **form.cleaned_data
            ),
            _("The reviewer is asked, and told."),
        )
    else:
        messages.error(request, _("Choose a reviewer from the list."))
    return redirect("partnerships:proposal", slug, pk)


@require_POST
@curators_see
def decide(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    proposal = proposal_or_404(request, slug, pk)
    form = DecideForm(request.POST)
    if form.is_valid() and done(
        form,
        lambda: services.decide_proposal(
            by=request.user, proposal=proposal, **form.cleaned_data
        ),
    ):
        messages.success(request, _("It is decided, and the leads are told."))
        return redirect("partnerships:proposal", slug, pk)
    return _decide_again(request, proposal, form)


def _decide_again(request: HttpRequest, proposal: Proposal, form: Any) -> HttpResponse:
    page = reading.proposal_page(request.user, proposal, decide_form=form)
    context = {"one": proposal.partnership, "proposal": proposal, "found": page}
    return render(request, "partnerships/proposal.html", context, status=400)
