"""Suggested partnerships: priorities that belong together and are not together yet."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from regions.signals import records_merged


class SuggestionsConfig(AppConfig):
    name = "matching.partnerships.suggestions"
    label = "suggestions"
    verbose_name = _("Suggested partnerships")

    def ready(self) -> None:
        # Models can only be imported once the app registry is ready.
        from matching.partnerships.suggestions.services import (  # noqa: PLC0415
            move_members,
        )
        from regions.models import Profile  # noqa: PLC0415

        def follow(sender, kept, gone, **kwargs) -> None:
            if isinstance(kept, Profile):
                move_members(kept=kept, gone=gone)

        records_merged.connect(follow, weak=False, dispatch_uid="suggestions.follow")
