"""Consortia: found for a call, checked against its rules, carried to a result."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsortiaConfig(AppConfig):
    name = "matching.consortia"
    label = "consortia"
    verbose_name = _("Consortia")
