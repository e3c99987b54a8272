"""Chainable reads of runs and matches."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


def silence_limit():
    """Who gave the last sign of life before this moment counts as lost."""
    return timezone.now() - timedelta(seconds=settings.MATCHING_STALE_SECONDS)


class MatchRunQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status__in=self.model.OPEN)

    def shared_out(self):
        """Runs whose blocks are written, so that any worker can take part."""
        running = self.filter(status=self.model.Status.RUNNING)
        return running.exclude(input_hash="").filter(cancel_requested=False)

    def abandoned(self):
        """Open runs whose worker has given no sign of life for too long."""
        limit = silence_limit()
        silent = Q(heartbeat_at__lt=limit) | Q(
            heartbeat_at__isnull=True, created_at__lt=limit
        )
        return self.open().filter(silent)


class MatchBlockQuerySet(models.QuerySet):
    def open(self):
        return self.exclude(status=self.model.Status.DONE)

    def free(self):
        """Blocks to claim: nobody has them, or their worker is silent for too long."""
        status = self.model.Status
        lost = Q(status=status.CLAIMED, heartbeat_at__lt=silence_limit())
        return self.filter(Q(status=status.FREE) | lost)


class ListEditQuerySet(models.QuerySet):
    def unread(self):
        """Edits that no run has read with its inputs yet."""
        return self.filter(read_by=None)

    def pending(self, run):
        """Edits that the lists of this run lack.

        Runs come one after the other, so a run holds what an earlier one has read.
        """
        return self._later(run).filter(Q(run=None) | ~Q(run=run.pk))

    def since(self, run, number):
        """Edits that the lists of this run lack, or took up after this edits_done."""
        lacks = Q(run=None) | ~Q(run=run.pk)
        return self._later(run).filter(lacks | Q(done_as__gt=number))

    def _later(self, run):
        """Edits that the inputs of this run do not hold."""
        return self.filter(Q(read_by=None) | Q(read_by__gt=run.pk))


class MatchQuerySet(models.QuerySet):
    def kept(self):
        """Matches of runs whose lists are not being deleted."""
        return self.filter(run__dropped_at=None)

    def current(self):
        """Matches of the run that readers see."""
        return self.filter(run__current__isnull=False)
