from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from regions.signals import profile_edited, records_merged


class KeepingConfig(AppConfig):
    name = "matching.keeping"
    label = "keeping"
    verbose_name = _("Browse and keep")

    def ready(self) -> None:
        # Models can only be imported once the app registry is ready.
        from matching.keeping.kinds import register_kinds  # noqa: PLC0415
        from matching.keeping.parts import register_parts  # noqa: PLC0415
        from matching.keeping.services import (  # noqa: PLC0415
            follow_merger,
            tell_followers,
        )

        register_kinds()
        register_parts()

        def tell(sender, profile, what, **kwargs) -> None:
            tell_followers(profile=profile, what=what)

        def follow(sender, kept, gone, **kwargs) -> None:
            follow_merger(kept=kept, gone=gone)

        profile_edited.connect(tell, weak=False, dispatch_uid="keeping.tell")
        records_merged.connect(follow, weak=False, dispatch_uid="keeping.follow")
