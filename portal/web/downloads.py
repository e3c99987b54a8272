"""Files that people handed in: handed out to be saved, and never shown in a page."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def as_download(content: bytes, media_type: str, name: str) -> HttpResponse:
    """The file as an attachment that no browser guesses at, or runs."""
    return HttpResponse(
        content,
        content_type=media_type,
        headers={
            "Content-Disposition": content_disposition_header(True, name),
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )
