"""After a save: whether the list of a profile is up to date."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from matching import queries
from matching.queries_edits import list_state
from regions.views.addresses import follows_mergers


@require_safe
@follows_mergers
@never_cache
def list_status(request: HttpRequest, slug: str) -> HttpResponse:
    """One sentence: a part that asks again until it is so, or plain text by itself."""
    profile = queries.profile_for(request.user, slug)
    context = {"profile": profile, "state": list_state(profile)}
    if request.htmx:
        return render(request, "matching/_list_status.html", context)
    return render(
        request,
        "matching/list_status.txt",
        context,
        content_type="text/plain; charset=utf-8",
    )
