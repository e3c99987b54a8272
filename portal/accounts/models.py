"""People and their mandates: who may act for which region or cluster."""

from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regions.models import Cluster, Region


class UserManager(BaseUserManager):
    """Makes people who sign in with their e-mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields):
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields):
        """Make a person who may do all and signs in at once; for operators only."""
        user = self.create_user(
            email, password, is_staff=True, is_superuser=True, **fields
        )
        user.trust_email()
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person. `is_staff` marks a curator; mandates say for whom others act."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=5, blank=True)
    is_staff = models.BooleanField(_("curator"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("registered at"), default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["email"]

    def __str__(self) -> str:
        return self.name or self.email

    def trust_email(self) -> None:
        """Let this person sign in without proving the address by a code."""
        self.emailaddress_set.update_or_create(
            email=self.email, defaults={"verified": True, "primary": True}
        )

    def mandated_regions(self) -> "QuerySet[Region]":
        """Regions this person may act for today."""
        return Region.objects.filter(mandates__in=self._running_mandates())

    def mandated_clusters(self) -> "QuerySet[Cluster]":
        """Clusters this person may act for today."""
        return Cluster.objects.filter(mandates__in=self._running_mandates())

    def _running_mandates(self) -> "QuerySet[Mandate]":
        return Mandate.objects.running().filter(user=self)


class MandateQuerySet(models.QuerySet):
    def running(self):
        """Mandates that have not ended."""
        today = timezone.localdate()
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))


class Role(models.TextChoices):
    OWNER = "owner", _("owner")
    EDITOR = "editor", _("editor")
    READER = "reader", _("reader")


class Mandate(models.Model):
    """A person acts for one region or one cluster, in a role, until a date."""

    user = models.ForeignKey(
        User,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="mandates",
    )
    region = models.ForeignKey(
        Region,
        verbose_name=_("region"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="mandates",
    )
    cluster = models.ForeignKey(
        Cluster,
        verbose_name=_("cluster"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="mandates",
    )
    role = models.CharField(_("role"), max_length=6, choices=Role, default=Role.READER)
    granted_at = models.DateTimeField(_("granted at"), default=timezone.now)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ["user", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(region__isnull=False) ^ Q(cluster__isnull=False),
                name="mandate_for_one_region_or_cluster",
            ),
            models.UniqueConstraint(
                fields=["user", "region"], name="mandate_region_once"
            ),
            models.UniqueConstraint(
                fields=["user", "cluster"], name="mandate_cluster_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.region or self.cluster} ({self.role})"
