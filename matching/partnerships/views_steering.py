"""What leads and curators do with a partnership: seats, phases, milestones, its end."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from matching.partnerships import services
from matching.partnerships.choices import (
    MemberState,
    ProposalKind,
    ProposalState,
    Status,
)
from matching.partnerships.forms import (
    AboutForm,
    MilestoneForm,
    PhaseForm,
    SetUpForm,
    values_of,
)
from matching.partnerships.models import Partnership
from matching.partnerships.people import is_curator, leads
from matching.partnerships.views_common import (
    GET_OR_POST,
    SEARCH,
    curated_or_404,
    pressed,
    steered_or_404,
)
from portal.accounts.views_common import done, signed_in
from portal.web.access import curators_see


@require_safe
@signed_in
def manage(request: HttpRequest, slug: str) -> HttpResponse:
    one = steered_or_404(request, slug)
    return _manage_page(request, one)


@require_http_methods(GET_OR_POST)
@curators_see
def set_up(request: HttpRequest) -> HttpResponse:
    """A curator sets up a partnership; the members are invited on the next page."""
    if request.POST.get("_do") == SEARCH:
        form = SetUpForm(request.POST, search=request.POST.get("_q-topics", ""))
        return _about_page(request, form, None, is_searching=True)
    form = SetUpForm(request.POST or None)
    made: list[Partnership] = []
    if request.method == "POST":

        def act() -> None:
            made.append(
                services.set_up_partnership(
                    by=request.user,
                    said=form.said(),
                    phase=form.cleaned_data["phase"],
                )
            )

        if form.is_valid() and done(form, act):
            messages.success(request, _("It is set up. Invite its leads and members."))
            return redirect("partnerships:manage", made[0].slug)
    status = 400 if request.method == "POST" else 200
    return _about_page(request, form, None, status=status)


@require_http_methods(GET_OR_POST)
@signed_in
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Say anew what it is about."""
    one = steered_or_404(request, slug)
    if request.POST.get("_do") == SEARCH:
        form = AboutForm(request.POST, search=request.POST.get("_q-topics", ""))
        return _about_page(request, form, one, is_searching=True)
    if request.method != "POST":
        return _about_page(request, AboutForm(initial=dict(values_of(one))), one)
    form = AboutForm(request.POST)

    def act() -> None:
        services.edit_partnership(by=request.user, partnership=one, said=form.said())

    if form.is_valid() and done(form, act):
        messages.success(request, _("The changes are shown from now on."))
        return redirect(one)
    return _about_page(request, form, one, status=400)


@require_POST
@signed_in
def phase(request: HttpRequest, slug: str) -> HttpResponse:
    one = steered_or_404(request, slug)
    form = PhaseForm(request.POST)
    if form.is_valid() and done(
        form,
        lambda: services.change_phase(
            by=request.user, partnership=one, **form.cleaned_data
        ),
    ):
        messages.success(request, _("The phase is changed."))
        return redirect("partnerships:manage", one.slug)
    return _manage_page(request, one, phase_form=form)


@require_POST
@signed_in
def milestone_new(request: HttpRequest, slug: str) -> HttpResponse:
    one = steered_or_404(request, slug)
    form = MilestoneForm(request.POST)
    if form.is_valid() and done(
        form,
        lambda: services.add_milestone(
            by=request.user, partnership=one, **form.cleaned_data
        ),
    ):
        messages.success(request, _("The milestone is set."))
        return redirect("partnerships:manage", one.slug)
    return _manage_page(request, one, milestone_form=form)


@require_POST
@signed_in
def milestone_change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Mark a milestone as done, or take it away (`remove` is 1)."""
    one = steered_or_404(request, slug)
    removes = request.POST.get("remove") == "1"
    milestone = one.milestones.filter(pk=pk).first()
    if milestone is None and removes:
        # Pressed twice, or another lead was quicker.
        return redirect("partnerships:manage", one.slug)
    if milestone is None:
        raise Http404
    if removes:
        pressed(
            request,
            lambda: services.remove_milestone(by=request.user, milestone=milestone),
            _("The milestone is taken away."),
        )
    else:
        pressed(
            request,
            lambda: services.finish_milestone(by=request.user, milestone=milestone),
            _("The milestone is done."),
        )
    return redirect("partnerships:manage", one.slug)


@require_POST
@signed_in
def end(request: HttpRequest, slug: str) -> HttpResponse:
    """End it, or take it up again (`revive` is 1), as a curator."""
    one = curated_or_404(request, slug)
    if request.POST.get("revive") == "1":
        pressed(
            request,
            lambda: services.revive_partnership(
                by=request.user, partnership=one, phase=one.phase or "set_up"
            ),
            _("It is active again. Invite its leads and members."),
        )
    else:
        reason = request.POST.get("reason", "")
        pressed(
            request,
            lambda: services.end_partnership(
                by=request.user, partnership=one, reason=reason
            ),
            _("The partnership is ended, and its members are told."),
        )
    return redirect("partnerships:manage", one.slug)


@require_POST
@signed_in
def discard(request: HttpRequest, slug: str) -> HttpResponse:
    """Delete a draft that was never submitted."""
    one = steered_or_404(request, slug)
    is_gone = pressed(
        request,
        lambda: services.discard_draft(by=request.user, partnership=one),
        _("The draft is deleted."),
    )
    return redirect("partnerships:mine" if is_gone else one)


def _manage_page(
    request: HttpRequest,
    one: Partnership,
    *,
    phase_form: PhaseForm | None = None,
    milestone_form: MilestoneForm | None = None,
) -> HttpResponse:
    seats = list(one.members.present().with_whom())
    context: dict[str, Any] = {
        "one": one,
        "asked": [row for row in seats if row.state == MemberState.ASKED],
        "invited": [row for row in seats if row.state == MemberState.INVITED],
        "active": [row for row in seats if row.is_active and row.profile],
        "past": list(one.members.exclude(left_at=None).with_whom()),
        "milestones": list(one.milestones.all()),
        "changes": list(one.phase_changes.all()),
        "proposals": list(one.proposals.order_by("kind", "round")),
        "may_scope": may_scope(request.user, one),
        "is_curator": is_curator(request.user),
        "phase_form": phase_form or PhaseForm(initial={"phase": one.phase}),
        "milestone_form": milestone_form or MilestoneForm(),
    }
    status = 400 if phase_form or milestone_form else 200
    return render(request, "partnerships/manage.html", context, status=status)


def may_scope(user: Any, one: Partnership) -> bool:
    """Whether this person can begin a scoping note: there is none open or accepted."""
    if one.status != Status.ACTIVE or not leads(user, one):
        return False
    states = (ProposalState.RETURNED, ProposalState.DECLINED)
    notes = one.proposals.filter(kind=ProposalKind.SCOPING)
    return not notes.exclude(state__in=states).exists()


def _about_page(
    request: HttpRequest,
    form: AboutForm,
    one: Partnership | None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"form": form, "one": one, **more}
    return render(request, "partnerships/about.html", context, status=status)
