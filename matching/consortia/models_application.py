"""What a consortium hands in: missing pieces, signed letters, days, and the result."""

import secrets
import uuid
from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from matching.consortia.kinds import Stage
from matching.consortia.models import Consortium, ConsortiumMember
from matching.consortia.querysets_application import (
    RUNNING,
    LetterQuerySet,
    PieceQuerySet,
    TaskQuerySet,
)
from portal.accounts.models import person_link

LONGEST_TEXT, LONGEST_NOTE = 3_000, 1_000
# More days before its day than any reminder: nobody was told of it yet.
NOT_REMINDED = 99


def _consortium(related_name: str) -> models.ForeignKey:
    return models.ForeignKey(
        Consortium,
        verbose_name=_("consortium"),
        on_delete=models.CASCADE,
        related_name=related_name,
    )


class Application(models.Model):
    """What was handed in and what came of it; made when it is first written."""

    consortium = models.OneToOneField(
        Consortium,
        verbose_name=_("consortium"),
        on_delete=models.CASCADE,
        related_name="application",
    )
    # The usual pieces are put into the list once; what is deleted stays away.
    prefilled_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The members whose usual pieces were put into it.
    prefilled_for = models.JSONField(default=list, blank=True, editable=False)
    submitted_on = models.DateField(_("submitted on"), null=True, blank=True)
    reference = models.CharField(
        _("number of the proposal"), max_length=120, blank=True
    )
    anyway_reason = models.TextField(
        _("why it is submitted although rules are not met"),
        max_length=LONGEST_NOTE,
        blank=True,
    )
    result_on = models.DateField(_("day of the result"), null=True, blank=True)
    amount = models.DecimalField(
        _("grant in euro"),
        max_digits=12,
        decimal_places=0,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(1))],
    )
    evaluation = models.TextField(
        _("what the evaluation says"), max_length=LONGEST_TEXT, blank=True
    )
    lessons = models.TextField(
        _("what we learned"), max_length=LONGEST_TEXT, blank=True
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    copied_from = models.ForeignKey(
        Consortium,
        verbose_name=_("composition taken from"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = PieceQuerySet.as_manager()

    class Meta:
        verbose_name = _("joint application")
        verbose_name_plural = _("joint applications")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.consortium)


class StageChange(models.Model):
    """Who moved an application on, and when; the row stays when the person leaves."""

    consortium = _consortium("stage_changes")
    before = models.CharField(_("before"), max_length=9, choices=Stage)
    after = models.CharField(_("after"), max_length=9, choices=Stage)
    by = person_link(_("changed by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    note = models.TextField(_("note"), max_length=LONGEST_NOTE, blank=True)

    objects = PieceQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of an application’s stage")
        verbose_name_plural = _("changes of applications’ stages")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.consortium_id}: {self.before} → {self.after}"


class Piece(models.TextChoices):
    """Pieces that nearly every application needs, in words of the reader's language."""

    CALL_TEXT = "call_text", _("Read the text of the call and its conditions together")
    PLAN = "plan", _("Agree on the work plan and the budget")
    LETTER = "letter", _("Sign the letter of intent and upload it")
    SHARE = "share", _("Say the share of the budget")
    ROLE = "role", _("Say the role in the project")
    MANDATE = "mandate", _("Show who may sign for the organisation")
    REGISTRATION = (
        "registration",
        _("Register the organisation if the call asks for it (PIC in the EU portal)"),
    )
    WEBSITE = "website", _("Name a page in English about the organisation")
    SUBMIT = "submit", _("Hand in, two days before the last one")


class Task(models.Model):
    """A missing piece: who brings it, until when, and who said that it is there.

    `kind` marks one of the usual pieces, which says itself as long as nobody gives it
    a title of its own. `token` is the form's: pressed twice, a task is added once.
    """

    consortium = _consortium("tasks")
    kind = models.CharField(_("kind"), max_length=12, choices=Piece, blank=True)
    title = models.CharField(_("what is missing"), max_length=200, blank=True)
    note = models.TextField(_("note"), max_length=LONGEST_NOTE, blank=True)
    member = models.ForeignKey(
        ConsortiumMember,
        verbose_name=_("who brings it"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="tasks",
    )
    person = person_link(_("person who does it"))
    due = models.DateField(_("until"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    done_by = person_link(_("done by"))
    created_by = person_link(_("added by"))
    created_at = models.DateTimeField(_("added at"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    token = models.UUIDField(default=uuid.uuid4, editable=False)
    # The least days before its day at which people were told.
    reminded = models.PositiveSmallIntegerField(default=NOT_REMINDED, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("missing piece")
        verbose_name_plural = _("missing pieces")
        ordering = [models.F("due").asc(nulls_last=True), "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["consortium", "token"], name="task_added_once"
            ),
            models.CheckConstraint(
                condition=~Q(kind="") | ~Q(title=""), name="task_says_something"
            ),
        ]
        indexes = [models.Index(fields=["done_at", "due"], name="task_due")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What is missing, in the reader's language where it is a usual piece."""
        return self.title or self.get_kind_display()

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def days_left(self) -> int | None:
        return (self.due - timezone.localdate()).days if self.due else None

    @property
    def is_overdue(self) -> bool:
        days = self.days_left
        return not self.is_done and days is not None and days < 0

    @property
    def uid(self) -> str:
        """Its name in calendars."""
        return f"application-task-{self.pk}"


class Letter(models.Model):
    """The signed letter of intent of a member; it lies in the database."""

    consortium = _consortium("letters")
    member = models.OneToOneField(
        ConsortiumMember,
        verbose_name=_("partner"),
        on_delete=models.CASCADE,
        related_name="letter",
    )
    signed_on = models.DateField(_("signed on"))
    name = models.CharField(_("file"), max_length=120)
    media_type = models.CharField(_("media type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    # None once its period is over: that it was signed stays written down.
    content = models.BinaryField(_("content"), null=True)
    uploaded_by = person_link(_("uploaded by"))
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("signed letter of intent")
        verbose_name_plural = _("signed letters of intent")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


def _new_token() -> str:
    return secrets.token_urlsafe(32)


class CalendarFeed(models.Model):
    """The secret address under which a person's calendar fetches the days."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    token = models.CharField(max_length=64, unique=True, default=_new_token)
    made_at = models.DateTimeField(
        pgettext_lazy("calendar", "made at"), default=timezone.now
    )

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return f"{self.user_id}"


def is_running(consortium: Consortium) -> bool:
    """Whether pieces can still be missing."""
    return consortium.stage in RUNNING
