"""Partner requests: what a profile seeks, matched like a profile, until a day."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from regions.signals import records_merged


class PartnerRequestsConfig(AppConfig):
    name = "matching.partner_requests"
    label = "partner_requests"
    verbose_name = _("Partner requests")

    def ready(self) -> None:
        # Models can only be imported once the app registry is ready.
        from matching.partner_requests.cards import register_parts  # noqa: PLC0415
        from matching.partner_requests.merging import move_requests  # noqa: PLC0415
        from matching.partner_requests.telling import register_kinds  # noqa: PLC0415
        from regions.models import Profile  # noqa: PLC0415

        register_parts()
        register_kinds()

        def follow(sender, kept, gone, **kwargs) -> None:
            if isinstance(kept, Profile):
                move_requests(kept=kept, gone=gone)

        records_merged.connect(follow, weak=False, dispatch_uid="requests.follow")
