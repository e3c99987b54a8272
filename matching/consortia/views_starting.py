"""Starting a consortium for a call, and changing what is said of it as a whole."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from matching.consortia import queries_starting as queries
from matching.consortia import services
from matching.consortia.forms import FactsForm, StartForm, values_of
from matching.consortia.models import Consortium
from matching.consortia.views import editable_or_404
from portal.accounts.views_common import done, signed_in
from regions.models import Profile
from regions.views.addresses import follows_mergers

GET_OR_POST = ("GET", "HEAD", "POST")


@require_http_methods(GET_OR_POST)
@follows_mergers
@signed_in
def consortium_new(request: HttpRequest) -> HttpResponse:
    """Start one: for the call `call`, with the profile `profile`, from its shortlist
    (`from=shortlist`), the members of `partnership` or the profiles named by `with`."""
    leads = list(queries.leads_of(request.user))
    lead = _chosen_lead(request, leads)
    if lead is None:
        return _choose_lead(request, leads)
    partners, ticked = _partners(request, lead)
    calls = queries.calls_to_choose(request.user)
    if request.method == "POST":
        form = StartForm(request.POST, calls=calls, partners=partners)
        saved: list[Consortium] = []
        if form.is_valid() and done(
            form, lambda: saved.append(_start(request, lead, form))
        ):
            messages.success(request, _("The consortium is started."))
            return redirect(saved[0])
        return _page(request, lead, form, len(leads), status=400)
    known = calls.filter(slug=request.GET.get("call", "")).first()
    initial = {
        "call": known,
        "title": known.title[:200] if known else "",
        "partners": [one.slug for one in ticked],
    }
    form = StartForm(initial=initial, calls=calls, partners=partners)
    return _page(request, lead, form, len(leads))


@require_http_methods(GET_OR_POST)
@signed_in
def consortium_facts(request: HttpRequest, slug: str) -> HttpResponse:
    """Change title, text, figures of the project, and who reads it."""
    one = editable_or_404(request, slug)
    form = FactsForm(request.POST or None, initial=values_of(one))
    if request.method == "POST":

        def edit() -> None:
            services.edit_consortium(
                by=request.user, consortium=one, facts=form.facts()
            )

        if form.is_valid() and done(form, edit):
            messages.success(request, _("Your changes are saved."))
            return redirect(one)
    status = 400 if request.method == "POST" else 200
    context = {"one": one, "form": form}
    return render(request, "consortia/facts.html", context, status=status)


def _start(request: HttpRequest, lead: Profile, form: StartForm) -> Consortium:
    return services.start_consortium(
        by=request.user,
        lead=lead,
        call=form.cleaned_data["call"],
        facts=form.facts(),
        partners=list(form.cleaned_data.get("partners", ())),
    )


def _chosen_lead(request: HttpRequest, leads: list[Profile]) -> Profile | None:
    slug = request.GET.get("profile", "")
    if not slug:
        return leads[0] if len(leads) == 1 else None
    found = next((one for one in leads if one.slug == slug), None)
    if found is None:
        raise Http404
    return found


def _partners(
    request: HttpRequest, lead: Profile
) -> tuple[list[Profile], list[Profile]]:
    """Who can be ticked at the start, and who is ticked already."""
    shortlist = queries.shortlist_of(request.user, lead)
    seats: list[Profile] = []
    if slug := request.GET.get("partnership", ""):
        seats = queries.partnership_profiles(request.user, slug)
    if slugs := request.GET.getlist("with"):
        seats += queries.named_profiles(request.user, slugs)
    both = {one.pk: one for one in [*seats, *shortlist] if one.pk != lead.pk}
    from_shortlist = request.GET.get("from") == "shortlist"
    ticked = [*seats, *(shortlist if from_shortlist else [])]
    return list(both.values()), ticked


def _choose_lead(request: HttpRequest, leads: list[Profile]) -> HttpResponse:
    rest = request.GET.copy()
    rest.pop("profile", None)
    context = {"leads": leads, "rest": rest.urlencode()}
    return render(request, "consortia/choose.html", context)


def _page(
    request: HttpRequest, lead: Profile, form: StartForm, leads: int, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"lead": lead, "form": form, "may_choose": leads > 1}
    return render(request, "consortia/new.html", context, status=status)
