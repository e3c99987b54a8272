from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from regions.signals import records_merged


class OutcomesConfig(AppConfig):
    name = "matching.outcomes"
    label = "outcomes"
    verbose_name = _("Outcomes")

    def ready(self) -> None:
        # Models can only be imported once the app registry is ready.
        from matching.card_parts import Part, register_part  # noqa: PLC0415
        from matching.outcomes import lifeline, seen  # noqa: PLC0415
        from matching.outcomes.services import follow_merger  # noqa: PLC0415
        from regions.models import Profile  # noqa: PLC0415

        # Before the life line, so that a visit is on it at once.
        register_part(Part("shown", seen.note_shown, order=1, place="cards"))
        register_part(Part("opened", seen.note_opened, order=1, place="pair"))
        register_part(
            Part(
                "lifeline",
                lifeline.lifelines,
                pair="outcomes/_lifeline.html",
                order=90,
                for_everybody=True,
                place="pair",
            )
        )

        def follow(sender, kept, gone, **kwargs) -> None:
            if isinstance(kept, Profile):
                follow_merger(kept=kept, gone=gone)

        records_merged.connect(follow, weak=False, dispatch_uid="outcomes.follow")
