"""Page-shaped reads of what is kept."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from matching.keeping.models import Follow, SavedSearch, ShortlistEntry
from matching.models import Match
from matching.queries import SIDE, current_run
from regions.models import Profile
from regions.querysets import EDITING


def own_profile(user: Any, slug: str, *, to_write: bool = False) -> Profile:
    """A profile for which this person acts, or Http404; readers may not write."""
    own = Profile.objects.owned_by(user).not_merged().with_rights(user)
    profile: Profile = get_object_or_404(own.select_related(*SIDE), slug=slug)
    if to_write and not own_profiles(user, *EDITING).filter(pk=profile.pk).exists():
        raise PermissionDenied(
            _("Only owners and editors of the organisation may do this.")
        )
    return profile


def own_profiles(user: Any, *roles: str) -> "QuerySet[Profile]":
    """Profiles for which this person acts, by title."""
    own = Profile.objects.owned_by(user, *roles).not_merged()
    found: QuerySet[Profile] = own.select_related("region").order_by("title", "pk")
    return found


def partner_or_404(user: Any, slug: str) -> Profile:
    """A profile that this person may see."""
    visible = Profile.objects.visible_to(user).select_related(*SIDE)
    profile: Profile = get_object_or_404(visible, slug=slug)
    return profile


def entries_for(user: Any) -> "QuerySet[ShortlistEntry]":
    """The shortlists of this person's organisations, with today's score of each."""
    match = Match.objects.filter(
        run=current_run(),
        profile=OuterRef("profile_id"),
        partner=OuterRef("partner_id"),
    )
    rows = ShortlistEntry.objects.visible_to(user).with_sight(user)
    found: QuerySet[ShortlistEntry] = rows.annotate(
        score=Subquery(match.values("score")[:1]),
        kind=Subquery(match.values("kind")[:1]),
    ).select_related("profile", "added_by", *(f"partner__{name}" for name in SIDE))
    return found


def entry_for(user: Any, pk: int) -> ShortlistEntry:
    """An entry that this person may change; Http404 for others' entries."""
    visible = ShortlistEntry.objects.visible_to(user).select_related("profile")
    entry: ShortlistEntry = get_object_or_404(visible, pk=pk)
    if not ShortlistEntry.objects.editable_by(user).filter(pk=pk).exists():
        raise PermissionDenied(
            _("Only owners and editors of the organisation may do this.")
        )
    return entry


def chosen_partners(user: Any, slugs: Sequence[str]) -> tuple[list[Profile], list[str]]:
    """The profiles of these addresses in their order, and the addresses of none."""
    visible = Profile.objects.visible_to(user).filter(slug__in=slugs)
    found = {one.slug: one for one in visible.select_related(*SIDE)}
    unknown = [slug for slug in slugs if slug not in found]
    return [found[slug] for slug in slugs if slug in found], unknown


def follows_of(user: Any) -> list[Follow]:
    """The profiles that this person follows and may see, by title."""
    seen = Profile.objects.visible_to(user)
    rows = Follow.objects.visible_to(user).filter(profile__in=seen)
    return list(rows.select_related("profile__region").order_by("profile__title", "pk"))


def search_for(user: Any, pk: int) -> SavedSearch:
    """A search of this person's own, or Http404."""
    rows = SavedSearch.objects.visible_to(user).select_related("profile")
    search = rows.filter(pk=pk).first()
    if search is None:
        raise Http404
    return search
