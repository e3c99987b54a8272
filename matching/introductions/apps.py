"""Introductions: three questions, two consents and a clock."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from regions.signals import records_merged


class IntroductionsConfig(AppConfig):
    name = "matching.introductions"
    label = "introductions"
    verbose_name = _("Introductions")

    def ready(self) -> None:
        # Models can only be imported once the app registry is ready.
        from matching.introductions.cards import register_parts  # noqa: PLC0415
        from matching.introductions.contacts import (  # noqa: PLC0415
            partner_organisations,
        )
        from matching.introductions.merging import move_introductions  # noqa: PLC0415
        from matching.introductions.talk.notices import (  # noqa: PLC0415
            register_kinds as register_kinds_of_talk,
        )
        from matching.introductions.talk.queries import files_sent_by  # noqa: PLC0415
        from matching.introductions.telling import register_kinds  # noqa: PLC0415
        from portal.accounts.personal_data import register_files  # noqa: PLC0415
        from regions.editing.visibility import register_partners  # noqa: PLC0415
        from regions.models import Profile  # noqa: PLC0415

        register_parts()
        register_kinds()
        register_kinds_of_talk()
        register_files(files_sent_by)
        register_partners(partner_organisations)

        def follow(sender, kept, gone, **kwargs) -> None:
            if isinstance(kept, Profile):
                move_introductions(kept=kept, gone=gone)

        records_merged.connect(follow, weak=False, dispatch_uid="introductions.follow")
