"""Drafts that save themselves, and the versions that a record has had."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regions.models.owned import RecordKind
from regions.querysets_cases import VersionQuerySet


class Draft(models.Model):
    """What a person has typed into a form and not yet sent off.

    `data` holds the form's values as a browser sends them, name to list of texts, so
    that not even what is not valid yet is lost. `base_version` is the version of the
    record that the person saw; `revision` counts the savings, so that an older window
    does not overwrite a newer one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="drafts",
    )
    kind = models.CharField(_("kind"), max_length=10, choices=RecordKind)
    # The record that is edited; empty for a new one.
    record_key = models.PositiveBigIntegerField(_("record"), null=True, blank=True)
    # Where a new record belongs: a region's code, a strategy's or cluster's address.
    owner = models.CharField(_("belongs to"), max_length=120, blank=True)
    title = models.CharField(_("title"), max_length=250, blank=True)
    base_version = models.PositiveIntegerField(_("version seen"), default=0)
    data = models.JSONField(_("values"), default=dict)
    revision = models.PositiveIntegerField(_("revision"), default=0)
    created_at = models.DateTimeField(_("begun at"), default=timezone.now)
    updated_at = models.DateTimeField(_("saved at"), auto_now=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ["-updated_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "record_key"],
                condition=Q(record_key__isnull=False),
                name="draft_of_a_record_once",
            )
        ]

    def __str__(self) -> str:
        return self.title or f"{self.get_kind_display()} {self.created_at:%Y-%m-%d}"


class Act(models.TextChoices):
    """What was done to a record."""

    LOADED = "loaded", _("as it was loaded")
    CREATED = "created", _("registered")
    CHANGED = "changed", _("changed")
    CONFIRMED = "confirmed", _("confirmed")
    REJECTED = "rejected", _("rejected as wrong")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")
    MERGED = "merged", _("merged")
    IMPORTED = "imported", _("imported")
    LAPSED = "lapsed", _("left the lists, not confirmed")


class ActorRole(models.TextChoices):
    """In which role somebody acted; it stays when the person is forgotten."""

    OWNER = "owner", _("its owner")
    CURATOR = "curator", _("a curator")
    PORTAL = "portal", _("the portal")


class Version(models.Model):
    """What a record said after an act, who did it, and in which role.

    `key` is the record's primary key; there is no foreign key, so the trail survives
    the record. `document` is that of `regions.editing.documents`.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=RecordKind)
    key = models.PositiveBigIntegerField(_("record"))
    number = models.PositiveIntegerField(_("version"))
    act = models.CharField(_("act"), max_length=10, choices=Act)
    document = models.JSONField(_("document"), default=dict)
    status = models.CharField(_("status"), max_length=10, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    role = models.CharField(_("as"), max_length=8, choices=ActorRole)
    note = models.TextField(_("note"), blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["kind", "key", "-number"]
        indexes = [models.Index(fields=["-at", "id"], name="version_latest")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key", "number"], name="version_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}, version {self.number}"


class OldAddress(models.Model):
    """An address that leads to another profile since two were merged."""

    kind = models.CharField(_("kind"), max_length=10, choices=RecordKind)
    slug = models.SlugField(_("old address"), max_length=120)
    profile = models.ForeignKey(
        "regions.Profile",
        verbose_name=_("profile"),
        on_delete=models.CASCADE,
        related_name="old_addresses",
    )
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        ordering = ["kind", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="old_address_once")
        ]

    def __str__(self) -> str:
        return f"{self.slug} → {self.profile}"
