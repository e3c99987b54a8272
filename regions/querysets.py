"""Chainable reads of the register. Access rules live here: `visible_to(user)`."""

from django.contrib.postgres.search import SearchQuery
from django.db import connections, models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL

from portal.web.text import folded_words


class RegionQuerySet(models.QuerySet):
    def with_profiles(self):
        """Regions that hold at least one published profile."""
        return self.filter(profiles__status="published").distinct()

    def within(self, code: str):
        """The region itself and all that lies in it (NUTS codes nest by prefix)."""
        return self.filter(code__startswith=code)


class OwnedQuerySet(models.QuerySet):
    """Records with a status: published for all, the rest for those with a mandate."""

    def visible_to(self, user):
        """What this person may read: the published, their own, all for a curator."""
        published = Q(status="published")
        if not user.is_authenticated:
            return self.filter(published)
        if user.is_staff:
            return self.all()
        return self.filter(published | Q(region__in=user.mandated_regions()))

    def published(self):
        return self.filter(status="published")


class StrategyQuerySet(OwnedQuerySet):
    pass


class ProfileQuerySet(OwnedQuerySet):
    def visible_to(self, user):
        """As for every owned record; a cluster's people also see their cluster."""
        visible = super().visible_to(user)
        if not user.is_authenticated or user.is_staff:
            return visible
        own = self.filter(cluster__in=user.mandated_clusters())
        return self.filter(Q(pk__in=visible.values("pk")) | Q(pk__in=own.values("pk")))

    def with_stage(self, bits: int):
        """Profiles that cover at least one of the stages in this bit set."""
        return self.annotate(_stages=F("stage_bits").bitand(bits)).filter(_stages__gt=0)

    def for_cards(self):
        """All that a card or a row of a list shows, in one query."""
        return self.select_related("region")


class PriorityQuerySet(ProfileQuerySet):
    def visible_to(self, user):
        return OwnedQuerySet.visible_to(self, user)

    def for_cards(self):
        return self.select_related("region", "strategy")


class ClusterQuerySet(ProfileQuerySet):
    def visible_to(self, user):
        """Published clusters, and those that this person has a mandate for."""
        visible = OwnedQuerySet.visible_to(self, user)
        if not user.is_authenticated or user.is_staff:
            return visible
        own = Q(pk__in=user.mandated_clusters())
        return self.filter(Q(pk__in=visible.values("pk")) | own)


class FacilityQuerySet(models.QuerySet):
    def for_cards(self):
        return self.select_related("region")


class CooperationQuerySet(models.QuerySet):
    def of_region(self, code: str):
        """Joint projects in which the region, or a part of it, took part."""
        return self.filter(members__region__code__startswith=code).distinct()


# The same expression as in the index of migration 0002_search_index.
POSTGRES_DOCUMENT = (
    "(setweight(to_tsvector('simple', folded_title), 'A') ||"
    " setweight(to_tsvector('simple', text), 'D'))"
)


class SearchQuerySet(models.QuerySet):
    def found_by(self, text: str):
        """Entries that hold every word of `text` (as a beginning), best first."""
        words = folded_words(text)
        if not words:
            return self.none()
        if connections[self.db].vendor == "postgresql":
            return self._found_by_tsvector(words)
        return self._found_by_fts5(words)

    def _found_by_fts5(self, words: list[str]):
        wanted = " AND ".join(f'"{word}"*' for word in words)
        table = "regions_searchentry_fts"
        rank = RawSQL(  # noqa: S611
            f"(SELECT bm25({table}, 8.0, 1.0) FROM {table}"  # noqa: S608
            f" WHERE {table} MATCH %s AND {table}.rowid = regions_searchentry.id)",
            [wanted],
        )
        found = RawSQL(  # noqa: S611
            f"SELECT rowid FROM {table} WHERE {table} MATCH %s",  # noqa: S608
            [wanted],
        )
        return self.filter(id__in=found).annotate(rank=rank).order_by("rank", "id")

    def _found_by_tsvector(self, words: list[str]):
        wanted = SearchQuery(
            " & ".join(f"{word}:*" for word in words),
            config="simple",
            search_type="raw",
        )
        document = RawSQL(POSTGRES_DOCUMENT, [])  # noqa: S611
        rank = models.Func(
            document, wanted, function="ts_rank", output_field=models.FloatField()
        )
        matches = models.Func(
            document,
            wanted,
            template="(%(expressions)s)",
            arg_joiner=" @@ ",
            output_field=models.BooleanField(),
        )
        return self.filter(matches).annotate(rank=-rank).order_by("rank", "id")
