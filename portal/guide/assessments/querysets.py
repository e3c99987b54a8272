"""Who sees which self-assessment, and which of them count."""

import datetime

from django.db import models
from django.db.models import Avg, Count, Exists, F, OuterRef, Q
from django.utils import timezone

from portal.guide.assessments.questionnaires import current
from portal.guide.assessments.scoring import half_of
from portal.guide.assessments.shapes import Kind

# From which level in the mean one is called strong: 75 of 100 points.
STRONG_LEVEL = 3
REPEAT_AFTER = datetime.timedelta(days=365)
# Sets older than that say nothing of others any more.
COUNTS_FOR = datetime.timedelta(days=3 * 365)


class AssessmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the organisations for which this person acts; nobody sees others'.

        Curators are no exception: they are told how many there are.
        """
        return self.owned_by(user)

    def owned_by(self, user, *roles):
        """The same, for people in one of these roles."""
        if not user.is_authenticated:
            return self.none()
        of_region = Q(region__in=user.mandated_regions(*roles))
        return self.filter(of_region | Q(cluster__in=user.mandated_clusters(*roles)))

    def of(self, organisation):
        """Those of one region or cluster."""
        is_cluster = organisation._meta.model_name == "cluster"
        return self.filter(**{"cluster" if is_cluster else "region": organisation})

    def of_kind(self, kind):
        return self.filter(kind=kind)

    def drafts(self):
        return self.filter(completed_at=None)

    def completed(self):
        return self.exclude(completed_at=None)

    def latest_first(self):
        return self.order_by("-completed_at", "-pk")

    def latest(self):
        """Completed ones that their organisation has not replaced by a later one."""
        return self.completed().exclude(Exists(self._later(completed=True)))

    def shared(self):
        """Results that everybody may read: with consent, of who is published."""
        shown = Q(region__isnull=False) | Q(cluster__status="published")
        return self.completed().filter(shown, is_shared=True)

    def strong_in(self, dimension: str):
        """Shared results of regions that are strong in a dimension of cluster policy.

        Counted on the questions as they are asked now; an unknown dimension has none.
        """
        found = current(Kind.POLICY).by_key.get(dimension)
        if found is None:
            return self.none()
        keys = [one.key for one in found.questions]
        counted = Q(answers__question__in=keys, answers__level__gte=0)
        return (
            self.shared()
            .of_kind(Kind.POLICY)
            .annotate(
                _mean=Avg("answers__level", filter=counted),
                _answered=Count("answers", filter=counted),
            )
            .filter(_mean__gte=STRONG_LEVEL, _answered__gte=half_of(len(keys)))
        )

    def due(self):
        """Results of more than a year ago after which nothing was begun."""
        limit = timezone.now() - REPEAT_AFTER
        rows = self.latest().filter(completed_at__lt=limit)
        return rows.exclude(Exists(self._later(completed=False)))

    def to_remind(self):
        """Due ones whose people have not been told yet."""
        return self.due().filter(reminded_at=None)

    def with_organisation(self):
        """All that a row says of whose it is, in one query."""
        return self.select_related("region", "cluster__region")

    def with_progress(self):
        """Add `answered`: how many questions have an answer, or are left out."""
        given = Count("answers", filter=Q(answers__level__isnull=False))
        return self.annotate(answered=given)

    def _later(self, *, completed: bool):
        """Rows of the same organisation and kind after the outer one."""
        same = self.model.objects.filter(kind=OuterRef("kind")).filter(
            Q(region=OuterRef("region")) | Q(cluster=OuterRef("cluster"))
        )
        if not completed:
            return same.drafts()
        at, pk = OuterRef("completed_at"), OuterRef("pk")
        return same.completed().filter(
            Q(completed_at__gt=at) | Q(completed_at=at, pk__gt=pk)
        )


class AnswerQuerySet(models.QuerySet):
    def levels(self):
        """The levels by question; what has no level yet is left away."""
        given = self.exclude(level=None).order_by()
        return dict(given.values_list("question", F("level")))
