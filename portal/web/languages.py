"""Pages whose address names a language: the same page in another one."""

from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.views.i18n import set_language

# What the part of an address is called that names a language.
ARGUMENT = "language"


def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the reader's choice in a cookie, and go back to the same page in it."""
    response = set_language(request)
    code = request.POST.get("language", "")
    if code not in languages():
        # Django knows more languages than the portal has.
        response.cookies.pop(settings.LANGUAGE_COOKIE_NAME, None)
    elif response.status_code == 302:
        response["Location"] = same_page_in(response["Location"], code)
    return response


def same_page_in(url: str, language: str) -> str:
    """The address of the same page in a language, with its query and anchor.

    An address that names no language is left as it is.
    """
    parts = urlsplit(url)
    try:
        found = resolve(parts.path)
    except Resolver404:
        return url
    path = address_in(found, language)
    return urlunsplit(parts._replace(path=path)) if path else url


def address_in(found: ResolverMatch | None, language: str) -> str:
    """Where a page is in a language; "" where its address does not name one."""
    if found is None or ARGUMENT not in found.kwargs:
        return ""
    return reverse(found.view_name, kwargs=found.kwargs | {ARGUMENT: language})


def languages() -> list[str]:
    """The codes of all languages of the portal."""
    return [code for code, _name in settings.LANGUAGES]
