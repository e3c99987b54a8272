"""The page on which people begin who are signed in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.dashboard.desks import dashboard_context


@require_safe
@never_cache
@login_required
def dashboard(request: HttpRequest) -> HttpResponse:
    """What needs this person now, and how the records they act for stand."""
    return render(request, "portal/dashboard.html", dashboard_context(request.user))
