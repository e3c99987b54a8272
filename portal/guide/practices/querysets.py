"""Who sees which practice, and which of them wait for whom."""

from django.db import models
from django.db.models import Q

from regions.querysets import OwnedQuerySet

# What a row, card or page says of whose practice it is, in one query.
WHOSE = ("region", "cluster", "owner_region", "owner_cluster")


class PracticeQuerySet(OwnedQuerySet):
    """`visible_to`, `owned_by` and `editable_by` as for records of the register."""

    def waiting(self):
        """What waits for a curator, the longest first."""
        return self.filter(status="submitted").order_by("submitted_at", "pk")

    def of_chapter(self, slug: str):
        """Those that belong to a chapter of the guide."""
        return self.filter(chapter_links__chapter=slug)

    def of_place(self, code: str):
        """Those of a region and of all that lies in it."""
        return self.filter(region__code__startswith=code)

    def unmatched(self, run_id: int):
        """Published ones that were not scored since this run, or since an edit."""
        return self.published().exclude(matched_run=run_id)

    def with_whose(self):
        return self.select_related(*WHOSE)

    def for_rows(self):
        """All that a row of a list says; three queries."""
        return self.with_whose().prefetch_related("topics", "chapter_links")

    def _owned(self, user, *roles) -> Q:
        """Those of one's organisation; what was taken from a public source belongs to
        the region or the cluster that it is about."""
        regions = user.mandated_regions(*roles)
        clusters = user.mandated_clusters(*roles)
        submitted = Q(owner_region__in=regions) | Q(owner_cluster__in=clusters)
        about = Q(region__in=regions) | Q(cluster__in=clusters)
        return submitted | (Q(owner_region=None, owner_cluster=None) & about)


class PracticeMatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of practices that this person may read, and that are published."""
        practices = self.model._meta.get_field("practice").related_model.objects
        shown = practices.visible_to(user).published().order_by()
        return self.filter(practice__in=shown)

    def of_profile(self, profile):
        """What fits a profile, the best first."""
        return self.filter(profile=profile).order_by("-score", "practice")
