"""Calls: what is funded until when, and the rules a consortium has to meet."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallsConfig(AppConfig):
    name = "matching.calls"
    label = "calls"
    verbose_name = _("Calls")
