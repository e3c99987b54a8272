"""The radar: calls ranked for what one acts for."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from matching.calls.queries import reminders_of
from matching.calls.radar_queries import own_seekers
from matching.calls.radar_queries import radar as rated_calls
from portal.accounts.views_common import signed_in


@require_safe
@signed_in
def radar(request: HttpRequest) -> HttpResponse:
    """Calls for all of one's profiles and partnerships, or for the one in `for`."""
    own, wanted = own_seekers(request.user), request.GET.get("for", "")
    seekers = [one for one in own if wanted in ("", one.key)]
    if wanted and not seekers:
        raise Http404
    context = {
        "own": own,
        "wanted": wanted,
        "rated": rated_calls(request.user, seekers) if seekers else [],
        "reminders": reminders_of(request.user),
    }
    return render(request, "calls/radar.html", context)
