"""Offers and needs: the structured things a profile gives or seeks."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from regions.models.provenance import Provenance
from regions.models.stages import Stage


class Side(models.TextChoices):
    OFFER = "offer", _("offer")
    NEED = "need", _("need")


class ItemKind(models.TextChoices):
    """What is offered or sought."""

    SKILL = "skill", _("skill")
    TECHNOLOGY = "technology", _("technology")
    FACILITY = "facility", _("facility")
    MARKET = "market", _("market access")
    FUNDING = "funding", _("funding")
    REGULATION = "regulation", _("regulation")
    POLICY = "policy", _("policy experience")


_TRL = [MinValueValidator(1), MaxValueValidator(9)]


class OpenItemManager(models.Manager):
    """Items that everybody may see."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().filter(is_confidential=False)


class ExchangeItem(Provenance):
    """One offer or one need of a profile.

    Derived items store no sentence: `derivation` names the rule that made them
    ("region_strong", "region_weak", "region_facility") and pages word it.
    """

    profile = models.ForeignKey(
        "regions.Profile",
        verbose_name=_("profile"),
        on_delete=models.CASCADE,
        related_name="items",
    )
    side = models.CharField(_("side"), max_length=5, choices=Side)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=10, choices=ItemKind)
    text = models.CharField(_("text"), max_length=500, blank=True)
    topics = models.ManyToManyField(
        "regions.Topic", verbose_name=_("topics"), related_name="+", blank=True
    )
    facility = models.ForeignKey(
        "regions.Facility",
        verbose_name=_("facility"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    trl_min = models.PositiveSmallIntegerField(
        _("lowest technology readiness level"), null=True, blank=True, validators=_TRL
    )
    trl_max = models.PositiveSmallIntegerField(
        _("highest technology readiness level"), null=True, blank=True, validators=_TRL
    )
    stage = models.CharField(
        _("value-chain stage"), max_length=12, choices=Stage, blank=True
    )
    derivation = models.CharField(_("derived by rule"), max_length=30, blank=True)
    is_confidential = models.BooleanField(
        _("confidential"),
        default=False,
        help_text=_(
            "Shown to partners only, once both sides have agreed; not used in matching."
        ),
    )

    # Whoever does not ask for confidential items gets none, also through a profile.
    objects = OpenItemManager()
    all_items = models.Manager()

    class Meta:
        verbose_name = _("offer or need")
        verbose_name_plural = _("offers and needs")
        ordering = ["profile", "side", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "side", "position"], name="item_position_once"
            ),
            models.CheckConstraint(
                condition=models.Q(trl_min__isnull=True)
                | models.Q(trl_max__isnull=True)
                | models.Q(trl_min__lte=models.F("trl_max")),
                name="item_trl_range",
            ),
            models.CheckConstraint(
                condition=~models.Q(text="") | ~models.Q(derivation=""),
                name="item_says_something",
            ),
        ]

    def __str__(self) -> str:
        return self.text or f"{self.get_kind_display()} ({self.derivation})"
