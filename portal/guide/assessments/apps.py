"""How a region's policy or a cluster's management stands, again and again."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "portal.guide.assessments"
    label = "guide_assessments"
    verbose_name = _("Self-assessments")
