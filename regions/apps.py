from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.web.versioned import register_source


class RegionsConfig(AppConfig):
    name = "regions"
    verbose_name = _("Register")

    def ready(self) -> None:
        # Models can only be imported once the app registry is ready.
        from regions.queries import register_version  # noqa: PLC0415

        register_source("register", register_version)
