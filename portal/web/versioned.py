"""What is worth keeping until the data change: values, rendered pages, ETags.

The register changes rarely and matches only with a run. Each app that owns data
registers a source of its version; anything made from the data is kept under the
versions of all sources and is therefore never stale, only sometimes cold.
"""

import hashlib
from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import (
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
)
from django.utils.translation import get_language

_sources: dict[str, Callable[[], str]] = {}
_kept: list[dict] = []
# This process's own: what others keep says nothing about it.
cache = caches["process"]


def register_source(name: str, version: Callable[[], str]) -> None:
    """Let an app say how the version of its data is read (one cheap query)."""
    _sources[name] = version


def data_version() -> str:
    """The versions of all sources, as one short text."""
    return ".".join(_sources[name]() for name in sorted(_sources))


def kept_store() -> dict:
    """Return an empty store for values that are kept in another way."""
    store: dict = {}
    _kept.append(store)
    return store


def kept_under_version(function: Callable) -> Callable:
    """Keep the result of `function(version, *args)` until another version is asked.

    Each process keeps one version; arguments must be hashable. Threads may make the
    same value twice, but never take one version's value for another's.
    """
    store: dict = {}
    lock = Lock()
    _kept.append(store)

    @wraps(function)
    def wrapper(version, *args):
        key = (version, args)
        value = store.get(key, store)
        if value is store:
            value = function(version, *args)
            with lock:
                for old in [one for one in store if one[0] != version]:
                    del store[old]
                store[key] = value
        return value

    return wrapper


def forget_all() -> None:
    """Empty every kept value; tests roll data back under the same version."""
    for store in _kept:
        store.clear()
    cache.clear()


def versioned_page(view: Callable) -> Callable:
    """Answer a visitor from the kept page, or with 304 when nothing has changed.

    People who are signed in, or who have a message to read, get their own page. What a
    view itself marks as `no_store` may change without the data, and is not kept.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not _is_shareable(request):
            response = view(request, *args, **kwargs)
            return mark_passing(response)
        etag = f'"{_page_key(request)}"'
        early = get_conditional_response(request, etag=etag)
        if early is not None:
            return _marked(early, etag)
        response = cache.get(etag)
        if response is None:
            response = view(request, *args, **kwargs)
            if hasattr(response, "render"):
                response = response.render()
            if not _is_lasting(response):
                return response
            cache.set(etag, response, timeout=3600)
        return _marked(response, etag)

    return wrapper


def _is_shareable(request: HttpRequest) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and not request.user.is_authenticated
        and not len(get_messages(request))
    )


def _is_lasting(response: HttpResponse) -> bool:
    is_passing = "no-store" in response.headers.get("Cache-Control", "")
    return response.status_code == 200 and not is_passing


def mark_passing(response: HttpResponse) -> HttpResponse:
    """Say that this answer may change before the data do; nobody keeps it."""
    patch_cache_control(response, private=True, no_store=True)
    return response


def _page_key(request: HttpRequest) -> str:
    parts = (
        _code_version(),
        data_version(),
        request.get_host(),
        request.get_full_path(),
        get_language() or "",
        # Pages say "3 months ago", and answer in the form that is asked for.
        timezone.localdate().isoformat(),
        request.headers.get("Accept", ""),
        str(bool(getattr(request, "htmx", False))),
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _marked(response: HttpResponse, etag: str) -> HttpResponse:
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie", "Accept", "Accept-Language", "HX-Request"])
    return response


@lru_cache(maxsize=1)
def _code_version() -> str:
    """A fingerprint of code, templates and translations: a release changes pages."""
    digest = hashlib.sha256()
    for folder, pattern in (
        ("portal", "*.py"),
        # Texts of the guide.
        ("portal", "*.md"),
        ("portal", "*.yaml"),
        ("regions", "*.py"),
        ("matching", "*.py"),
        ("templates", "*.html"),
        ("static", "*.*"),
        ("locale", "*.mo"),
    ):
        for path in sorted(Path(settings.BASE_DIR, folder).rglob(pattern)):
            stat = path.stat()
            digest.update(f"{path}{stat.st_size}{stat.st_mtime_ns}".encode())
    return digest.hexdigest()[:12]
