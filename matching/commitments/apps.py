"""Commitments: five steps with proof and end, from curious to money earmarked."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from regions.signals import records_merged


class CommitmentsConfig(AppConfig):
    name = "matching.commitments"
    label = "commitments"
    verbose_name = _("Commitments")

    def ready(self) -> None:
        # Models can only be imported once the app registry is ready.
        from matching.commitments.cards import register_parts  # noqa: PLC0415
        from matching.commitments.merging import move_commitments  # noqa: PLC0415
        from matching.commitments.telling import register_kinds  # noqa: PLC0415
        from regions.models import Profile  # noqa: PLC0415

        register_parts()
        register_kinds()

        def follow(sender, kept, gone, **kwargs) -> None:
            if isinstance(kept, Profile):
                move_commitments(kept=kept, gone=gone)

        records_merged.connect(follow, weak=False, dispatch_uid="commitments.follow")
