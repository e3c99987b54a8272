from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from regions.signals import record_registered


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        # Models can only be imported once the app registry is ready.
        from portal.accounts.registering import give_mandate  # noqa: PLC0415
        from regions.models import Cluster  # noqa: PLC0415

        def welcome(sender, record, by, role, **kwargs) -> None:
            give_mandate(cluster=record, by=by, role=role)

        record_registered.connect(
            welcome, sender=Cluster, weak=False, dispatch_uid="accounts.welcome"
        )
