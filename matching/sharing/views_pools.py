"""Pooled demand: the list, one pool, and what lead and members do with it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from matching.introductions.people import acts_for
from matching.sharing import queries, queries_joint, services
from matching.sharing.forms_joint import JoinPoolForm, PoolForm, values_of_pool
from matching.sharing.forms_requests import SendForm
from matching.sharing.models import AccessRequest, Pool
from matching.sharing.services import AlreadyAsked
from portal.accounts.views_common import done, signed_in, tried
from portal.web.errors import PortalError
from regions.models import Profile
from regions.querysets import EDITING

GET_OR_POST = ("GET", "HEAD", "POST")


@require_safe
@signed_in
def pool_list(request: HttpRequest) -> HttpResponse:
    """Pools that one can join, and those of one's own."""
    context = {
        "pools": queries_joint.pools_to_join(request.user),
        "own": queries_joint.own_pools(request.user),
        "profiles": queries.own_profiles(request.user),
    }
    return render(request, "sharing/pools.html", context)


@require_http_methods(GET_OR_POST)
@signed_in
def pool_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a pool for a profile; for the facility that `facility` names."""
    profile = own_profile(request, slug)
    form = PoolForm(
        request.POST or None, initial={"facility": request.GET.get("facility", "")}
    )
    found: list[Pool] = []

    def act() -> None:
        found.append(
            services.open_pool(
                by=request.user,
                profile=profile,
                said=form.said(),
                hours=form.cleaned_data["hours"],
            )
        )

    if form.is_bound and form.is_valid() and done(form, act):
        messages.success(request, _("The pool is open: others can join it."))
        return redirect(found[0])
    return _form_page(request, profile, None, form)


@require_safe
@signed_in
def pool_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, pool_or_404(request, pk))


@require_http_methods(GET_OR_POST)
@signed_in
def pool_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a pool; all others are asked to agree anew."""
    pool = pool_or_404(request, pk)
    _require_lead(request, pool)
    own = pool.members.present().filter(profile=pool.profile).first()
    form = PoolForm(request.POST or None, initial=values_of_pool(pool, own))

    def act() -> None:
        services.change_pool(
            by=request.user,
            pool=pool,
            said=form.said(),
            hours=form.cleaned_data["hours"],
        )

    if form.is_bound and form.is_valid() and done(form, act):
        messages.success(request, _("The pool is changed; members are asked to agree."))
        return redirect(pool)
    return _form_page(request, pool.profile, pool, form)


@require_POST
@signed_in
def pool_join(request: HttpRequest, pk: int) -> HttpResponse:
    """Join, agree anew, or change one's share."""
    pool, form = pool_or_404(request, pk), JoinPoolForm(request.POST)
    profile = own_profile(request, request.POST.get("profile", ""))

    def act() -> None:
        services.join_pool(
            by=request.user,
            pool=pool,
            profile=profile,
            hours=form.cleaned_data["hours"],
            revision=form.cleaned_data["revision"],
        )

    if form.is_valid() and done(form, act):
        messages.success(request, _("Your share is in the pool."))
        return redirect(pool)
    pool.refresh_from_db()
    return _page(request, pool, form, status=400)


@require_POST
@signed_in
def pool_leave(request: HttpRequest, pk: int) -> HttpResponse:
    pool = pool_or_404(request, pk)
    profile = own_profile(request, request.POST.get("profile", ""))
    tried(
        request,
        lambda: services.leave_pool(by=request.user, pool=pool, profile=profile),
        _("You have left the pool."),
    )
    return redirect("sharing:pools")


@require_POST
@signed_in
def pool_close(request: HttpRequest, pk: int) -> HttpResponse:
    pool = pool_or_404(request, pk)
    _require_lead(request, pool)
    tried(
        request,
        lambda: services.close_pool(by=request.user, pool=pool),
        _("The pool is closed."),
    )
    return redirect(pool)


@require_POST
@signed_in
def pool_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send one request for all members to the facility."""
    pool, form = pool_or_404(request, pk), SendForm(request.POST)
    _require_lead(request, pool)
    found: list[AccessRequest] = []

    def act() -> None:
        day = form.cleaned_data["reply_by"]
        try:
            made = services.send_pool(by=request.user, pool=pool, reply_by=day)
        except AlreadyAsked as error:
            raise PortalError(str(error)) from error
        found.append(made)

    if form.is_valid() and done(form, act):
        messages.success(request, _("The request of all members is sent."))
        return redirect(found[0])
    pool.refresh_from_db()
    return _page(request, pool, status=400, send_form=form)


def own_profile(request: HttpRequest, slug: str) -> Profile:
    """A profile of one's own for which one may write."""
    own = Profile.objects.owned_by(request.user).not_merged()
    profile = get_object_or_404(own.select_related("region"), slug=slug)
    if not acts_for(request.user, profile, *EDITING):
        raise PermissionDenied(
            _("Only owners and editors of the organisation may do this.")
        )
    return profile


def pool_or_404(request: HttpRequest, pk: int) -> Pool:
    """The pool of this number, if this person may see it."""
    rows = Pool.objects.visible_to(request.user).with_sides()
    return get_object_or_404(rows, pk=pk)


def _require_lead(request: HttpRequest, pool: Pool) -> None:
    if not acts_for(request.user, pool.profile, *EDITING):
        raise PermissionDenied(_("Only owners and editors of the lead may do this."))


def _form_page(
    request: HttpRequest, profile: Profile, pool: Pool | None, form: PoolForm
) -> HttpResponse:
    context = {"profile": profile, "pool": pool, "form": form}
    status = 400 if form.is_bound else 200
    return render(request, "sharing/pool_form.html", context, status=status)


def _page(
    request: HttpRequest,
    pool: Pool,
    form: JoinPoolForm | None = None,
    *,
    status: int = 200,
    **given: Any,
) -> HttpResponse:
    found = queries_joint.pool_page(request.user, pool)
    context = {
        "found": found,
        "pool": pool,
        "join_form": form or JoinPoolForm(),
        "send_form": SendForm(),
        "written": {one.profile_id for one in found.own},
    }
    return render(request, "sharing/pool.html", context | given, status=status)
