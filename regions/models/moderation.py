"""Cases: a record waits for a curator, who publishes or returns it with reasons."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regions.models.owned import RecordKind
from regions.querysets_cases import CaseQuerySet


class Outcome(models.TextChoices):
    PUBLISHED = "published", _("published")
    RETURNED = "returned", _("returned")
    WITHDRAWN = "withdrawn", _("withdrawn")
    TAKEN_BACK = "taken_back", _("taken back by its owner")


class Rule(models.TextChoices):
    """The portal's rules for records, on which a decision rests.

    What each asks for is worded in `regions.moderation.rules`.
    """

    TOO_BROAD = "too_broad", _("too broad")
    NOT_OWNERS = "not_owners", _("not the organisation's own")
    NO_SOURCE = "no_source", _("no source")
    DUPLICATE = "duplicate", _("registered twice")
    PERSONAL_DATA = "personal_data", _("personal data")
    ADVERTISING = "advertising", _("advertising")
    UNCLEAR = "unclear", _("unclear")
    UNTRUE = "untrue", _("not true, or no longer")


class Case(models.Model):
    """One submission of a record, until it is decided.

    A strategy's case covers the priorities that were submitted with it. The statement
    of reasons is what the owner reads: the outcome, `reasons` (the facts) and `rule`;
    the talk about it is in CaseMessage. Where a curator asks about a published record,
    the curator is who submitted it.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=RecordKind)
    key = models.PositiveBigIntegerField(_("record"))
    title = models.CharField(_("title"), max_length=250)
    region = models.ForeignKey(
        "regions.Region",
        verbose_name=_("region"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("submitted by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    submitted_at = models.DateTimeField(_("submitted at"), default=timezone.now)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assigned to"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    assigned_at = models.DateTimeField(_("assigned at"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    rule = models.CharField(_("rule"), max_length=13, choices=Rule, blank=True)
    reasons = models.TextField(_("statement of reasons"), blank=True)
    # Of a strategy's priorities: {"key", "title", "is_fine", "words"} each.
    verdicts = models.JSONField(_("verdicts on priorities"), default=list, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["submitted_at", "id"]
        indexes = [models.Index(fields=["outcome", "submitted_at"], name="case_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(outcome=""),
                name="one_open_case_a_record",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.outcome or 'open'})"

    def reasons_for(self, kind: str, key: int) -> str:
        """What is to be changed in one of its records, or else in all of them."""
        if kind != RecordKind.PRIORITY:
            return self.reasons
        own = (one["words"] for one in self.verdicts if one["key"] == key)
        return next(own, "") or self.reasons


class CaseMessage(models.Model):
    """What an owner or a curator wrote about a case."""

    case = models.ForeignKey(
        Case, verbose_name=_("case"), on_delete=models.CASCADE, related_name="messages"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    is_curator = models.BooleanField(_("by a curator"), default=False)
    text = models.TextField(_("text"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("message about a case")
        verbose_name_plural = _("messages about cases")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:60]


class NotDuplicate(models.Model):
    """A curator has looked at two records and says that they are two things."""

    kind = models.CharField(_("kind"), max_length=10, choices=RecordKind)
    # Keys of two records, the smaller one first.
    first = models.PositiveBigIntegerField(_("record"))
    second = models.PositiveBigIntegerField(_("other record"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("pair that is no duplicate")
        verbose_name_plural = _("pairs that are no duplicates")
        ordering = ["kind", "first", "second"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "first", "second"], name="not_duplicate_once"
            ),
            models.CheckConstraint(
                condition=Q(first__lt=models.F("second")), name="not_duplicate_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.first} ≠ {self.second}"
