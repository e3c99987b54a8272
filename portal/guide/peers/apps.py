"""A question to regions that have solved it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeersConfig(AppConfig):
    name = "portal.guide.peers"
    label = "guide_peers"
    verbose_name = _("Peers to ask")
