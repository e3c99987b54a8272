from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from regions.signals import record_registered, records_merged


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        # Models can only be imported once the app registry is ready.
        from portal.accounts.merging import move_mandates  # noqa: PLC0415
        from portal.accounts.registering import give_mandate  # noqa: PLC0415
        from regions.models import Cluster  # noqa: PLC0415

        def welcome(sender, record, by, role, **kwargs) -> None:
            give_mandate(cluster=record, by=by, role=role)

        def follow(sender, kept, gone, by, **kwargs) -> None:
            move_mandates(kept=kept, gone=gone, by=by)

        record_registered.connect(
            welcome, sender=Cluster, weak=False, dispatch_uid="accounts.welcome"
        )
        records_merged.connect(
            follow, sender=Cluster, weak=False, dispatch_uid="accounts.follow"
        )
