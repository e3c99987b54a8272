"""The lead composes: adds, describes, asks, pins, excludes and takes out partners.

What breaks a rule that is met is asked once more, with the rules it breaks.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from matching.composition import Composition
from matching.consortia import queries, services
from matching.consortia.finding import find_profiles
from matching.consortia.forms import (
    OutsiderForm,
    PartForm,
    values_of_outsider,
    values_of_part,
)
from matching.consortia.models import Consortium, ConsortiumMember
from matching.consortia.standing import (
    Standing,
    partner_now,
    standing_of,
    with_coordinator,
    with_partner,
    without,
)
from matching.consortia.views import editable_or_404
from matching.consortia.wording import broken_lines, role_choices
from portal.accounts.views_common import done, signed_in, tried
from regions.models import Profile
from regions.queries.vocabulary import vocabulary

GET_OR_POST = ("GET", "HEAD", "POST")
SURE = "sure"


@require_http_methods(GET_OR_POST)
@signed_in
def member_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Look for a profile by words (`q`), and consider the one that is sent."""
    one = editable_or_404(request, slug)
    if request.method == "POST":
        profile = _profile_of(request)
        act = lambda: services.add_partner(  # noqa: E731 - as short as a name
            by=request.user,
            consortium=one,
            profile=profile,
            coordinates=bool(request.POST.get("coordinate")),
        )
        words = _("“%(title)s” is considered.") % {"title": profile.title}
        return _changed(request, one, act, words)
    query = request.GET.get("q", "")[:200]
    context = {
        "one": one,
        "query": query,
        "found": find_profiles(request.user, one, query) if query.strip() else [],
    }
    return render(request, "consortia/add.html", context)


@require_POST
@signed_in
def member_exclude(request: HttpRequest, slug: str) -> HttpResponse:
    """No proposal names this profile any more."""
    one = editable_or_404(request, slug)
    profile = _profile_of(request)
    act = lambda: services.exclude_profile(  # noqa: E731
        by=request.user, consortium=one, profile=profile
    )
    words = _("“%(title)s” is excluded.") % {"title": profile.title}
    return _changed(request, one, act, words)


@require_http_methods(GET_OR_POST)
@signed_in
def outsider_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Consider an organisation that is not in the register."""
    one = editable_or_404(request, slug)
    form = OutsiderForm(request.POST or None)
    if request.method == "POST":

        def add() -> None:
            services.add_outsider(
                by=request.user, consortium=one, outsider=form.outsider()
            )

        if form.is_valid() and done(form, add):
            messages.success(request, _("The organisation is considered."))
            return redirect(one)
    return _form_page(request, one, form, "consortia/outside.html")


@require_http_methods(GET_OR_POST)
@signed_in
def outsider_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say anew who an organisation outside of the register is."""
    one = editable_or_404(request, slug)
    member = _member_or_404(one, pk)
    if member.profile_id:
        raise Http404
    form = OutsiderForm(request.POST or None, initial=values_of_outsider(member))
    if request.method == "POST":

        def describe() -> None:
            services.describe_outsider(
                by=request.user, member=member, outsider=form.outsider()
            )

        if form.is_valid() and done(form, describe):
            messages.success(request, _("Your changes are saved."))
            return redirect(one)
    return _form_page(request, one, form, "consortia/outside.html", member=member)


@require_http_methods(GET_OR_POST)
@signed_in
def member_part(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What a member does, with which share; a share may break a rule."""
    one = editable_or_404(request, slug)
    member, standing = _member_or_404(one, pk), standing_of(one)
    roles = role_choices(standing.rows)
    form = PartForm(request.POST or None, roles=roles, initial=values_of_part(member))
    if request.method == "POST" and form.is_valid():
        part = form.part()
        after = _described(standing, member, part)
        if page := _asked_again(request, standing, member, after, _("Save it")):
            return page
        act = lambda: services.describe_part(  # noqa: E731
            by=request.user, member=member, part=part
        )
        if done(form, act):
            return _told(request, one, standing, _("Your changes are saved."))
    return _form_page(request, one, form, "consortia/part.html", member=member)


@require_http_methods(GET_OR_POST)
@signed_in
def member_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say which rules break when this partner leaves, and who could come instead."""
    one = editable_or_404(request, slug)
    member, standing = _member_or_404(one, pk), standing_of(one)
    if request.method == "POST":
        act = lambda: services.swap_member(  # noqa: E731
            by=request.user, member=member, instead=_instead(request)
        )
        words = _("“%(title)s” is taken out.") % {"title": member.label}
        return _changed(request, one, act, words, standing)
    after = without(standing.composition, member.key)
    broken = standing.broken_by(after) if member.is_present else []
    context = {
        "one": one,
        "member": member,
        "broken": broken_lines(broken, standing.names),
        "instead": queries.replacements(request.user, standing, member),
    }
    return render(request, "consortia/remove.html", context)


@require_POST
@signed_in
def member_coordinate(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let a member coordinate; it may break a rule about the coordinator."""
    one = editable_or_404(request, slug)
    member, standing = _member_or_404(one, pk), standing_of(one)
    after = with_coordinator(standing.composition, member.key)
    if page := _asked_again(request, standing, member, after, _("Let it coordinate")):
        return page
    act = lambda: services.name_coordinator(by=request.user, member=member)  # noqa: E731
    words = _("“%(title)s” coordinates.") % {"title": member.label}
    return _changed(request, one, act, words, standing)


# What a button may ask for: the service, and what is said when it is done.
DOES: dict[str, tuple[Callable[..., Any], Any]] = {
    "pin": (services.pin_member, gettext_lazy("“%(title)s” is pinned.")),
    "unpin": (
        services.unpin_member,
        gettext_lazy("“%(title)s” is not pinned any more."),
    ),
    "invite": (services.invite_member, gettext_lazy("“%(title)s” is invited.")),
    "agreed": (
        services.note_agreement,
        gettext_lazy("It is noted that “%(title)s” agrees."),
    ),
}


@require_POST
@signed_in
def member_do(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What a button beside a member asks for; no rule can break by it."""
    one = editable_or_404(request, slug)
    member = _member_or_404(one, pk)
    if request.POST.get("do") not in DOES:
        raise Http404
    service, words = DOES[request.POST["do"]]
    act = lambda: service(by=request.user, member=member)  # noqa: E731
    tried(request, act, words % {"title": member.label})
    return redirect(one)


def _described(standing: Standing, member: ConsortiumMember, part: Any) -> Composition:
    """The composition as it would be with this part; nothing is saved."""
    if not member.is_present:
        return standing.composition
    # Another object: the one that is shown stays as it is.
    told = ConsortiumMember.objects.with_who().get(pk=member.pk)
    told.roles, told.share = list(part.roles), part.share
    told.is_nonprofit = part.is_nonprofit
    return with_partner(standing.composition, partner_now(told, vocabulary()))


def _asked_again(
    request: HttpRequest,
    standing: Standing,
    member: ConsortiumMember,
    after: Composition,
    label: str,
) -> HttpResponse | None:
    """A page with the rules that break, with all that was sent; None where none does,
    or where the person has seen it."""
    broken = standing.broken_by(after)
    if not broken or request.POST.get(SURE):
        return None
    skipped = ("csrfmiddlewaretoken", SURE)
    context = {
        "one": standing.consortium,
        "member": member,
        "broken": broken_lines(broken, standing.names),
        "label": label,
        "sent": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in skipped
            for value in values
        ],
    }
    return render(request, "consortia/breaks.html", context)


def _changed(
    request: HttpRequest,
    one: Consortium,
    act: Callable[[], Any],
    words: str,
    before: Standing | None = None,
) -> HttpResponse:
    """Do it, and say which rules are not met any more."""
    before = before or standing_of(one)
    if tried(request, act, words):
        _warn(request, one, before)
    return redirect(one)


def _told(
    request: HttpRequest, one: Consortium, before: Standing, words: str
) -> HttpResponse:
    messages.success(request, words)
    _warn(request, one, before)
    return redirect(one)


def _warn(request: HttpRequest, one: Consortium, before: Standing) -> None:
    one.refresh_from_db()
    after = standing_of(one)
    lines = broken_lines(before.broken_by(after.composition), after.names)
    for line in lines:
        text = _("No longer met: %(rule)s. %(finding)s")
        messages.warning(request, text % line)


def _profile_of(request: HttpRequest) -> Profile:
    seen = Profile.objects.visible_to(request.user)
    return get_object_or_404(seen, slug=request.POST.get("profile", ""))


def _instead(request: HttpRequest) -> Profile | None:
    if not request.POST.get("profile"):
        return None
    return _profile_of(request)


def _member_or_404(one: Consortium, pk: int) -> ConsortiumMember:
    rows = one.members.with_who().select_related("consortium__call")
    return get_object_or_404(rows, pk=pk)


def _form_page(
    request: HttpRequest, one: Consortium, form: Any, path: str, **more: Any
) -> HttpResponse:
    status = 400 if request.method == "POST" else 200
    return render(request, path, {"one": one, "form": form, **more}, status=status)
