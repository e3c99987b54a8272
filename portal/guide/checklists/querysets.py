"""Who may see which marks: the people of the organisation, whatever their role."""

from typing import Any

from django.db import models
from django.db.models import Q

from portal.accounts.models import organisation_link
from regions.models import Cluster, Region


class MarkQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "MarkQuerySet":
        """Marks of regions and clusters for which this person acts in any role.

        They are an organisation's own notes: curators see no others' either.
        """
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(region__in=user.mandated_regions())
            | Q(cluster__in=user.mandated_clusters())
        )

    def of(self, organisation: Region | Cluster) -> "MarkQuerySet":
        """Marks of this region or cluster."""
        return self.filter(**organisation_link(organisation))
