"""Texts have an address in each language: `/guide/de/…` is German for everybody."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


class LanguageConverter:
    """A language of the portal in an address, passed on as `language`."""

    regex = "|".join(code for code, _name in settings.LANGUAGES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def in_language(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Show the whole page, its frame too, in the language of the address.

    The view still gets `language`. It must return a rendered response, not one that
    is rendered later: the language holds while the view runs.
    """

    @wraps(view)
    def wrapper(
        request: HttpRequest, language: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = view(request, language, *args, **kwargs)
        response.headers["Content-Language"] = language
        return response

    return wrapper
