"""Chainable reads of the register. Access rules live here: `visible_to(user)`."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.search import SearchQuery
from django.db import connections, models
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal.web.text import folded_words, stems


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


# The roles of a mandate in which one may write; portal.accounts has all of them.
EDITING = ("owner", "editor")


class OwnedQuerySet(models.QuerySet):
    """Records with a state: published for all, the rest for those with a mandate.

    A kind of record says in `_owned` whose it is.
    """

    def visible_to(self, user):
        """What this person may read: the published, their own, all for a curator."""
        published = Q(status="published")
        if not user.is_authenticated:
            return self.filter(published)
        if user.is_staff:
            return self.all()
        return self.filter(published | self._owned(user))

    def owned_by(self, user, *roles):
        """Records of the regions and clusters that this person acts for."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(self._owned(user, *roles))

    def editable_by(self, user):
        """What this person may change: as owner or editor, or as a curator."""
        if user.is_authenticated and user.is_staff:
            return self.all()
        return self.owned_by(user, *EDITING)

    def with_rights(self, user):
        """Add `is_own` and `may_edit`: what this person is to each record."""
        if not user.is_authenticated:
            return self.annotate(is_own=Value(False), may_edit=Value(False))
        edits = Value(True) if user.is_staff else _whether(self._owned(user, *EDITING))
        return self.annotate(is_own=_whether(self._owned(user)), may_edit=edits)

    def published(self):
        return self.filter(status="published")

    def listed(self):
        """What others are matched with: published, and confirmed not too long ago."""
        return self.published().not_lapsed()

    def not_lapsed(self):
        """Records that have not left the lists for want of a confirmation."""
        return self.filter(lapsed_at=None)

    def counted_before(self, moment):
        """Records last confirmed, or else registered, before this moment."""
        never = Q(confirmed_at=None, created_at__lt=moment)
        return self.filter(never | Q(confirmed_at__lt=moment))

    def _owned(self, user, *roles) -> Q:
        return Q(region__in=user.mandated_regions(*roles))


def _whether(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))


class StrategyQuerySet(OwnedQuerySet):
    pass


class ProfileQuerySet(OwnedQuerySet):
    def visible_to(self, user):
        """As for all records, but what was merged into another is seen there only."""
        seen = super().visible_to(user)
        return seen.not_merged() if user.is_authenticated else seen

    def editable_by(self, user):
        return super().editable_by(user).not_merged()

    def not_merged(self):
        """Profiles whose address leads to no other one."""
        old = self.model._meta.get_field("old_addresses").related_model.objects
        return self.exclude(Exists(old.filter(slug=OuterRef("slug"))))

    def with_stage(self, bits: int):
        """Profiles that cover at least one of the stages in this bit set."""
        return self.annotate(_stages=F("stage_bits").bitand(bits)).filter(_stages__gt=0)

    def for_cards(self):
        """All that a card or a row of a list shows, in one query."""
        return self.select_related("region")

    def _owned(self, user, *roles) -> Q:
        of_region = Q(type="priority", region__in=user.mandated_regions(*roles))
        return of_region | Q(pk__in=user.mandated_clusters(*roles).values("pk"))


class PriorityQuerySet(ProfileQuerySet):
    def for_cards(self):
        # The type is known, but naming it lets the list's index give the order.
        return self.filter(type="priority").select_related("region", "strategy")

    def _owned(self, user, *roles) -> Q:
        return Q(region__in=user.mandated_regions(*roles))


class ClusterQuerySet(ProfileQuerySet):
    def for_cards(self):
        return self.filter(type="cluster").select_related("region")

    def _owned(self, user, *roles) -> Q:
        return Q(pk__in=user.mandated_clusters(*roles).values("pk"))


class FacilityQuerySet(OwnedQuerySet):
    def for_cards(self):
        return self.select_related("region")

    def _owned(self, user, *roles) -> Q:
        """A cluster's own, and those of the region that belong to no cluster."""
        of_region = Q(cluster=None, region__in=user.mandated_regions(*roles))
        return of_region | Q(cluster__in=user.mandated_clusters(*roles))


class ImportJobQuerySet(models.QuerySet):
    def of(self, user):
        """The imports of this person; nobody sees those of others."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def abandoned(self):
        """Open ones that no worker has given a sign of life of for too long."""
        limit = timezone.now() - timedelta(seconds=settings.IMPORT_STALE_SECONDS)
        silent = Q(heartbeat_at__lt=limit)
        waiting = Q(heartbeat_at=None, asked_at__lt=limit)
        return self.filter(silent | waiting, state__in=self.model.OPEN)


class PriorityLinkQuerySet(models.QuerySet):
    def confirmed(self):
        """Links that everybody may see: the region agrees, and both are published."""
        return self.between_published().filter(state="confirmed")

    def between_published(self):
        return self.filter(cluster__status="published", priority__status="published")

    def decidable_by(self, user):
        """Links to this person's priorities: curators do not speak for a region."""
        priorities = self.model._meta.get_field("priority").related_model.objects
        own = priorities.owned_by(user, *EDITING)
        return self.between_published().filter(priority__in=own)


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
    def for_language(self, language: str):
        """Entries for all, and those for who reads the portal in this language."""
        return self.filter(language__in=["", language])

    def holding(self, text: str, *, some: bool = False):
        """Entries that hold every word of `text` as a beginning, or some stem of it."""
        terms = _Terms.of(text, some)
        if not terms.words:
            return self.none()
        if self._is_postgres:
            return self.filter(_tsvector_matches(terms))
        return self.filter(id__in=_fts5_ids(terms))

    def found_by(self, text: str, *, some: bool = False):
        """The same entries, best first."""
        terms = _Terms.of(text, some)
        if not terms.words:
            return self.none()
        if self._is_postgres:
            ranked = self.holding(text, some=some).annotate(rank=_tsvector_rank(terms))
            return ranked.order_by("rank", "id")
        return self._ranked_by_fts5(terms)

    @property
    def _is_postgres(self) -> bool:
        return connections[self.db].vendor == "postgresql"

    def _ranked_by_fts5(self, terms: "_Terms"):
        """Join the index: a rank that each row looks up takes minutes on a large one.

        The texts are constant, the words a parameter.
        """
        return self.extra(  # noqa: S610
            select={"rank": f"bm25({FTS5_TABLE}, 8.0, 1.0)"},
            tables=[FTS5_TABLE],
            where=[
                f"{FTS5_TABLE} MATCH %s",
                f"{FTS5_TABLE}.rowid = regions_searchentry.id",
            ],
            params=[terms.for_fts5()],
            order_by=["rank", "id"],
        )


FTS5_TABLE = "regions_searchentry_fts"


@dataclass(frozen=True)
class _Terms:
    """The words of a search, and whether an entry needs all or one of them."""

    words: list[str]
    some: bool

    @classmethod
    def of(cls, text: str, some: bool) -> "_Terms":
        return cls(stems(text) if some else folded_words(text), some)

    def for_fts5(self) -> str:
        return (" OR " if self.some else " AND ").join(f'"{w}"*' for w in self.words)

    def for_tsquery(self) -> SearchQuery:
        wanted = (" | " if self.some else " & ").join(f"{w}:*" for w in self.words)
        return SearchQuery(wanted, config="simple", search_type="raw")


def _fts5_ids(terms: _Terms) -> RawSQL:
    return RawSQL(  # noqa: S611
        f"SELECT rowid FROM {FTS5_TABLE} WHERE {FTS5_TABLE} MATCH %s",  # noqa: S608
        [terms.for_fts5()],
    )


def _tsvector_matches(terms: _Terms) -> models.Func:
    return models.Func(
        RawSQL(POSTGRES_DOCUMENT, []),  # noqa: S611
        terms.for_tsquery(),
        template="(%(expressions)s)",
        arg_joiner=" @@ ",
        output_field=models.BooleanField(),
    )


def _tsvector_rank(terms: _Terms) -> models.Expression:
    rank = models.Func(
        RawSQL(POSTGRES_DOCUMENT, []),  # noqa: S611
        terms.for_tsquery(),
        function="ts_rank",
        output_field=models.FloatField(),
    )
    return -rank
