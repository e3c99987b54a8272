"""Chainable reads of runs and matches."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class MatchRunQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status__in=self.model.OPEN)

    def abandoned(self):
        """Open runs whose worker has given no sign of life for too long."""
        limit = timezone.now() - timedelta(seconds=settings.MATCHING_STALE_SECONDS)
        silent = Q(heartbeat_at__lt=limit) | Q(
            heartbeat_at__isnull=True, created_at__lt=limit
        )
        return self.open().filter(silent)


class MatchQuerySet(models.QuerySet):
    def current(self):
        """Matches of the run that readers see."""
        return self.filter(run__current__isnull=False)
