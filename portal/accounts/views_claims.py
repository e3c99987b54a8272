"""Claiming a region or cluster, and accepting an invitation."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts import services
from portal.accounts.addresses import masked, verified_addresses
from portal.accounts.forms_people import ClaimForm
from portal.accounts.models import Claim
from portal.accounts.organisations import (
    Organisation,
    name_of,
    page_url,
    people_url,
    shared_domain,
)
from portal.accounts.queries_people import (
    find_organisations,
    organisation_or_404,
    owners_of,
)
from portal.accounts.views_common import done, signed_in, tried


@signed_in
def claim_new(request: HttpRequest) -> HttpResponse:
    """Find the region or cluster, then say why one acts for it."""
    region, cluster = request.GET.get("region", ""), request.GET.get("cluster", "")
    if not (region or cluster):
        return _search(request)
    organisation = organisation_or_404(region=region, cluster=cluster)
    mandate = services.mandate_of(request.user, organisation)
    if mandate is None and not _is_open_to_see(request, organisation):
        raise Http404
    form = ClaimForm(request.POST or None, request.FILES or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: services.claim_mandate(
                user=request.user, organisation=organisation, **form.cleaned_data
            ),
        )
    ):
        messages.success(
            request,
            _("Your claim was handed in. You get a mail when a curator has decided."),
        )
        return redirect("mandates")
    context = {
        "form": form,
        "organisation": organisation,
        "name": name_of(organisation),
        "page_url": page_url(organisation),
        "people_url": people_url(organisation),
        "mandate": mandate,
        "owners": owners_of(organisation),
        "domain": shared_domain(request.user, organisation),
    }
    return render(request, "accounts/claim_new.html", context)


def _is_open_to_see(request: HttpRequest, organisation: Organisation) -> bool:
    """Regions are public; a cluster that is not published is nobody's to claim."""
    status = getattr(organisation, "status", "published")
    return status == "published" or request.user.is_staff


def _search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("name", "").strip()[:100]
    context = {"text": text, "found": find_organisations(text) if text else []}
    template = "accounts/_found.html" if request.htmx else "accounts/claim_search.html"
    return render(request, template, context)


@require_POST
@signed_in
def claim_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own open claim back."""
    claim = get_object_or_404(Claim.objects.filter(user=request.user), pk=pk)
    tried(
        request,
        lambda: services.take_back_claim(claim=claim, by=request.user),
        _("Your claim has been taken back."),
    )
    return redirect("mandates")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """What one is invited to; who is signed in with the invited address may accept."""
    found = services.invitation_of(key)
    if found is None:
        raise Http404
    name = name_of(found.organisation)
    if request.method == "POST" and request.user.is_authenticated:
        accepted = tried(
            request,
            lambda: services.accept_invitation(invitation=found, by=request.user),
            _("You act for %(name)s now.") % {"name": name},
        )
        if accepted:
            return redirect(people_url(found.organisation))
        return redirect(request.path)
    context = {
        "invitation": found,
        "name": name,
        "page_url": page_url(found.organisation),
        "refusal": services.refusal_of(found),
        "address": masked(found.email),
        "is_mine": request.user.is_authenticated
        and found.email in verified_addresses(request.user),
    }
    return render(request, "accounts/invitation.html", context)
