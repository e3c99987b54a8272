from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.web.versioned import register_source


class MatchingConfig(AppConfig):
    name = "matching"
    verbose_name = _("Matching")

    def ready(self) -> None:
        # Models can only be imported once the app registry is ready.
        from matching.queries import matches_version  # noqa: PLC0415

        register_source("matches", matches_version)
