"""What an organisation has ticked off in the guide, and when."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChecklistsConfig(AppConfig):
    name = "portal.guide.checklists"
    label = "guide_checklists"
    verbose_name = _("Checklists of the guide")
