"""What happens when the database goes away in the middle of a request."""

import logging

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


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
