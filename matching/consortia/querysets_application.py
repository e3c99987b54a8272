"""Who sees which piece of an application, and which are due."""

import datetime

from django.db import models
from django.utils import timezone

from matching.consortia.kinds import CHANGEABLE, Stage

# Nothing is missing any more once an application was withdrawn or has its result.
RUNNING = (*CHANGEABLE, Stage.SUBMITTED)


class PieceQuerySet(models.QuerySet):
    """Rows of a consortium that its lead, its agreed members and curators read."""

    def visible_to(self, user):
        consortia = self.model._meta.get_field("consortium").related_model.objects
        rows = consortia.read_by(user).order_by().values("pk")
        return self.filter(consortium__in=rows)


class TaskQuerySet(PieceQuerySet):
    def open(self):
        return self.filter(done_at=None)

    def running(self):
        """Open ones of applications that go on."""
        return self.open().filter(consortium__stage__in=RUNNING)

    def to_remind(self, days: int):
        """Running ones due in so many days or fewer, of which nobody was told yet."""
        today = timezone.localdate()
        return self.running().filter(
            due__gte=today,
            due__lte=today + datetime.timedelta(days=days),
            reminded__gt=days,
        )

    def with_who(self):
        return self.select_related("member__profile", "person", "done_by")


class LetterQuerySet(PieceQuerySet):
    def without_content(self):
        """All but the files themselves, for lists; `is_kept` says whether one is
        there."""
        is_kept = models.Q(content__isnull=False)
        return self.defer("content").annotate(
            is_kept=models.ExpressionWrapper(is_kept, models.BooleanField())
        )
