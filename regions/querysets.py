"""Chainable reads of the register. Access rules live here: `visible_to(user)`."""

from django.contrib.postgres.search import SearchQuery
from django.db import connections, models
from django.db.models import Count, F, OuterRef, Q, Subquery, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from portal.web.text import folded_words


class RegionQuerySet(models.QuerySet):
    def with_profiles(self):
        """Regions that hold at least one published profile."""
        return self.filter(profiles__status="published").distinct()

    def with_profile_count(self):
        """Add `profile_count`: published profiles of the region itself."""
        own = self.model._meta.get_field("profiles").related_model.objects
        counted = (
            own.published()
            .filter(region=OuterRef("pk"))
            .order_by()
            .values("region")
            .annotate(n=Count("pk"))
            .values("n")
        )
        none = Value(0, output_field=models.IntegerField())
        return self.annotate(profile_count=Coalesce(Subquery(counted), none))

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
        # The type is known, but naming it lets the list's index give the order.
        return self.filter(type="priority").select_related("region", "strategy")


class ClusterQuerySet(ProfileQuerySet):
    def visible_to(self, user):
        """Published clusters, and those that this person has a mandate for."""
        visible = OwnedQuerySet.visible_to(self, user)
        if not user.is_authenticated or user.is_staff:
            return visible
        own = Q(pk__in=user.mandated_clusters())
        return self.filter(Q(pk__in=visible.values("pk")) | own)

    def for_cards(self):
        return self.filter(type="cluster").select_related("region")


class FacilityQuerySet(models.QuerySet):
    def for_cards(self):
        return self.select_related("region")


class CooperationQuerySet(models.QuerySet):
    def with_member_count(self):
        """Add `member_count`: who is known to have taken part."""
        return self.annotate(member_count=Count("members"))

    def latest_first(self):
        """The newest first, those of an unknown year last, on every database."""
        return self.order_by(F("year").desc(nulls_last=True), "name", "id")

    def of_region(self, code: str):
        """Joint projects in which the region, or a part of it, took part."""
        return self.filter(members__region__code__startswith=code).distinct()


# The same expression as in the index of migration 0002_search_index.
POSTGRES_DOCUMENT = (
    "(setweight(to_tsvector('simple', folded_title), 'A') ||"
    " setweight(to_tsvector('simple', text), 'D'))"
)


class SearchQuerySet(models.QuerySet):
    def holding(self, text: str):
        """Entries that hold every word of `text` (as a beginning), in no order.

        Fit to be a subquery: nothing is joined by name.
        """
        words = folded_words(text)
        if not words:
            return self.none()
        if connections[self.db].vendor == "postgresql":
            return self.filter(_tsvector_matches(words))
        found = f"SELECT rowid FROM {FTS5_TABLE} WHERE {FTS5_TABLE} MATCH %s"  # noqa: S608
        return self.filter(id__in=RawSQL(found, [_fts5_wanted(words)]))  # noqa: S611

    def found_by(self, text: str):
        """Entries that hold every word of `text` (as a beginning), best first."""
        words = folded_words(text)
        if not words:
            return self.none()
        if connections[self.db].vendor == "postgresql":
            found = self.filter(_tsvector_matches(words))
            return found.annotate(rank=_tsvector_rank(words)).order_by("rank", "id")
        return self._ranked_by_fts5(words)

    def _ranked_by_fts5(self, words: list[str]):
        """Join the index: a rank by subquery for each row would take minutes.

        The texts are constant, the words a parameter.
        """
        return self.extra(  # noqa: S610
            select={"rank": f"bm25({FTS5_TABLE}, 8.0, 1.0)"},
            tables=[FTS5_TABLE],
            where=[
                f"{FTS5_TABLE} MATCH %s",
                f"{FTS5_TABLE}.rowid = regions_searchentry.id",
            ],
            params=[_fts5_wanted(words)],
            order_by=["rank", "id"],
        )


FTS5_TABLE = "regions_searchentry_fts"


def _fts5_wanted(words: list[str]) -> str:
    return " AND ".join(f'"{word}"*' for word in words)


def _tsvector_wanted(words: list[str]) -> SearchQuery:
    wanted = " & ".join(f"{word}:*" for word in words)
    return SearchQuery(wanted, config="simple", search_type="raw")


def _tsvector_matches(words: list[str]) -> models.Func:
    return models.Func(
        RawSQL(POSTGRES_DOCUMENT, []),  # noqa: S611
        _tsvector_wanted(words),
        template="(%(expressions)s)",
        arg_joiner=" @@ ",
        output_field=models.BooleanField(),
    )


def _tsvector_rank(words: list[str]) -> models.Expression:
    rank = models.Func(
        RawSQL(POSTGRES_DOCUMENT, []),  # noqa: S611
        _tsvector_wanted(words),
        function="ts_rank",
        output_field=models.FloatField(),
    )
    return -rank
