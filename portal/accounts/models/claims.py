"""How people come to a mandate: they claim it with a proof, or are invited."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models.mandates import Role, organisation_link
from portal.accounts.models.people import User
from regions.models import Cluster, Region


class ClaimQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own claims; for a curator all of them."""
        if not user.is_authenticated:
            return self.none()
        return self.all() if user.is_staff else self.filter(user=user)

    def open(self):
        """Claims that nobody has decided."""
        return self.filter(state=Claim.State.OPEN)

    def of(self, organisation: Region | Cluster):
        """Claims to act for this region or cluster."""
        return self.filter(**organisation_link(organisation))


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Invitations that can still be accepted."""
        return self.filter(
            accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
        )

    def of(self, organisation: Region | Cluster):
        """Invitations to act for this region or cluster."""
        return self.filter(**organisation_link(organisation))


class Claim(models.Model):
    """Somebody says to act for a region or cluster; a curator decides by the proof."""

    class State(models.TextChoices):
        OPEN = "open", _("waits for a curator")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")
        TAKEN_BACK = "taken_back", _("taken back")

    user = models.ForeignKey(
        User,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="claims",
    )
    region = models.ForeignKey(
        Region, on_delete=models.CASCADE, null=True, blank=True, related_name="claims"
    )
    cluster = models.ForeignKey(
        Cluster, on_delete=models.CASCADE, null=True, blank=True, related_name="claims"
    )
    role = models.CharField(_("role"), max_length=6, choices=Role, default=Role.OWNER)
    statement = models.TextField(_("what shows that you act for it"))
    proof_url = models.URLField(_("page that shows it"), max_length=500, blank=True)
    proof = models.BinaryField(_("proof"), null=True, blank=True)
    proof_name = models.CharField(_("file"), max_length=150, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.OPEN
    )
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    assigned_to = models.ForeignKey(
        User,
        verbose_name=_("assigned to"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_by = models.ForeignKey(
        User,
        verbose_name=_("decided by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reasons = models.TextField(_("statement of reasons"), blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(region__isnull=False) ^ Q(cluster__isnull=False),
                name="claim_for_one_region_or_cluster",
            ),
            models.UniqueConstraint(
                fields=["user", "region"],
                condition=Q(state="open"),
                name="one_open_claim_a_region",
            ),
            models.UniqueConstraint(
                fields=["user", "cluster"],
                condition=Q(state="open"),
                name="one_open_claim_a_cluster",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.region or self.cluster} ({self.state})"

    @property
    def organisation(self) -> Region | Cluster:
        return self.region or self.cluster

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class Invitation(models.Model):
    """An owner asks somebody by mail to act for a region or cluster too.

    Who opens the link and has proved to read mail at this very address may accept; the
    key of the link is stored as a hash only.
    """

    region = models.ForeignKey(
        Region, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    cluster = models.ForeignKey(
        Cluster, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=6, choices=Role, default=Role.EDITOR)
    ends_on = models.DateField(_("mandate ends on"), null=True, blank=True)
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        User,
        verbose_name=_("invited by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    invited_at = models.DateTimeField(_("invited at"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(region__isnull=False) ^ Q(cluster__isnull=False),
                name="invitation_for_one_region_or_cluster",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.region or self.cluster} ({self.role})"

    @property
    def organisation(self) -> Region | Cluster:
        return self.region or self.cluster
