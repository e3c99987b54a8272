"""A call, its rules as data, the cases that test them, and who changed what."""

import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from matching.calls.querysets import CallFollowQuerySet, CallQuerySet
from regions.models.provenance import Provenance

LONGEST_TEXT = 3_000
PERCENT = [MinValueValidator(1), MaxValueValidator(100)]


class Verification(models.TextChoices):
    """How it was made sure that a call says so."""

    TEXT = "text", _("read in the cited page")
    SECONDARY = "secondary", _("read in a page of others about the call")
    RECALLED = "recalled", _("general knowledge, not verified")
    CARRIED = "carried", _("carried over from an earlier call, to be checked")


class Status(models.TextChoices):
    """Where a call stands today; derived from its dates."""

    OPEN = "open", pgettext_lazy("call", "open")
    FORTHCOMING = "forthcoming", _("forthcoming")
    UNDATED = "undated", _("rules known, no open call")
    CLOSED = "closed", pgettext_lazy("call", "closed")


class Expected(models.TextChoices):
    """What a test case expects of its rules."""

    MET = "met", pgettext_lazy("rule", "met")
    UNMET = "unmet", pgettext_lazy("rule", "not met")
    UNKNOWN = "unknown", _("not known")


class Change(models.TextChoices):
    """What somebody did with a call."""

    ADDED = "added", _("added the call")
    FACTS = "facts", _("changed the facts")
    RULES = "rules", _("changed the rules")
    CASES = "cases", _("changed the test cases")
    PUBLISHED = "published", _("published it")
    FAILING = "failing", _("published it although test cases fail")
    HIDDEN = "hidden", _("took it off the public pages")


def _optional(model: type[models.Field], words: object, **more: object):
    return model(words, null=True, blank=True, **more)


def _ordered(first: str, last: str) -> models.CheckConstraint:
    """The first of two numbers or days is not past the second, if both are known."""
    fits = (
        Q(**{f"{first}__isnull": True})
        | Q(**{f"{last}__isnull": True})
        | Q(**{f"{first}__lte": F(last)})
    )
    return models.CheckConstraint(condition=fits, name=f"call_{first}_first")


class Call(Provenance):
    """What is funded, until when, on which terms. The call's own text decides."""

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=250)
    programme = models.CharField(_("programme"), max_length=120)
    identifier = models.CharField(
        _("identifier of the call"), max_length=80, blank=True
    )
    link = models.URLField(_("address of the call"), max_length=500, blank=True)
    summary = models.TextField(_("in short"), max_length=LONGEST_TEXT, blank=True)
    opens = _optional(models.DateField, _("opens"))
    closes = _optional(models.DateField, _("closes"))
    closing_time = _optional(models.TimeField, _("closing time in Brussels"))
    topics = models.ManyToManyField(
        "regions.Topic", verbose_name=_("topics"), related_name="+", blank=True
    )
    themes = models.CharField(_("themes in words"), max_length=400, blank=True)
    budget_eur = _optional(models.PositiveBigIntegerField, _("budget in euros"))
    grant_min_eur = _optional(models.PositiveBigIntegerField, _("least grant in euros"))
    grant_max_eur = _optional(
        models.PositiveBigIntegerField, _("largest grant in euros")
    )
    rate_min = _optional(
        models.PositiveSmallIntegerField,
        _("least funding rate in percent"),
        validators=PERCENT,
    )
    rate_max = _optional(
        models.PositiveSmallIntegerField,
        _("largest funding rate in percent"),
        validators=PERCENT,
    )
    min_trl = _optional(
        models.PositiveSmallIntegerField,
        _("least technology readiness level"),
        validators=[MinValueValidator(1), MaxValueValidator(9)],
    )
    months_min = _optional(
        models.PositiveSmallIntegerField, _("shortest duration in months")
    )
    months_max = _optional(
        models.PositiveSmallIntegerField, _("longest duration in months")
    )
    # What no kind of rule holds: shown with the rules, checked by nobody here.
    conditions = models.TextField(
        _("further conditions"), max_length=LONGEST_TEXT, blank=True
    )
    verification = models.CharField(
        _("how it was verified"),
        max_length=9,
        choices=Verification,
        default=Verification.RECALLED,
    )
    is_published = models.BooleanField(_("published"), default=False)
    # Raised by each change by a person; 0 as long as only the seed has written it.
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    created_at = models.DateTimeField(_("added at"), default=timezone.now)
    edited_at = _optional(models.DateTimeField, _("edited at"), editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("edited by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["closes", "id"]
        constraints = [
            _ordered("opens", "closes"),
            _ordered("grant_min_eur", "grant_max_eur"),
            _ordered("rate_min", "rate_max"),
            _ordered("months_min", "months_max"),
        ]
        indexes = [models.Index(fields=["is_published", "closes"], name="call_closes")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("calls:detail", args=[self.slug])

    @property
    def status(self) -> Status:
        return self.status_on(timezone.localdate())

    def status_on(self, day: datetime.date) -> Status:
        """The status on a day; the last day itself is open."""
        if self.closes and self.closes < day:
            return Status.CLOSED
        if self.opens and self.opens > day:
            return Status.FORTHCOMING
        return Status.OPEN if self.opens or self.closes else Status.UNDATED

    @property
    def days_left(self) -> int | None:
        """Days until it closes, negative once it has; None where no day is known."""
        return (self.closes - timezone.localdate()).days if self.closes else None


class CallRule(models.Model):
    """One rule of composition: a kind and its parameters, as composition reads them."""

    call = models.ForeignKey(
        Call, verbose_name=_("call"), on_delete=models.CASCADE, related_name="rules"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=40)
    params = models.JSONField(_("parameters"), default=dict, blank=True)
    source_url = models.URLField(_("source address"), max_length=500, blank=True)
    valid_from = _optional(models.DateField, _("valid from"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    verification = models.CharField(
        _("how it was verified"),
        max_length=9,
        choices=Verification,
        default=Verification.RECALLED,
    )

    class Meta:
        verbose_name = _("rule of a call")
        verbose_name_plural = _("rules of calls")
        ordering = ["call", "position", "id"]

    def __str__(self) -> str:
        return f"{self.call_id}: {self.kind}"


class RuleCase(models.Model):
    """A small composition, and what is expected of one rule or of all of a call.

    `partners` are rows of plain words (see `matching.calls.casework`), `project` the
    figures of the project that rules may ask for.
    """

    call = models.ForeignKey(
        Call, verbose_name=_("call"), on_delete=models.CASCADE, related_name="cases"
    )
    rule = models.ForeignKey(
        CallRule,
        verbose_name=_("rule"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="cases",
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name = models.CharField(_("name"), max_length=200)
    partners = models.JSONField(_("partners"), default=list, blank=True)
    project = models.JSONField(_("project"), default=dict, blank=True)
    expected = models.CharField(_("expected"), max_length=7, choices=Expected)

    class Meta:
        verbose_name = _("test case of a call")
        verbose_name_plural = _("test cases of calls")
        ordering = ["call", "position", "id"]

    def __str__(self) -> str:
        return self.name


class CallEdit(models.Model):
    """Who changed what of a call, and when; a row stays when its person leaves."""

    call = models.ForeignKey(
        Call, verbose_name=_("call"), on_delete=models.CASCADE, related_name="edits"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    at = models.DateTimeField(_("moment"), default=timezone.now)
    change = models.CharField(_("change"), max_length=9, choices=Change)
    # Which fields changed, as {name: [before, after]}; for rules and cases, what the
    # call had before.
    details = models.JSONField(_("details"), default=dict, blank=True)

    class Meta:
        verbose_name = _("change of a call")
        verbose_name_plural = _("changes of calls")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.call_id}: {self.change}"


class CallFollow(models.Model):
    """Somebody wants to be reminded before a call closes."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    call = models.ForeignKey(
        Call, verbose_name=_("call"), on_delete=models.CASCADE, related_name="follows"
    )
    created_at = models.DateTimeField(_("since"), default=timezone.now)

    objects = CallFollowQuerySet.as_manager()

    class Meta:
        verbose_name = _("call that somebody follows")
        verbose_name_plural = _("calls that people follow")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "call"], name="call_follow_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.call_id}"
