"""Claims at the curators' desk: the queue, one claim, its proof, the decision."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.accounts import services
from portal.accounts.forms_people import DecisionForm
from portal.accounts.models import Claim
from portal.accounts.organisations import (
    name_of,
    page_url,
    people_url,
    shared_domain,
    site_domains,
)
from portal.accounts.queries_people import (
    claim_queue,
    find_organisations,
    owners_of,
)
from portal.accounts.uploads import proof_download
from portal.accounts.views_common import done, signed_in, tried
from portal.web.access import curators_see


@require_safe
@curators_see
def claims(request: HttpRequest) -> HttpResponse:
    """What waits, what was decided, and the way to the people of any organisation."""
    text = request.GET.get("name", "").strip()[:100]
    context = {
        "queue": claim_queue(request.user),
        "text": text,
        "found": find_organisations(text) if text else [],
        "for_people": True,
    }
    if request.htmx:
        return render(request, "accounts/_found.html", context)
    return render(request, "curation/claims.html", context)


@curators_see
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """One claim with all that speaks for it, and the decision."""
    rows = Claim.objects.select_related("user", "region", "cluster", "decided_by")
    found = get_object_or_404(rows.defer("proof"), pk=pk)
    form = DecisionForm(request.POST or None, initial={"role": found.role})
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: services.decide_claim(
                claim=found, by=request.user, **form.cleaned_data
            ),
        )
    ):
        messages.success(request, _("Your decision was kept, and the person told."))
        return redirect("claim-queue")
    organisation = found.organisation
    context = {
        "claim": found,
        "form": form,
        "name": name_of(organisation),
        "page_url": page_url(organisation),
        "people_url": people_url(organisation),
        "owners": owners_of(organisation),
        "domain": shared_domain(found.user, organisation),
        "sites": ", ".join(sorted(site_domains(organisation))),
    }
    return render(request, "curation/claim.html", context)


@require_POST
@curators_see
def claim_assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a claim, or give it back to all."""
    found = get_object_or_404(Claim.objects.defer("proof"), pk=pk)
    takes = "take" in request.POST
    tried(
        request,
        lambda: services.assign_claim(
            claim=found, to=request.user if takes else None, by=request.user
        ),
        _("The claim is yours now.") if takes else _("The claim is free again."),
    )
    return redirect("claim", pk)


@require_safe
@signed_in
def claim_proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The file, to be saved and never shown in the page; curators and the claimant."""
    found = get_object_or_404(Claim.objects.visible_to(request.user), pk=pk)
    return proof_download(found.proof, found.proof_name)
