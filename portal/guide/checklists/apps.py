"""What an organisation has ticked off in the guide, and when."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.guide.chapters.parts import Part, register_part
from regions.signals import records_merged


class ChecklistsConfig(AppConfig):
    name = "portal.guide.checklists"
    label = "guide_checklists"
    verbose_name = _("Checklists of the guide")

    def ready(self) -> None:
        # Models can only be imported once the app registry is ready.
        from portal.guide.checklists.merging import move_marks  # noqa: PLC0415

        def follow(sender, kept, gone, **kwargs) -> None:
            move_marks(kept=kept, gone=gone)

        records_merged.connect(
            follow, weak=False, dispatch_uid="guide_checklists.follow"
        )
        template = "guide/checklists/_part.html"
        register_part(Part("checklist", template, place="checklist"))
