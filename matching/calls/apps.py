"""Calls: what is funded until when, and the rules a consortium has to meet."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallsConfig(AppConfig):
    name = "matching.calls"
    label = "calls"
    verbose_name = _("Calls")

    def ready(self) -> None:
        # Models can only be imported once the app registry is ready.
        from matching.calls.seeding import register_calls  # noqa: PLC0415
        from matching.calls.telling import register_kinds  # noqa: PLC0415

        register_calls()
        register_kinds()
