"""Refuses what no view should read, and answers when the database goes away."""

import logging

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)
# PostgreSQL's driver says so of a text with a NUL.
_NUL = "NUL (0x00)"


class RefuseNullMiddleware:
    """Answers 400 to an address with a NUL, which no database can look up.

    In the query of a page it is left to the form, which names the field.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_api = request.path.startswith("/api/")
        query = request.META.get("QUERY_STRING", "") if is_api else ""
        if "\x00" not in request.path and "%00" not in query:
            return self.get_response(request)
        if is_api:
            return JsonResponse({"detail": _("The address holds a NUL.")}, status=400)
        return render(request, "400.html", status=400)

    def process_exception(self, request: HttpRequest, exception: Exception):
        """The same for one in what was sent, where a view looks it up unchecked."""
        if isinstance(exception, ValueError) and _NUL in str(exception):
            return render(request, "400.html", status=400)
        return None


class LargeBodyMiddleware:
    """Answers 413 before a body is read that is larger than any form needs.

    Django would write its files to disk, also for visitors. A view that looks after
    larger ones by itself says so: `takes_large_files`. Stands before the middleware
    that looks for a token in the body.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs):
        length = request.META.get("CONTENT_LENGTH") or "0"
        is_large = length.isdecimal() and int(length) > settings.MOST_BYTES_SENT
        if not is_large or getattr(view, "takes_large_files", False):
            return None
        return render(request, "413.html", status=413)


class DatabaseDownMiddleware:
    """Answers 503 with a sentence when the database cannot be reached."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        logger.error("database lost during %s: %s", request.path, exception)
        if request.path.startswith("/api/"):
            detail = _("The database cannot be reached. Try again in a minute.")
            return JsonResponse({"detail": detail}, status=503)
        return render(request, "503.html", status=503)
