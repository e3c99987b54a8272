"""The lock under which what belongs to one profile is counted."""

from regions.models import Profile


def lock_profile(profile: Profile) -> None:
    """Let writes that count a profile's rows wait for each other."""
    rows = Profile.objects.select_for_update(of=("self",), no_key=True)
    rows.filter(pk=profile.pk).order_by().values_list("pk").first()
