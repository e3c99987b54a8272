"""Thematic partnerships: regions with one theme, their life and their gaps."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from regions.signals import records_merged


class PartnershipsConfig(AppConfig):
    name = "matching.partnerships"
    label = "partnerships"
    verbose_name = _("Partnerships")

    def ready(self) -> None:
        # Models can only be imported once the app registry is ready.
        from matching.partnerships.merging import move_seats  # noqa: PLC0415
        from matching.partnerships.seeding import (  # noqa: PLC0415
            load_partnerships,
            load_seats,
        )
        from matching.partnerships.telling import register_kinds  # noqa: PLC0415
        from regions.models import Profile  # noqa: PLC0415
        from regions.register.rooms import register_table  # noqa: PLC0415

        register_kinds()
        register_table("partnerships", load_partnerships)
        register_table("seats in partnerships", load_seats)

        def follow(sender, kept, gone, **kwargs) -> None:
            if isinstance(kept, Profile):
                move_seats(kept=kept, gone=gone)

        records_merged.connect(follow, weak=False, dispatch_uid="partnerships.follow")
