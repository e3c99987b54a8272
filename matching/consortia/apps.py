"""Consortia: found for a call, checked against its rules, carried to a result."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from regions.signals import records_merged


class ConsortiaConfig(AppConfig):
    name = "matching.consortia"
    label = "consortia"
    verbose_name = _("Consortia")

    def ready(self) -> None:
        # Models can only be imported once the app registry is ready.
        from matching.consortia.application.registering import (  # noqa: PLC0415
            register_application,
        )
        from matching.consortia.merging import move_consortia  # noqa: PLC0415
        from matching.consortia.telling import register_kinds  # noqa: PLC0415
        from regions.models import Profile  # noqa: PLC0415

        register_kinds()
        register_application()

        def follow(sender, kept, gone, **kwargs) -> None:
            if isinstance(kept, Profile):
                move_consortia(kept=kept, gone=gone)

        records_merged.connect(follow, weak=False, dispatch_uid="consortia.follow")
