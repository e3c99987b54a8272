"""What records have in common that somebody owns, edits and keeps true."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regions.models.provenance import Provenance
from regions.models.status import Status


class RecordKind(models.TextChoices):
    """The records that people write; each has a document (see regions.editing)."""

    STRATEGY = "strategy", _("strategy")
    PRIORITY = "priority", _("priority")
    CLUSTER = "cluster", _("cluster")
    FACILITY = "facility", _("facility")


class Visibility(models.TextChoices):
    """Who sees a field: everybody, who is signed in, or who agreed to a meeting."""

    PUBLIC = "public", _("everybody")
    REGISTERED = "registered", _("people who are signed in")
    PARTNERS = "partners", _("partners, once both sides have agreed")


class Owned(Provenance):
    """A record with a state, a version and fields that not everybody sees.

    `version` is raised by each change, and by nothing else than
    `regions.editing`; `lapsed_at` is set when nobody has confirmed the record for so
    long that it left the match lists; `visibility` maps names of fields to Visibility
    where they are not as by default (see `regions.editing.visibility`).
    """

    # What each kind of record declares by itself.
    slug: str
    region_id: str
    objects: ClassVar[Any]
    # What a reader is to the record: see OwnedQuerySet.with_rights.
    is_own: bool
    may_edit: bool

    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.PUBLISHED
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    visibility = models.JSONField(_("visibility"), default=dict, blank=True)
    lapsed_at = models.DateTimeField(
        _("out of the lists since"), null=True, blank=True, editable=False
    )
    created_at = models.DateTimeField(
        _("registered at"), default=timezone.now, editable=False
    )
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("changed by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        abstract = True

    @property
    def is_listed(self) -> bool:
        """Whether others are matched with it, as `listed()` in the querysets."""
        return self.status == Status.PUBLISHED and self.lapsed_at is None

    @property
    def counted_from(self) -> datetime:
        """When its owner last confirmed it, or else when it came into the register."""
        return self.confirmed_at or self.created_at

    @property
    def record_kind(self) -> RecordKind:
        return RecordKind(self._meta.model_name)
