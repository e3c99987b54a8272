"""Sharing: requests for access to facilities, pooled demand, joint investment."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SharingConfig(AppConfig):
    name = "matching.sharing"
    label = "sharing"
    verbose_name = _("Sharing of facilities")
