"""In which state mails are."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from post_office.models import STATUS

WAITING = (STATUS.queued, STATUS.requeued)


class MailQuerySet(models.QuerySet):
    def open(self):
        """Mails that are neither sent nor given up."""
        return self.filter(Q(status__in=WAITING) | Q(status=None))

    def due(self):
        """Mails that may be sent now, also those whose worker was lost; in order.

        What somebody waits for at his screen goes first.
        """
        now = timezone.now()
        is_time = Q(scheduled_time=None, status__in=WAITING) | Q(
            scheduled_time__lte=now
        )
        return self.open().filter(is_time).order_by("-priority", "pk")

    def failed(self):
        """Mails that were given up."""
        return self.filter(status=STATUS.failed)

    def postponed(self):
        """Mails that wait for their next try."""
        return self.filter(status=STATUS.requeued)

    def sent(self):
        """Mails that a mail server took over."""
        return self.filter(status=STATUS.sent)

    def created_before(self, moment: datetime.datetime):
        """Mails that were queued before this moment."""
        return self.filter(created__lt=moment)

    def unchanged_since(self, moment: datetime.datetime):
        """Mails to which nothing happened since this moment."""
        return self.filter(last_updated__lt=moment)
