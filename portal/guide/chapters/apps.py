"""The guide's own texts: chapters, cards, print and PDF, figures, reading ease."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChaptersConfig(AppConfig):
    name = "portal.guide.chapters"
    label = "guide_chapters"
    verbose_name = _("Chapters of the guide")
