"""Where the addresses of profiles lead that were merged into others."""

from collections.abc import Iterable

from regions.models import OldAddress


def moved_slugs(slugs: Iterable[str]) -> dict[str, str]:
    """Those of these addresses that lead to another profile, with its address."""
    old = OldAddress.objects.filter(slug__in=list(slugs))
    return dict(old.values_list("slug", "profile__slug"))
