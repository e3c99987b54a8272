"""People: who signs in, and for whom they act."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regions.models import Cluster, Region, Visibility

if TYPE_CHECKING:
    from portal.accounts.models.mandates import Mandate


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

    def acting_for(
        self,
        *roles: str,
        region: Region | None = None,
        cluster: Cluster | None = None,
    ) -> "QuerySet[User]":
        """Active people with a running mandate for this region or cluster."""
        mandates = self.model._meta.get_field("mandates").related_model.objects
        mandates = mandates.running().filter(region=region, cluster=cluster)
        if roles:
            mandates = mandates.filter(role__in=roles)
        return self.filter(is_active=True, pk__in=mandates.values("user"))

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
    position = models.CharField(_("position"), max_length=150, blank=True)
    # Who sees name and position: see regions.models.Visibility.
    name_visibility = models.CharField(
        _("who sees name and position"),
        max_length=10,
        choices=Visibility,
        default=Visibility.PARTNERS,
    )
    last_seen_on = models.DateField(_("last seen on"), null=True, blank=True)
    # How often, and when last, we wrote that the account will be deleted as unused.
    absence_warnings = models.PositiveSmallIntegerField(default=0, editable=False)
    absence_warned_on = models.DateField(null=True, blank=True, editable=False)
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

    def mandated_regions(self, *roles: str) -> "QuerySet[Region]":
        """Regions this person may act for today, in one of these roles or in any."""
        return Region.objects.filter(mandates__in=self._running_mandates(roles))

    def mandated_clusters(self, *roles: str) -> "QuerySet[Cluster]":
        """Clusters this person may act for today, in one of these roles or in any."""
        return Cluster.objects.filter(mandates__in=self._running_mandates(roles))

    def _running_mandates(self, roles: Sequence[str]) -> "QuerySet[Mandate]":
        running = self.mandates.running()
        return running.filter(role__in=roles) if roles else running
