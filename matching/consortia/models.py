"""A consortium forms for one call; its members are profiles or outside organisations.

What its composition is worth under the rules of the call is never stored: rules and
records change, so it is worked out whenever somebody reads it.
"""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.consortia.kinds import (
    CHANGEABLE,
    PRESENT,
    SHOWABLE,
    Actor,
    MemberState,
    Stage,
    Visibility,
)
from matching.consortia.querysets import ConsortiumQuerySet, MemberQuerySet
from regions.models import CohesionCategory, Profile, Status

LONGEST_TEXT, LONGEST_NOTE = 3_000, 1_000
PERCENT = (MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100)))


class Consortium(models.Model):
    """A group formed for a call. `lead` is the profile that started it.

    `revision` counts the changes of its composition: who works on an older one is told.
    """

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("what is planned"), max_length=LONGEST_TEXT, blank=True)
    call = models.ForeignKey(
        "calls.Call",
        verbose_name=_("call"),
        on_delete=models.PROTECT,
        related_name="consortia",
    )
    lead = models.ForeignKey(
        Profile,
        verbose_name=_("profile that started it"),
        on_delete=models.CASCADE,
        related_name="consortia_led",
    )
    stage = models.CharField(
        _("stage"), max_length=9, choices=Stage, default=Stage.IDEA
    )
    visibility = models.CharField(
        _("who reads it"),
        max_length=7,
        choices=Visibility,
        default=Visibility.MEMBERS,
    )
    # What rules about the project ask for; none where nobody has said it yet.
    trl = models.PositiveSmallIntegerField(
        _("technology readiness at the start"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
    )
    months = models.PositiveSmallIntegerField(
        _("duration in months"), null=True, blank=True
    )
    grant = models.DecimalField(
        _("grant asked for in euro"),
        max_digits=12,
        decimal_places=0,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("started by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField(_("started at"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited at"), default=timezone.now)

    objects = ConsortiumQuerySet.as_manager()

    class Meta:
        verbose_name = _("consortium")
        verbose_name_plural = _("consortia")
        ordering = ["-edited_at", "-id"]
        indexes = [
            models.Index(fields=["call", "stage"], name="consortium_of_call"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("consortia:detail", args=[self.slug])

    @property
    def is_changeable(self) -> bool:
        """Whether its composition can still be changed."""
        return self.stage in CHANGEABLE

    @property
    def is_public(self) -> bool:
        """The same as `ConsortiumQuerySet.public`; needs the lead joined."""
        return (
            self.visibility == Visibility.PUBLIC
            and self.stage in SHOWABLE
            and self.lead.status == Status.PUBLISHED
        )


class ConsortiumMember(models.Model):
    """A profile of the register in a consortium, or an organisation outside of it.

    `name`, `country`, `region_code`, `actor` and `category` are said of organisations
    outside only; those of a profile are read from the register.
    """

    consortium = models.ForeignKey(
        Consortium,
        verbose_name=_("consortium"),
        on_delete=models.CASCADE,
        related_name="members",
    )
    profile = models.ForeignKey(
        Profile,
        verbose_name=_("profile"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="consortium_memberships",
    )
    name = models.CharField(_("name of the organisation"), max_length=200, blank=True)
    country = models.CharField(_("country code"), max_length=2, blank=True)
    region_code = models.CharField(_("NUTS code"), max_length=5, blank=True)
    actor = models.CharField(
        _("kind of organisation"), max_length=9, choices=Actor, blank=True
    )
    category = models.CharField(
        _("cohesion category"), max_length=10, choices=CohesionCategory, blank=True
    )
    state = models.CharField(
        _("state"), max_length=10, choices=MemberState, default=MemberState.CONSIDERED
    )
    is_coordinator = models.BooleanField(_("coordinator"), default=False)
    roles = models.JSONField(_("roles"), default=list, blank=True)
    share = models.DecimalField(
        _("share of the budget in per cent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=PERCENT,
    )
    is_nonprofit = models.BooleanField(_("non-profit"), null=True, blank=True)
    note = models.TextField(_("note"), max_length=LONGEST_NOTE, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("added by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    added_at = models.DateTimeField(_("added at"), default=timezone.now)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("invited by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    invited_at = models.DateTimeField(_("invited at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of a consortium")
        verbose_name_plural = _("members of consortia")
        ordering = ["-is_coordinator", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["consortium", "profile"],
                condition=Q(profile__isnull=False),
                name="consortium_profile_once",
            ),
            models.UniqueConstraint(
                fields=["consortium", "name", "country"],
                condition=Q(profile=None),
                name="consortium_outsider_once",
            ),
            models.UniqueConstraint(
                fields=["consortium"],
                condition=Q(is_coordinator=True),
                name="consortium_one_coordinator",
            ),
            models.CheckConstraint(
                condition=Q(profile__isnull=False, name="")
                | (Q(profile=None) & ~Q(name="") & ~Q(country="") & ~Q(actor="")),
                name="consortium_member_is_somebody",
            ),
            models.CheckConstraint(
                condition=Q(is_coordinator=False) | Q(state__in=PRESENT),
                name="consortium_coordinator_present",
            ),
        ]
        indexes = [
            models.Index(fields=["profile", "state"], name="consortium_memberships"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Its name, wherever it is from; needs the profile joined."""
        return self.profile.title if self.profile_id else self.name

    @property
    def key(self) -> str:
        """Its name among the partners of a composition."""
        return self.profile.slug if self.profile_id else f"outside-{self.pk}"

    @property
    def is_shown_to_all(self) -> bool:
        """Whether everybody may learn its name: a hidden profile's nobody else does."""
        return self.profile is None or self.profile.status == Status.PUBLISHED

    @property
    def is_present(self) -> bool:
        return self.state in PRESENT
