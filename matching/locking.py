"""The locks under which what belongs to profiles is counted, and pairs are noted."""

from collections.abc import Iterable

from regions.models import Profile


def lock_profile(profile: Profile) -> None:
    """Let writes that count a profile's rows wait for each other."""
    rows = Profile.objects.select_for_update(of=("self",), no_key=True)
    rows.filter(pk=profile.pk).order_by().values_list("pk").first()


def lock_profiles(keys: Iterable[int]) -> None:
    """Lock several in the order of their keys, before anything that belongs to them.

    A merger does so as well, so that neither waits for the other in a circle.
    """
    rows = Profile.objects.select_for_update(of=("self",), no_key=True)
    list(rows.filter(pk__in=list(keys)).order_by("pk").values_list("pk"))
