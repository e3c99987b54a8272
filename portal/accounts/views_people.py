"""The people of an organisation: who acts for it, inviting, changing, handing over."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.accounts import services
from portal.accounts.addresses import verified_addresses
from portal.accounts.forms_people import (
    EndForm,
    GrantForm,
    HandOverForm,
    InviteForm,
    RoleForm,
)
from portal.accounts.models import Invitation, Mandate, Role
from portal.accounts.organisations import Organisation, name_of, people_url
from portal.accounts.queries_people import (
    Desk,
    desk_of,
    is_last_owner,
    mandate_or_404,
    organisation_or_404,
    own_mandate_or_404,
    own_mandates,
    role_at,
    successors_of,
)
from portal.accounts.views_common import done, signed_in, tried


@require_safe
@signed_in
def mandates(request: HttpRequest) -> HttpResponse:
    """For whom one acts; one's claims and invitations."""
    own = own_mandates(request.user, verified_addresses(request.user))
    return render(request, "accounts/mandates.html", {"own": own})


@signed_in
def people(request: HttpRequest, code: str = "", slug: str = "") -> HttpResponse:
    """The people of a region or cluster; owners invite here, curators also grant."""
    organisation = organisation_or_404(region=code, cluster=slug)
    desk = desk_of(request.user, organisation)
    if request.method != "POST":
        return _people_page(request, desk, {})
    if not desk.may_act:
        raise PermissionDenied(
            _("Only owners of %(name)s may do this. Ask one of them.")
            % {"name": desk.name}
        )
    is_grant = "grant" in request.POST and request.user.is_staff
    act, form_class, name = (
        (services.grant_directly, GrantForm, "grant_form")
        if is_grant
        else (services.invite, InviteForm, "invite_form")
    )
    form = form_class(request.POST, prefix=name)
    if form.is_valid() and done(
        form,
        lambda: act(organisation=organisation, by=request.user, **form.cleaned_data),
    ):
        messages.success(request, _said(is_grant) % form.cleaned_data)
        return redirect(people_url(organisation))
    return _people_page(request, desk, {name: form})


def _said(is_grant: bool) -> str:
    if is_grant:
        return _("The mandate was given to %(email)s.")
    return _("The invitation was sent to %(email)s. It is valid for 14 days.")


def _people_page(
    request: HttpRequest, desk: Desk, forms_: dict[str, forms.Form]
) -> HttpResponse:
    context = {
        "desk": desk,
        "people_url": people_url(desk.organisation),
        "invite_form": InviteForm(prefix="invite_form"),
        "grant_form": GrantForm(prefix="grant_form"),
        "faults": next(iter(forms_.values()), None),
    }
    return render(request, "accounts/people.html", context | forms_)


@signed_in
def mandate(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one mandate: role, last day, end, hand over; one button for each.

    Who leaves is asked first, on a page of its own.
    """
    found = mandate_or_404(request.user, pk)
    if "end" in request.POST and found.user_id == request.user.pk:
        return redirect("mandate-leave", pk)
    forms_ = _mandate_forms(found, None)
    if request.method == "POST":
        what = next((name for name in forms_ if name in request.POST), "")
        if what:
            forms_ = _mandate_forms(found, request, what)
            if forms_[what].is_valid() and _act(request, found, what, forms_[what]):
                return redirect(_after(request, found))
    context = _mandate_context(request, found)
    faults = next((form for form in forms_.values() if form.is_bound), None)
    return render(
        request,
        "accounts/mandate.html",
        context | {"forms": forms_, "faults": faults},
    )


def _mandate_forms(
    found: Mandate, request: HttpRequest | None, what: str = ""
) -> dict[str, forms.Form]:
    """The forms of the page; that of `what` is filled with what was sent."""

    def made(name: str, form_class: type[forms.Form], **options: Any) -> forms.Form:
        data = request.POST if request and name == what else None
        return form_class(data, prefix=name, **options)

    made_forms = {
        "role": made("role", RoleForm, initial={"role": found.role}),
        "date": made("date", EndForm, initial={"ends_on": found.ends_on}),
        "end": made("end", forms.Form),
    }
    successors = successors_of(found)
    if found.role == Role.OWNER and successors:
        made_forms["over"] = made("over", HandOverForm, successors=successors)
    return made_forms


def _act(request: HttpRequest, found: Mandate, what: str, form: forms.Form) -> bool:
    data, by = form.cleaned_data, request.user

    def act() -> None:
        if what == "role":
            services.change_role(mandate=found, role=data["role"], by=by)
        elif what == "date":
            services.set_end(mandate=found, last_day=data["ends_on"], by=by)
        elif what == "over":
            services.hand_over(
                mandate=found, to=form.successor(), by=by, last_day=data["ends_on"]
            )
        else:
            services.end_mandate(mandate=found, by=by)

    if not done(form, act):
        return False
    messages.success(request, _outcome(request, found, what))
    return True


def _outcome(request: HttpRequest, found: Mandate, what: str) -> str:
    facts = {"name": name_of(found.organisation), "person": found.user}
    if what == "over":
        return _("%(name)s has been handed over.") % facts
    if what == "end":
        return _("The mandate of %(person)s has ended.") % facts
    return _("The mandate of %(person)s has been changed.") % facts


def _after(request: HttpRequest, found: Mandate) -> str:
    """The people's page, or one's own mandates if one has left."""
    stays = services.mandate_of(request.user, found.organisation) is not None
    if request.user.is_staff or stays:
        return people_url(found.organisation)
    return "mandates"


def _mandate_context(request: HttpRequest, found: Mandate) -> dict[str, Any]:
    organisation: Organisation = found.organisation
    return {
        "mandate": found,
        "name": name_of(organisation),
        "people_url": people_url(organisation),
        "is_own": found.user_id == request.user.pk,
        "role": role_at(request.user, organisation),
    }


@signed_in
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether one really leaves, and say what follows; then end the mandate."""
    found = own_mandate_or_404(request.user, pk)
    form = forms.Form(request.POST if request.method == "POST" else None)
    context = _mandate_context(request, found)
    if form.is_valid() and done(
        form, lambda: services.leave(mandate=found, by=request.user)
    ):
        messages.success(
            request,
            _("You do not act for %(name)s any more.") % {"name": context["name"]},
        )
        return redirect(_after(request, found))
    context |= {"form": form, "is_last_owner": is_last_owner(found)}
    return render(request, "accounts/leave.html", context)


@require_POST
@signed_in
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an open invitation of an organisation that one owns."""
    invitation = get_object_or_404(Invitation, pk=pk)
    role_at(request.user, invitation.organisation)
    tried(
        request,
        lambda: services.withdraw_invitation(invitation=invitation, by=request.user),
        _("The invitation has been withdrawn."),
    )
    return redirect(people_url(invitation.organisation))
