"""Several profiles that want the same put one request together."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.sharing.models.terms import TRL
from matching.sharing.querysets import MemberQuerySet, PoolQuerySet
from regions.models import Facility, Profile, Stage


class PoolState(models.TextChoices):
    OPEN = "open", _("collects members")
    SENT = "sent", _("sent to the facility")
    CLOSED = "closed", _("closed by the lead")
    EXPIRED = "expired", _("ended without a request")


class Pool(models.Model):
    """Demand for one facility, or for a capability as long as none is chosen.

    `revision` is raised by each change of what members agreed to.
    """

    profile = models.ForeignKey(
        Profile,
        verbose_name=_("lead"),
        on_delete=models.CASCADE,
        related_name="pools_led",
    )
    facility = models.ForeignKey(
        Facility,
        verbose_name=_("facility"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="pools",
    )
    title = models.CharField(_("title"), max_length=200)
    purpose = models.TextField(_("what it is needed for"), max_length=1500)
    capability = models.CharField(_("capability needed"), max_length=120, blank=True)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, blank=True)
    trl = models.PositiveSmallIntegerField(
        _("technology readiness"), null=True, blank=True, validators=TRL
    )
    wished_from = models.DateField(_("wished from"))
    wished_to = models.DateField(_("wished until"))
    join_by = models.DateField(_("join by"))
    state = models.CharField(
        _("state"), max_length=7, choices=PoolState, default=PoolState.OPEN
    )
    revision = models.PositiveIntegerField(default=1, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("opened by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("pooled demand")
        verbose_name_plural = _("pooled demands")
        ordering = ["join_by", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(wished_from__lte=F("wished_to")), name="pool_wish_order"
            )
        ]
        indexes = [models.Index(fields=["state", "join_by"], name="pool_open")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("sharing:pool", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == PoolState.OPEN

    @property
    def can_be_joined(self) -> bool:
        return self.is_open and self.join_by >= timezone.localdate()


class PoolMember(models.Model):
    """A profile's share of a pool. Who has left stays in the log of it."""

    pool = models.ForeignKey(
        Pool,
        verbose_name=_("pooled demand"),
        on_delete=models.CASCADE,
        related_name="members",
    )
    profile = models.ForeignKey(
        Profile,
        verbose_name=_("profile"),
        on_delete=models.CASCADE,
        related_name="pool_shares",
    )
    hours = models.PositiveIntegerField(_("hours"))
    agreed_revision = models.PositiveIntegerField(default=0, editable=False)
    # Who agreed last, and so consented that the facility sees the contact data.
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("agreed by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    agreed_at = models.DateTimeField(_("agreed at"), null=True, blank=True)
    joined_at = models.DateTimeField(_("joined at"), default=timezone.now)
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("share of a pooled demand")
        verbose_name_plural = _("shares of pooled demands")
        ordering = ["joined_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pool", "profile"],
                condition=Q(left_at=None),
                name="pool_member_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pool_id}: {self.profile_id}"

    @property
    def has_agreed(self) -> bool:
        """Whether it agrees to what the pool says now."""
        return self.agreed_revision == self.pool.revision
