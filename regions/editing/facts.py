"""Settling single facts: what a region or cluster confirms or rejects without a form.

Whole records go through `services`; here are offers and needs, which are confirmed or
rejected within their profile, and the way back from a rejection.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.web.errors import PortalError
from regions.editing import writing
from regions.editing.services import lock_record, record_of, set_status
from regions.models import (
    Act,
    Cluster,
    Confidence,
    ExchangeItem,
    Owned,
    Priority,
    Profile,
    Region,
    Status,
    Version,
)
from regions.wording import word_item


@transaction.atomic
def confirm_items(*, items: Iterable[ExchangeItem], by: Any) -> int:
    """Say that these offers and needs are true; return how many there were.

    What the portal derived becomes the owner's own statement, in the words in which it
    was shown. The rest of the profile is not confirmed by it.
    """
    count = 0
    for profile, some in _by_profile(items):
        for item in some:
            if item.derivation:
                item.text, item.derivation = word_item(item).text[:500], ""
            writing.mark_confirmed(item, by)
            item.full_clean(validate_unique=False, validate_constraints=False)
            item.save()
            count += 1
        _write_down(profile, Act.CONFIRMED, by, _("offers and needs"))
    return count


@transaction.atomic
def reject_items(*, items: Iterable[ExchangeItem], by: Any, reasons: str) -> list[str]:
    """Take these offers and needs out of their profiles; the reasons are kept.

    Returns what `restore_item` needs to bring each back.
    """
    if not reasons.strip():
        raise PortalError(_("Say in a few words what is wrong."))
    kept = []
    for profile, some in _by_profile(items):
        names = "; ".join(word_item(item).text for item in some)
        kept += [serializers.serialize("json", [item]) for item in some]
        for item in some:
            item.delete()
        _write_down(profile, Act.REJECTED, by, f"{reasons} ({names})")
    return kept


def _by_profile(
    items: Iterable[ExchangeItem],
) -> Iterable[tuple[Owned, list[ExchangeItem]]]:
    """The items as they are now, with the locked profile that each few belong to."""
    keys = [item.pk for item in items]
    rows = ExchangeItem.all_items.filter(pk__in=keys).select_related("facility")
    present = rows.prefetch_related("topics").order_by("profile_id", "side", "position")
    for key, some in groupby(list(present), key=lambda item: item.profile_id):
        profile = lock_record(_profile_of(key))
        writing.remember_origin(profile)
        yield profile, list(some)


def _profile_of(key: int) -> Owned:
    profile = Profile.objects.get(pk=key)
    found = record_of(profile.record_kind, key)
    assert found is not None
    return found


def _write_down(profile: Owned, act: Act, by: Any, note: str) -> None:
    """Raise the profile's version and tell those who have to know."""
    role = writing.role_of(by, profile)
    profile.version += 1
    profile.updated_by = by
    profile.save()
    writing.remember(profile, act, by=by, role=role, note=note)
    writing.announce(profile, was_listed=writing.is_listed(profile))


@transaction.atomic
def restore_item(*, kept: str, by: Any) -> ExchangeItem:
    """Bring a rejected offer or need back, if its place is still free."""
    (found,) = serializers.deserialize("json", kept)
    item: Any = found.object
    profile = lock_record(_profile_of(item.profile_id))
    try:
        item.full_clean()
    except ValidationError as error:
        told = _("It cannot be brought back: the record has been changed since.")
        raise PortalError(told) from error
    found.save()
    _write_down(profile, Act.CHANGED, by, _("rejection undone"))
    return item


@transaction.atomic
def restore_record(*, record: Owned, by: Any) -> Owned:
    """Undo the rejection of a record, if nothing has happened to it since."""
    record = lock_record(record)
    trail = Version.objects.about(record)
    last = trail.order_by("-number").first()
    if record.status != Status.WITHDRAWN or last is None or last.act != Act.REJECTED:
        raise PortalError(_("It cannot be brought back: it has been changed since."))
    return set_status(
        record=record,
        status=Status.PUBLISHED,
        act=Act.PUBLISHED,
        by=by,
        note=_("rejection undone"),
    )


def public_profiles(place: Region | Cluster) -> "QuerySet[Any]":
    """The public priorities of a region, or the cluster itself if it is public."""
    if isinstance(place, Cluster):
        return Cluster.objects.published().filter(pk=place.pk)
    return Priority.objects.published().filter(region=place)


def open_items(profiles: "QuerySet[Any]") -> "QuerySet[ExchangeItem]":
    """Offers and needs of these profiles that nobody has confirmed."""
    rows = ExchangeItem.all_items.filter(profile__in=profiles.values("pk"))
    return rows.exclude(confidence=Confidence.CONFIRMED)
