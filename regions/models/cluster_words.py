"""What a cluster's services and working languages are chosen from."""

from django.db import models
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _


class ClusterService(models.TextChoices):
    """What a cluster organisation does for its members."""

    NETWORKING = "networking", _("networking and matchmaking")
    INNOVATION = "innovation", _("innovation projects")
    TRANSFER = "transfer", _("technology transfer")
    TRAINING = "training", _("training and skills")
    INTERNATIONAL = "international", _("internationalisation")
    FUNDING = "funding", _("advice on funding")
    INTELLIGENCE = "intelligence", _("market and technology intelligence")
    INFRASTRUCTURE = "infrastructure", _("access to infrastructure")
    START_UPS = "start_ups", _("support of start-ups")
    TRANSITION = "transition", _("green and digital transition")
    PROMOTION = "promotion", _("promotion and branding")


# The official languages of the Union and of its neighbours in this register.
LANGUAGES = (
    *("bg", "hr", "cs", "da", "nl", "en", "et", "fi", "fr", "de", "el", "hu"),
    *("ga", "it", "lv", "lt", "mt", "pl", "pt", "ro", "sk", "sl", "es", "sv"),
    *("is", "nb", "sr", "sq", "mk", "bs", "tr", "uk"),
)


def language_name(code: str) -> str:
    """The language's name in the reader's language."""
    if code == "mt":
        return str(_("Maltese"))
    return get_language_info(code)["name_translated"]
