"""A step that one side states towards another: how far it goes, and until when."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.commitments.querysets import CommitmentQuerySet
from matching.commitments.steps import FIRST_WITH_PROOF, Step
from regions.models import Profile

LONGEST = 1000
_RUNS = Q(expired_at=None, withdrawn_at=None, replaced_at=None)
_ENDED_ONCE = (
    Q(expired_at=None, withdrawn_at=None)
    | Q(expired_at=None, replaced_at=None)
    | Q(withdrawn_at=None, replaced_at=None)
)


class Commitment(models.Model):
    """`profile` has gone so far towards `partner`.

    A new step is a new row, and nothing is written over: what ended, and how, stays as
    the history. Of a side's running rows the highest is its present step. Each step
    runs once at a time: the database says so, also to two colleagues at once.
    """

    profile = models.ForeignKey(
        Profile,
        verbose_name=_("whose commitment"),
        on_delete=models.CASCADE,
        related_name="commitments_made",
    )
    partner = models.ForeignKey(
        Profile,
        verbose_name=_("towards"),
        on_delete=models.CASCADE,
        related_name="commitments_received",
    )
    step = models.PositiveSmallIntegerField(_("step"), choices=Step)
    proof = models.TextField(
        _("what shows it"), blank=True, validators=[MaxLengthValidator(LONGEST)]
    )
    proof_url = models.URLField(_("page that shows it"), max_length=500, blank=True)
    file = models.BinaryField(_("file that shows it"), null=True, blank=True)
    file_name = models.CharField(_("file"), max_length=150, blank=True)
    valid_until = models.DateField(_("valid until"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("stated by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    made_at = models.DateTimeField(_("stated at"), default=timezone.now)
    expired_at = models.DateTimeField(_("expired at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    # The same step was stated anew, with a later day or another proof.
    replaced_at = models.DateTimeField(_("stated anew at"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, editable=False)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "partner", "step"],
                condition=_RUNS,
                name="commitment_step_runs_once",
            ),
            models.CheckConstraint(
                condition=~Q(profile=models.F("partner")),
                name="commitment_two_sides",
            ),
            models.CheckConstraint(
                condition=Q(step__lt=FIRST_WITH_PROOF)
                | ~Q(proof="", proof_url="", file_name=""),
                name="commitment_proof_given",
            ),
            models.CheckConstraint(condition=_ENDED_ONCE, name="commitment_ended_once"),
        ]
        indexes = [
            models.Index(
                fields=["valid_until"], condition=_RUNS, name="commitment_due"
            ),
            models.Index(fields=["partner", "profile"], name="commitment_received"),
        ]

    def __str__(self) -> str:
        return f"{self.profile} → {self.partner}: {self.get_step_display()}"

    @property
    def is_running(self) -> bool:
        return not (self.expired_at or self.withdrawn_at or self.replaced_at)

    @property
    def is_valid(self) -> bool:
        """The same as `CommitmentQuerySet.valid`."""
        return self.is_running and self.valid_until >= timezone.localdate()
