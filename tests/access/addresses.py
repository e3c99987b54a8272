"""All addresses of the portal by name, so that none is forgotten."""

from collections.abc import Iterator

from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

# The back desk checks everything in the same way: see test_back_desk.
APART = {"admin"}


def all_names() -> set[str]:
    """The names of all addresses, with their namespaces; a nameless one's path."""
    return set(_names(get_resolver().url_patterns, "", ""))


def _names(patterns: list, space: str, path: str) -> Iterator[str]:
    for one in patterns:
        below = f"{path}{one.pattern}"
        if isinstance(one, URLResolver):
            if one.namespace not in APART:
                inner = f"{space}{one.namespace}:" if one.namespace else space
                yield from _names(one.url_patterns, inner, below)
        elif isinstance(one, URLPattern):
            yield f"{space}{one.name}" if one.name else below
