"""On which terms a facility can be used, when it is free, and what it can do."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.sharing.querysets import TermsQuerySet, WindowQuerySet
from regions.models import Facility, Stage
from regions.models.provenance import Provenance
from regions.models.stages import bits_to_stages

TRL = (MinValueValidator(1), MaxValueValidator(9))


class Access(models.TextChoices):
    """To whom it is open."""

    OPEN = "open", _("open to all")
    ACADEMIC = "academic", _("for research and teaching")
    INDUSTRY = "industry", _("for companies")
    AGREEMENT = "agreement", _("by agreement")


class Price(models.TextChoices):
    """What the price depends on."""

    FREE = "free", _("free of charge")
    HOUR = "hour", _("per hour")
    DAY = "day", _("per day")
    PROJECT = "project", _("per project")
    REQUEST = "request", _("on request")


# The bases to which an amount belongs.
PRICED = (Price.HOUR, Price.DAY, Price.PROJECT)


class FacilityTerms(Provenance):
    """What its owners say of the use of a facility; one record each at most."""

    facility = models.OneToOneField(
        Facility,
        verbose_name=_("facility"),
        on_delete=models.CASCADE,
        related_name="terms",
    )
    access = models.CharField(_("open to whom"), max_length=9, choices=Access)
    access_note = models.TextField(_("more on access"), max_length=1500, blank=True)
    price = models.CharField(
        _("price"), max_length=7, choices=Price, default=Price.REQUEST
    )
    amount = models.DecimalField(
        _("amount in euro"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    stage_bits = models.PositiveSmallIntegerField(_("value-chain stages"), default=0)
    trl_from = models.PositiveSmallIntegerField(
        _("lowest technology readiness"), null=True, blank=True, validators=TRL
    )
    trl_to = models.PositiveSmallIntegerField(
        _("highest technology readiness"), null=True, blank=True, validators=TRL
    )
    hours_a_month = models.PositiveIntegerField(
        _("hours a month for others"), null=True, blank=True
    )
    users_at_once = models.PositiveSmallIntegerField(
        _("users at the same time"), null=True, blank=True
    )
    contact_role = models.CharField(_("who answers"), max_length=120, blank=True)
    mailbox = models.EmailField(_("role mailbox"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TermsQuerySet.as_manager()

    class Meta:
        verbose_name = _("terms of a facility")
        verbose_name_plural = _("terms of facilities")
        ordering = ["facility"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage_bits__lt=1 << len(Stage)), name="terms_stages_known"
            ),
            models.CheckConstraint(
                condition=Q(trl_from=None, trl_to=None)
                | Q(trl_from__gte=1, trl_to__lte=9, trl_from__lte=F("trl_to")),
                name="terms_trl_range",
            ),
        ]

    def __str__(self) -> str:
        return str(self.facility)

    @property
    def stages(self) -> list[Stage]:
        return bits_to_stages(self.stage_bits)


class Capability(models.Model):
    """What it can do, in a few words: "clean room", "blade recycling"."""

    terms = models.ForeignKey(
        FacilityTerms,
        verbose_name=_("terms of a facility"),
        on_delete=models.CASCADE,
        related_name="capabilities",
    )
    words = models.CharField(_("words"), max_length=80)
    # The same without case, accents and signs, for filters and comparison.
    key = models.CharField(max_length=120, editable=False, db_index=True)

    class Meta:
        verbose_name = _("capability")
        verbose_name_plural = _("capabilities")
        ordering = ["words", "id"]
        constraints = [
            models.UniqueConstraint(fields=["terms", "key"], name="capability_once")
        ]

    def __str__(self) -> str:
        return self.words


class FreeWindow(models.Model):
    """A time in which others can use it."""

    facility = models.ForeignKey(
        Facility,
        verbose_name=_("facility"),
        on_delete=models.CASCADE,
        related_name="windows",
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("added by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    added_at = models.DateTimeField(_("added at"), default=timezone.now)

    objects = WindowQuerySet.as_manager()

    class Meta:
        verbose_name = _("free time of a facility")
        verbose_name_plural = _("free times of facilities")
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")), name="window_in_order"
            ),
            models.UniqueConstraint(
                fields=["facility", "starts_on", "ends_on"], name="window_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.facility_id}: {self.starts_on} – {self.ends_on}"
