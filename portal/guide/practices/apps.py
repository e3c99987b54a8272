"""What regions did, with what result; submitted, moderated, matched."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from regions.signals import records_merged


class PracticesConfig(AppConfig):
    name = "portal.guide.practices"
    label = "guide_practices"
    verbose_name = _("Practices")

    def ready(self) -> None:
        # Models can only be imported once the app registry is ready.
        from portal.guide.practices.chapter_names import (  # noqa: PLC0415
            register_chapter_part,
        )
        from portal.guide.practices.merging import move_practices  # noqa: PLC0415
        from portal.guide.practices.search import PRACTICES_KIND  # noqa: PLC0415
        from portal.guide.practices.seeding import register_practices  # noqa: PLC0415
        from portal.guide.practices.telling import register_kinds  # noqa: PLC0415
        from regions.models import Profile  # noqa: PLC0415
        from regions.register.search_kinds import (  # noqa: PLC0415
            register_search_kind,
        )

        register_chapter_part()
        register_kinds()
        register_practices()
        register_search_kind(PRACTICES_KIND)

        def follow(sender, kept, gone, **kwargs) -> None:
            if isinstance(kept, Profile):
                move_practices(kept=kept, gone=gone)

        records_merged.connect(follow, weak=False, dispatch_uid="practices.follow")
