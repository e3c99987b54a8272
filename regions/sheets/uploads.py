"""Stops reading an upload that is too large, before it fills memory or disk.

Django itself writes a file of any size to disk, and only then a form could refuse it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

# What a form needs beside its file: names of fields, the token, boundaries.
BESIDE = 64 * 1024
TOO_LARGE = "upload_is_too_large"


class StopAtLimit(FileUploadHandler):
    """Counts what arrives, and breaks off where the file is larger than it may be."""

    chunk_size = 64 * 1024

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self._received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self._received += len(raw_data)
        if self._received > settings.IMPORT_MOST_BYTES:
            setattr(self.request, TOO_LARGE, True)
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def limited_upload(refuse: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """A view that takes a file; `refuse` answers one that is too large.

    A length that is stated is believed, and then nothing is read at all. Otherwise the
    handler breaks off. Both happen before the token is looked for, which would read
    everything; so the view is exempt outside and protected inside.
    """

    def decorate(view: Callable) -> Callable:
        guarded = csrf_protect(view)

        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST":
                if _stated_length(request) > settings.IMPORT_MOST_BYTES + BESIDE:
                    return _closed(refuse(request))
                request.upload_handlers.insert(0, StopAtLimit(request))
                request.POST  # noqa: B018 - reads the form, up to the limit
                if getattr(request, TOO_LARGE, False):
                    return _closed(refuse(request))
            return guarded(request, *args, **kwargs)

        open_view = csrf_exempt(wrapper)
        open_view.takes_large_files = True  # see LargeBodyMiddleware
        return open_view

    return decorate


def _stated_length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdigit() else 0


def _closed(response: HttpResponse) -> HttpResponse:
    """Let the server close the connection: the rest of the body is not wanted."""
    response.headers["Connection"] = "close"
    return response
