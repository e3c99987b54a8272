"""Whose notices are seen, and which wait for a digest."""

import datetime

from django.db import models

from portal.notices.kinds import registered_kinds


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Nobody reads another person's notices."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def unread(self):
        return self.filter(read_at=None)

    def known(self):
        """Of kinds that the code can put into words; older ones are passed over."""
        return self.filter(kind__in=[kind.name for kind in registered_kinds()])

    def of_group(self, name: str):
        kinds = [kind.name for kind in registered_kinds() if kind.group == name]
        return self.filter(kind__in=kinds)

    def not_mailed(self, since: datetime.datetime, until: datetime.datetime):
        """What active people were told in this time, neither read nor mailed since."""
        told = self.known().unread().filter(mailed_at=None, user__is_active=True)
        return told.filter(created_at__gte=since, created_at__lt=until)
