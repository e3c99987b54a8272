"""The guide's own texts: chapters, cards, print and PDF, figures, reading ease."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChaptersConfig(AppConfig):
    name = "portal.guide.chapters"
    label = "guide_chapters"
    verbose_name = _("Chapters of the guide")

    def ready(self) -> None:
        # Models can only be imported once the app registry is ready.
        from portal.guide.chapters.search import (  # noqa: PLC0415
            CARDS_KIND,
            CHAPTERS_KIND,
        )
        from regions.register.search_kinds import (  # noqa: PLC0415
            register_search_kind,
        )

        register_search_kind(CHAPTERS_KIND)
        register_search_kind(CARDS_KIND)
