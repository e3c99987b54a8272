"""Sharing: requests for access to facilities, pooled demand, joint investment."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from regions.signals import records_merged


class SharingConfig(AppConfig):
    name = "matching.sharing"
    label = "sharing"
    verbose_name = _("Sharing of facilities")

    def ready(self) -> None:
        # Models can only be imported once the app registry is ready.
        from matching.sharing.merging import move_shares  # noqa: PLC0415
        from matching.sharing.telling_words import register_kinds  # noqa: PLC0415
        from regions.models import Profile  # noqa: PLC0415

        register_kinds()

        def follow(sender, kept, gone, **kwargs) -> None:
            if isinstance(kept, Profile):
                move_shares(kept=kept, gone=gone)

        records_merged.connect(follow, weak=False, dispatch_uid="sharing.follow")
