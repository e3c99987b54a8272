"""A question to regions that have solved it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from regions.signals import records_merged


class PeersConfig(AppConfig):
    name = "portal.guide.peers"
    label = "guide_peers"
    verbose_name = _("Peers to ask")

    def ready(self) -> None:
        # Models can only be imported once the app registry is ready.
        from portal.guide.chapters.parts import Part, register_part  # noqa: PLC0415
        from portal.guide.peers.merging import move_questions  # noqa: PLC0415
        from regions.models import Profile  # noqa: PLC0415

        register_part(Part("peers", "guide/peers/_chapter.html", order=80))

        def follow(sender, kept, gone, **kwargs) -> None:
            if isinstance(kept, Profile):
                move_questions(kept=kept, gone=gone)

        records_merged.connect(follow, weak=False, dispatch_uid="peers.follow")
