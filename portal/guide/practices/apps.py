"""What regions did, with what result; submitted, moderated, matched."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    name = "portal.guide.practices"
    label = "guide_practices"
    verbose_name = _("Practices")
