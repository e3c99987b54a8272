"""How a region's policy or a cluster's management stands, again and again."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.guide.chapters.parts import Part, register_part
from regions.signals import records_merged


class AssessmentsConfig(AppConfig):
    name = "portal.guide.assessments"
    label = "guide_assessments"
    verbose_name = _("Self-assessments")

    def ready(self) -> None:
        # Models can only be imported once the app registry is ready.
        from portal.guide.assessments.merging import move_assessments  # noqa: PLC0415
        from portal.guide.assessments.telling import register_kinds  # noqa: PLC0415
        from regions.models import Cluster  # noqa: PLC0415

        register_kinds()
        register_part(Part("assessments", "guide/assessments/_chapter_part.html", 40))

        def follow(sender, kept, gone, **kwargs) -> None:
            if isinstance(kept, Cluster):
                move_assessments(kept=kept, gone=gone)

        records_merged.connect(
            follow, weak=False, dispatch_uid="guide_assessments.follow"
        )
