"""Expressions of interest and scoping notes, and what reviewers say of them."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.partnerships.choices import ProposalKind, ProposalState
from matching.partnerships.models.partnership import Partnership, person_link
from matching.partnerships.querysets import ProposalQuerySet, ReviewQuerySet

MOST_POINTS = 5
LONGEST_REASON = 3_000


class Proposal(models.Model):
    """A form that is assessed; one row a round, so what was read stays as it was.

    `answers` holds the answers by the names of `questions.py`. What is returned for
    changes is written anew in a further round.
    """

    partnership = models.ForeignKey(
        Partnership,
        verbose_name=_("partnership"),
        on_delete=models.CASCADE,
        related_name="proposals",
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ProposalKind)
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    state = models.CharField(
        _("state"), max_length=9, choices=ProposalState, default=ProposalState.DRAFT
    )
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    # The entry conditions as they stood when it was submitted.
    conditions = models.JSONField(_("entry conditions"), default=list, blank=True)
    created_at = models.DateTimeField(_("begun at"), default=timezone.now)
    created_by = person_link(_("begun by"))
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    submitted_by = person_link(_("submitted by"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = person_link(_("decided by"))
    reason = models.TextField(_("reason"), max_length=LONGEST_REASON, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal of a partnership")
        verbose_name_plural = _("proposals of partnerships")
        ordering = ["kind", "round"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "kind", "round"], name="proposal_once_a_round"
            ),
            models.UniqueConstraint(
                fields=["partnership", "kind"],
                condition=Q(state__in=["draft", "submitted"]),
                name="proposal_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership_id}: {self.kind} {self.round}"

    @property
    def is_draft(self) -> bool:
        return self.state == ProposalState.DRAFT

    @property
    def is_submitted(self) -> bool:
        return self.state == ProposalState.SUBMITTED


class Review(models.Model):
    """One reviewer's assessment of a proposal; submitted once, then it stays."""

    proposal = models.ForeignKey(
        Proposal,
        verbose_name=_("proposal"),
        on_delete=models.CASCADE,
        related_name="reviews",
    )
    reviewer = person_link(_("reviewer"))
    assigned_at = models.DateTimeField(_("assigned at"), default=timezone.now)
    assigned_by = person_link(_("assigned by"))
    remark = models.TextField(_("overall"), max_length=LONGEST_REASON, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["assigned_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "reviewer"], name="review_once_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.pk}"

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None


class Score(models.Model):
    """Points and a written reason for one criterion; the weight as it was then."""

    review = models.ForeignKey(
        Review,
        verbose_name=_("review"),
        on_delete=models.CASCADE,
        related_name="scores",
    )
    criterion = models.CharField(_("criterion"), max_length=40)
    weight = models.PositiveSmallIntegerField(_("weight"))
    points = models.PositiveSmallIntegerField(
        _("points"), validators=[MaxValueValidator(MOST_POINTS)]
    )
    reason = models.TextField(_("reason"), max_length=LONGEST_REASON)

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "criterion"], name="score_once_a_criterion"
            ),
            models.CheckConstraint(
                condition=Q(points__lte=MOST_POINTS), name="score_points_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id}: {self.criterion} {self.points}"
