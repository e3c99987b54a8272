"""Home, health and error pages: what belongs to no room."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from kombu import Connection

from matching.views_home import home_context
from matching.views_ideas import idea_partners
from portal.web.versioned import versioned_page
from regions.views.editing.access import send_again
from regions.views.search import search as search_register


@require_safe
@versioned_page
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html", home_context(request.user))


def search(request: HttpRequest) -> HttpResponse:
    """Words are looked up in the register; an idea is matched with it."""
    if request.method == "POST" or "idea" in request.GET:
        return idea_partners(request)
    return search_register(request)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Database and broker answer too; 503 names the one that does not."""
    parts = {"database": _database_answers(), "broker": _broker_answers()}
    status = 200 if all(parts.values()) else 503
    words = {name: "ok" if fine else "unreachable" for name, fine in parts.items()}
    return JsonResponse(words, status=status)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _broker_answers() -> bool:
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    try:
        with Connection(
            settings.CELERY_BROKER_URL, connect_timeout=2, transport_options=options
        ) as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
    except Exception:  # each transport raises errors of its own library
        return False
    return True


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is old: who signed in again meanwhile sends it once more.

    Only for what this very host's own pages sent, and nothing is done with it.
    """
    is_own = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if is_own and request.path.startswith("/edit/"):
        return send_again(request)
    return render(request, "403.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": _("There is nothing here.")}, status=404)
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
