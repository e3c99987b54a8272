"""The five stages of a value chain, kept as bits of one small number."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """A value-chain stage, in the order in which ideas become products."""

    RESEARCH = "research", _("research")
    DEVELOPMENT = "development", _("development")
    PILOT = "pilot", _("pilot")
    PRODUCTION = "production", _("production")
    MARKET = "market", _("market")


def stages_to_bits(stages: Iterable[str]) -> int:
    """Return the bit set of stage names; an unknown name is a ValueError."""
    order = Stage.values
    return sum(1 << order.index(stage) for stage in set(stages))


def bits_to_stages(bits: int) -> list[Stage]:
    """Return the stages in a bit set, in value-chain order."""
    return [stage for place, stage in enumerate(Stage) if bits >> place & 1]
