"""Old addresses lead to the record that stayed after a merger."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.urls import reverse

from regions.queries.addresses import moved_slugs


def follows_mergers(view: Callable) -> Callable:
    """Answer 301 where nothing is found and a profile in the address was merged.

    It looks at all parts of the address whose names end in "slug", and at the
    parameter `profile`; pages and API alike. What is found costs no query.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            moved = _moved(request)
            if moved is None:
                raise
            return moved
        if response.status_code == 404:
            return _moved(request) or response
        return response

    return wrapper


def _moved(request: HttpRequest) -> HttpResponse | None:
    match = request.resolver_match
    named = {
        name: value for name, value in match.kwargs.items() if name.endswith("slug")
    }
    query = request.GET.copy()
    moved = moved_slugs([*named.values(), *query.getlist("profile")])
    if not moved or request.method not in ("GET", "HEAD"):
        return None
    kwargs: dict[str, Any] = {
        name: moved.get(value, value) if name in named else value
        for name, value in match.kwargs.items()
    }
    if "profile" in query:
        asked = [moved.get(one, one) for one in query.getlist("profile")]
        query.setlist("profile", asked)
    path = reverse(match.view_name, kwargs=kwargs)
    words = query.urlencode()
    return HttpResponsePermanentRedirect(f"{path}?{words}" if words else path)
