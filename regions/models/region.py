"""Regions: NUTS 2021 units, level 0 (country) to 3, and what they are strong in."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from regions.querysets import RegionQuerySet


class CohesionCategory(models.TextChoices):
    """Category of region in cohesion policy 2021-2027."""

    LESS = "less", _("less developed")
    TRANSITION = "transition", _("transition")
    MORE = "more", _("more developed")


class Region(models.Model):
    """A NUTS 2021 unit. `code` is the key everybody knows: ES51, DE, FR10."""

    code = models.CharField(_("NUTS code"), max_length=5, primary_key=True)
    level = models.PositiveSmallIntegerField(_("NUTS level"))
    name = models.CharField(_("name"), max_length=120)
    name_de = models.CharField(_("German name"), max_length=120, blank=True)
    name_fr = models.CharField(_("French name"), max_length=120, blank=True)
    name_local = models.CharField(_("local name"), max_length=120, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    country = models.CharField(_("country code"), max_length=2, db_index=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_note = models.CharField(_("population note"), max_length=120, blank=True)
    cohesion_category = models.CharField(
        _("cohesion category"), max_length=10, choices=CohesionCategory, blank=True
    )
    cohesion_note = models.CharField(_("category note"), max_length=120, blank=True)
    is_outermost = models.BooleanField(_("outermost region"), default=False)
    in_eu = models.BooleanField(_("in the European Union"), default=False)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__lte=3), name="region_level_0_to_3"
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.code})"

    @property
    def label(self) -> str:
        """The name in the reader's language where there is one."""
        language = (get_language() or "en")[:2]
        return getattr(self, f"name_{language}", "") or self.name

    @property
    def ancestor_codes(self) -> list[str]:
        """NUTS codes nest by their first characters: ES51 lies in ES5 and ES."""
        return [self.code[:length] for length in range(2, len(self.code))]


class NutsChange(models.Model):
    """A NUTS 2024 code that did not exist in 2021, and where its people lived."""

    code_2024 = models.CharField(_("NUTS 2024 code"), max_length=5)
    region = models.ForeignKey(
        Region, verbose_name=_("region"), on_delete=models.CASCADE, related_name="+"
    )
    share = models.FloatField(_("share of the population"))

    class Meta:
        verbose_name = _("NUTS change")
        verbose_name_plural = _("NUTS changes")
        ordering = ["code_2024", "-share"]
        constraints = [
            models.UniqueConstraint(
                fields=["code_2024", "region"], name="nuts_change_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code_2024} → {self.region_id}"


class RegionStrength(models.Model):
    """How strong a region is in an economic activity: derived, never declared."""

    region = models.ForeignKey(
        Region,
        verbose_name=_("region"),
        on_delete=models.CASCADE,
        related_name="strengths",
    )
    topic = models.ForeignKey(
        "regions.Topic",
        verbose_name=_("economic activity"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    location_quotient = models.FloatField(_("location quotient"), null=True)
    strength = models.FloatField(_("strength from 0 to 1"))

    class Meta:
        verbose_name = _("regional strength")
        verbose_name_plural = _("regional strengths")
        ordering = ["region", "-strength", "topic"]
        constraints = [
            models.UniqueConstraint(fields=["region", "topic"], name="strength_once")
        ]

    def __str__(self) -> str:
        return f"{self.region_id}: {self.topic_id} {self.strength:.2f}"
