"""Three clearly different proposals, and adopting one of them."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from matching.consortia import services
from matching.consortia.forms import WishForm
from matching.consortia.proposing import proposals_for, usual_size
from matching.consortia.showing import answer_page
from matching.consortia.standing import standing_of
from matching.consortia.views import editable_or_404
from portal.accounts.views_common import signed_in, tried

# So many digits that each number has room in the database.
LIKE_A_REVISION = re.compile("[0-9]{1,9}")


@require_safe
@signed_in
def proposals(request: HttpRequest, slug: str) -> HttpResponse:
    """The best sets for what is asked for in the address; it can be passed on."""
    one = editable_or_404(request, slug)
    standing = standing_of(one)
    low, high = usual_size(standing)
    form = WishForm(request.GET, initial={"low": low, "high": high})
    context: dict[str, Any] = {"one": one, "form": form, "low": low, "high": high}
    if not form.is_valid():
        return render(request, "consortia/proposals.html", context, status=400)
    answer = proposals_for(request.user, standing, form.wish(low, high))
    context |= {"wish": answer.wish, "revision": one.revision, **answer_page(answer)}
    return render(request, "consortia/proposals.html", context)


@require_POST
@signed_in
def adopt(request: HttpRequest, slug: str) -> HttpResponse:
    """Consider the partners of one proposal."""
    one = editable_or_404(request, slug)
    revision = request.POST.get("revision", "")
    is_done = tried(
        request,
        lambda: services.adopt_proposal(
            by=request.user,
            consortium=one,
            slugs=request.POST.getlist("partner")[:100],
            coordinator=request.POST.get("coordinator", ""),
            revision=int(revision) if LIKE_A_REVISION.fullmatch(revision) else -1,
        ),
        _("The proposal is adopted: its partners are considered. Nobody is told yet."),
    )
    return redirect(one) if is_done else redirect("consortia:proposals", slug=one.slug)
