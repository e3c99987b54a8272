"""What the portal's words mean, in every language, and the links to them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.web.versioned import register_source


class GlossaryConfig(AppConfig):
    name = "portal.guide.glossary"
    label = "guide_glossary"
    verbose_name = _("Words of the guide and of the portal")

    def ready(self) -> None:
        """Check the files at each start; pages are kept as long as these are."""
        from portal.guide.glossary import checks  # noqa: F401, PLC0415 - needs apps
        from portal.guide.glossary.loading import version  # noqa: PLC0415 - as above
        from portal.guide.glossary.searching import (  # noqa: PLC0415 - as above
            register,
        )

        register_source("glossary", version)
        register()
