from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.web.versioned import register_source
from regions.signals import profile_edited, records_weighed


class MatchingConfig(AppConfig):
    name = "matching"
    verbose_name = _("Matching")

    def ready(self) -> None:
        # Models can only be imported once the app registry is ready.
        from matching.coach.doubts import broad_doubts  # noqa: PLC0415
        from matching.queries import matches_version  # noqa: PLC0415
        from matching.services import note_profile_edit  # noqa: PLC0415

        register_source("matches", matches_version)

        def note(sender, profile, what, **kwargs) -> None:
            note_profile_edit(profile=profile, what=what)

        profile_edited.connect(note, weak=False, dispatch_uid="matching.note")

        def weigh(sender, records, documents, **kwargs) -> list:
            return broad_doubts(records, documents)

        records_weighed.connect(weigh, weak=False, dispatch_uid="matching.weigh")
