"""What the portal's words mean, in every language, and the links to them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GlossaryConfig(AppConfig):
    name = "portal.guide.glossary"
    label = "guide_glossary"
    verbose_name = _("Words of the guide and of the portal")
