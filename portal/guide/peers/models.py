"""A question to peers, whom the portal proposed for it, and what came of it."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from matching.introductions.models import Introduction
from portal.accounts.models import person_link
from portal.guide.peers.querysets import (
    AskedQuerySet,
    PeerInvitationQuerySet,
    ProposalQuerySet,
    QuestionQuerySet,
)
from portal.guide.practices.choices import PolicyStage
from portal.guide.practices.models import Practice
from regions.models import Cluster, Profile, Region

LONGEST_TEXT = 650
LONGEST_LEARNED = 1500
LONGEST_NOTE = 500


class State(models.TextChoices):
    OPEN = "open", _("open")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("closed")


class Preference(models.TextChoices):
    """What somebody would rather have of a peer; only the last one leaves any out."""

    CATEGORY = "category", _("the same cohesion category")
    SIZE = "size", _("a similar size")
    LANGUAGE = "language", _("a working language in common")
    ABROAD = "abroad", _("another country only")


def _one_of_both(name: str) -> models.CheckConstraint:
    both = Q(region__isnull=False) ^ Q(cluster__isnull=False)
    return models.CheckConstraint(condition=both, name=name)


def _region(words: Any) -> models.ForeignKey:
    return models.ForeignKey(
        Region,
        verbose_name=words,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )


def _cluster(words: Any) -> models.ForeignKey:
    return models.ForeignKey(
        Cluster,
        verbose_name=words,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )


class _OfPeer(models.Model):
    """Something about one peer: a region or a cluster."""

    region = _region(_("region"))
    cluster = _cluster(_("cluster"))

    class Meta:
        abstract = True

    @property
    def organisation(self) -> Region | Cluster:
        return self.cluster or self.region

    @property
    def key(self) -> tuple[str, Any]:
        if self.cluster_id:
            return "cluster", self.cluster_id
        return "region", self.region_id


class PeerQuestion(models.Model):
    """Two texts of a region or a cluster; it belongs to it, not to who wrote them."""

    region = _region(_("region that asks"))
    cluster = _cluster(_("cluster that asks"))
    chapter = models.SlugField(_("chapter of the guide"), max_length=60, blank=True)
    practice = models.ForeignKey(
        Practice,
        verbose_name=_("practice"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    wants = models.TextField(_("what is to be solved"), max_length=LONGEST_TEXT)
    tried = models.TextField(
        _("what was tried, or stands in the way"), max_length=LONGEST_TEXT, blank=True
    )
    stage = models.CharField(
        _("stage of the policy"), max_length=10, choices=PolicyStage, blank=True
    )
    preferences = models.JSONField(_("preferences"), default=list, blank=True)
    # Fields of economy read from the text count, or the question is about none.
    has_topics = models.BooleanField(_("about an industry"), default=True)
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.OPEN
    )
    learned = models.TextField(
        _("what was learned"), max_length=LONGEST_LEARNED, blank=True
    )
    created_by = person_link(_("written by"))
    created_at = models.DateTimeField(_("asked at"), default=timezone.now)
    proposed_at = models.DateTimeField(_("peers proposed at"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to peers")
        verbose_name_plural = _("questions to peers")
        ordering = ["-created_at", "-id"]
        constraints = [
            _one_of_both("peer_question_of_one"),
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None)
                | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="peer_question_end_has_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "state"], name="peer_question_region"),
            models.Index(fields=["cluster", "state"], name="peer_question_cluster"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("guide:peers:question", args=[self.pk])

    @property
    def title(self) -> str:
        """The beginning of what is to be solved, in one line."""
        return Truncator(" ".join(self.wants.split())).chars(80)

    @property
    def organisation(self) -> Region | Cluster:
        return self.cluster or self.region

    @property
    def public_practice(self) -> Practice | None:
        """The practice from which it was asked, as long as everybody may read it."""
        practice = self.practice
        return practice if practice and practice.is_published else None

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN


class PeerProposal(_OfPeer):
    """A region or cluster that was proposed: the points of that day and their facts."""

    question = models.ForeignKey(
        PeerQuestion,
        verbose_name=_("question to peers"),
        on_delete=models.CASCADE,
        related_name="proposals",
    )
    # The profile that would be asked to meet; none if the register has none of it.
    profile = models.ForeignKey(
        Profile,
        verbose_name=_("profile"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    rank = models.PositiveSmallIntegerField(_("rank"))
    # By part of the order, see portal.guide.peers.order; what is missing is not known.
    points = models.JSONField(_("points"), default=dict)
    facts = models.JSONField(_("facts"), default=dict)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed peer")
        verbose_name_plural = _("proposed peers")
        ordering = ["question", "rank"]
        constraints = [
            _one_of_both("peer_proposal_of_one"),
            models.UniqueConstraint(
                fields=["question", "region"], name="peer_proposal_region_once"
            ),
            models.UniqueConstraint(
                fields=["question", "cluster"], name="peer_proposal_cluster_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.rank}. {self.cluster_id or self.region_id}"

    @property
    def total(self) -> int:
        points: Mapping[str, int] = self.points
        return sum(points.values())


class PeerIntroduction(models.Model):
    """A peer was asked for an introduction, because of a question."""

    question = models.ForeignKey(
        PeerQuestion,
        verbose_name=_("question to peers"),
        on_delete=models.CASCADE,
        related_name="asked",
    )
    introduction = models.OneToOneField(
        Introduction,
        verbose_name=_("introduction"),
        on_delete=models.CASCADE,
        related_name="peer_question",
    )

    objects = AskedQuerySet.as_manager()

    class Meta:
        verbose_name = _("introduction for a question to peers")
        verbose_name_plural = _("introductions for questions to peers")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.introduction_id}"


class PeerInvitation(_OfPeer):
    """A wish that curators invite a proposed peer, for whom nobody acts yet."""

    question = models.ForeignKey(
        PeerQuestion,
        verbose_name=_("question to peers"),
        on_delete=models.CASCADE,
        related_name="invitations",
    )
    asked_by = person_link(_("asked by"))
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    settled_by = person_link(_("settled by"))
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    note = models.TextField(_("note by a curator"), max_length=LONGEST_NOTE, blank=True)

    objects = PeerInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("peer to be invited")
        verbose_name_plural = _("peers to be invited")
        ordering = ["asked_at", "id"]
        constraints = [
            _one_of_both("peer_invitation_of_one"),
            models.UniqueConstraint(
                fields=["question", "region"], name="peer_invitation_region_once"
            ),
            models.UniqueConstraint(
                fields=["question", "cluster"], name="peer_invitation_cluster_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.cluster_id or self.region_id}"
