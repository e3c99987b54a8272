"""What is kept of a profile that was merged into another one follows it."""

from typing import Any

from django.db import models, transaction

from matching.keeping.models import (
    Dismissal,
    Follow,
    SavedSearch,
    SearchHit,
    SearchPage,
    ShortlistEntry,
)
from matching.keeping.services.following import tell_merger
from regions.models import Profile


@transaction.atomic
def follow_merger(*, kept: Profile, gone: Profile) -> None:
    """Let all rows that name `gone` name `kept`; of two of a kind the older stays."""
    tell_merger(kept=kept, gone=gone)
    models_of_pairs: tuple[type[models.Model], ...] = (ShortlistEntry, Dismissal)
    for model in models_of_pairs:
        _move(model, "profile", "partner", kept, gone)
        _move(model, "partner", "profile", kept, gone)
    _move(Follow, "profile", "user", kept, gone)
    _move_searches(kept, gone)
    _move_hits(kept, gone)


def _move(model: Any, field: str, other: str, kept: Profile, gone: Profile) -> None:
    """Let the rows that name `gone` name `kept`, or unite them with what is there."""
    rows = model.objects.select_for_update().filter(**{field: gone.pk})
    present = {
        getattr(one, f"{other}_id"): one
        for one in model.objects.select_for_update().filter(**{field: kept.pk})
    }
    for row in rows.order_by("pk"):
        value = getattr(row, f"{other}_id")
        twin = present.get(value)
        if twin is not None:
            _unite(twin, row)
        elif other != "user" and value == kept.pk:
            # The two were each other's candidates; nobody is one's own.
            row.delete()
        else:
            setattr(row, f"{field}_id", kept.pk)
            row.save(update_fields=[field])


def _unite(twin: Any, row: Any) -> None:
    """Keep what people wrote in both notes; the rest is that of the row that stays."""
    if isinstance(twin, ShortlistEntry) and row.note and row.note not in twin.note:
        joined = "\n\n".join(filter(None, (twin.note, row.note)))
        # Longer than a form would take, so that nobody's words are lost.
        twin.note = joined
        twin.save(update_fields=["note"])
    row.delete()


def _move_searches(kept: Profile, gone: Profile) -> None:
    """Searches in the partners of `gone`; who has the same for `kept` keeps that."""
    for search in SavedSearch.objects.filter(profile=gone.pk).order_by("pk"):
        twins = SavedSearch.objects.filter(
            user=search.user_id, profile=kept.pk, query=search.query
        )
        if twins.exists():
            search.delete()
        else:
            search.profile_id = kept.pk
            search.save(update_fields=["profile"])


def _move_hits(kept: Profile, gone: Profile) -> None:
    """Who knows `gone` from a search is not told of `kept` as if it were new."""
    of_profiles = SearchHit.objects.exclude(search__page=SearchPage.FACILITIES)
    known = of_profiles.filter(key=gone.pk).values_list("search_id", flat=True)
    hits = [SearchHit(search_id=search, key=kept.pk) for search in known]
    SearchHit.objects.bulk_create(hits, ignore_conflicts=True)
