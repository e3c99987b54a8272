"""A self-assessment of a region's cluster policy, or of a cluster's management.

It belongs to the organisation, not to who fills it in. The questions stand in
`questionnaires.py`; a set of answers keeps their version.
"""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import person_link
from portal.accounts.organisations import Organisation
from portal.guide.assessments.querysets import AnswerQuerySet, AssessmentQuerySet
from portal.guide.assessments.questionnaires import questionnaire
from portal.guide.assessments.shapes import HIGHEST, LEFT_OUT, Kind, Questionnaire
from regions.models import Cluster, Region

LONGEST_EVIDENCE = 500


class Assessment(models.Model):
    """One set of answers: open until it is completed, and frozen from then on."""

    kind = models.CharField(_("questionnaire"), max_length=10, choices=Kind)
    version = models.PositiveSmallIntegerField(_("version of the questions"))
    region = models.ForeignKey(
        Region,
        verbose_name=_("region"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="assessments",
    )
    cluster = models.ForeignKey(
        Cluster,
        verbose_name=_("cluster"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="assessments",
    )
    started_at = models.DateTimeField(_("begun at"), default=timezone.now)
    started_by = person_link(_("begun by"))
    edited_at = models.DateTimeField(_("edited at"), default=timezone.now)
    # Counts the writes: who reads an older state and completes or deletes it is told.
    revision = models.PositiveIntegerField(default=0, editable=False)
    completed_at = models.DateTimeField(_("completed at"), null=True, blank=True)
    completed_by = person_link(_("completed by"))
    is_shared = models.BooleanField(_("shared with everybody"), default=False)
    # Kept when the consent is taken back: who has read it then knows it.
    shared_at = models.DateTimeField(_("shared at"), null=True, blank=True)
    shared_by = person_link(_("shared by"))
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("self-assessment")
        verbose_name_plural = _("self-assessments")
        ordering = ["-started_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="policy", region__isnull=False, cluster=None)
                | Q(kind="management", region=None, cluster__isnull=False),
                name="assessment_of_region_or_cluster",
            ),
            models.UniqueConstraint(
                fields=["region"],
                condition=Q(completed_at=None),
                name="assessment_region_one_open",
            ),
            models.UniqueConstraint(
                fields=["cluster"],
                condition=Q(completed_at=None),
                name="assessment_cluster_one_open",
            ),
            models.CheckConstraint(
                condition=Q(is_shared=False)
                | Q(completed_at__isnull=False, shared_at__isnull=False),
                name="assessment_shared_is_complete",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "completed_at"], name="assessment_completed")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("guide:assessments:detail", args=[self.pk])

    @property
    def organisation(self) -> Organisation:
        return self.region or self.cluster

    @property
    def place(self) -> Region:
        """The region itself, or that in which the cluster is."""
        organisation = self.organisation
        return organisation if isinstance(organisation, Region) else organisation.region

    @property
    def asked(self) -> Questionnaire:
        """The questions that were asked, in their version."""
        return questionnaire(self.kind, self.version)

    @property
    def is_complete(self) -> bool:
        return self.completed_at is not None


class Answer(models.Model):
    """What an organisation says to one question. The evidence is never shared."""

    assessment = models.ForeignKey(
        Assessment,
        verbose_name=_("self-assessment"),
        on_delete=models.CASCADE,
        related_name="answers",
    )
    question = models.CharField(_("question"), max_length=40)
    # Null as long as only evidence is written; LEFT_OUT is an answer.
    level = models.SmallIntegerField(
        _("level"),
        null=True,
        blank=True,
        validators=[MinValueValidator(LEFT_OUT), MaxValueValidator(HIGHEST)],
    )
    evidence = models.TextField(_("evidence"), max_length=LONGEST_EVIDENCE, blank=True)
    by = person_link(_("answered by"))
    at = models.DateTimeField(_("answered at"), default=timezone.now)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer of a self-assessment")
        verbose_name_plural = _("answers of self-assessments")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question"], name="assessment_answer_once"
            ),
            models.CheckConstraint(
                condition=Q(level=None) | Q(level__gte=LEFT_OUT, level__lte=HIGHEST),
                name="assessment_answer_level",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.question}"

    @property
    def organisation(self) -> Organisation:
        return self.assessment.organisation
