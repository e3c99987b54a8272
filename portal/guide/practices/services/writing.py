"""Beginning a practice and editing it; two who edit at once lose nothing."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.organisations import Organisation
from portal.accounts.services import NotAllowed
from portal.guide.practices.choices import PracticeAct
from portal.guide.practices.models import Practice, PracticeEvent
from portal.guide.practices.people import (
    is_keeper,
    only_writers,
    require_organisation,
)
from portal.guide.practices.said import (
    NAMES,
    Said,
    as_json,
    check_said,
    fill,
    from_json,
    put_together,
    said_of,
    write_links,
)
from portal.guide.practices.services.locking import (
    lock_practice,
    mark_changed_by_others,
    mark_confirmed,
    note,
)
from portal.guide.practices.services.matching import match_soon
from portal.web.errors import Conflict, PortalError
from portal.web.text import address_for
from regions.models import Cluster, Status

# Read by curators or by everybody: nothing may be missing then.
SHOWN = (Status.PUBLISHED, Status.SUBMITTED)


class EditConflict(Conflict):
    """Somebody else changed the same fields since; nothing was written.

    `merged` is what both sides wrote put together, mine in the fields of `conflicts`;
    `theirs` is what the practice says now, `revision` what to save on top of.
    """

    def __init__(
        self, merged: Said, theirs: Said, conflicts: tuple[str, ...], revision: int
    ) -> None:
        super().__init__(_("Somebody else has changed this practice in the meantime."))
        self.merged, self.theirs = merged, theirs
        self.conflicts, self.revision = conflicts, revision


@transaction.atomic
def begin_practice(*, by: User, organisation: Organisation, said: Said) -> Practice:
    """Save a draft for a region or cluster. Pressed twice, it is one."""
    require_organisation(by, organisation)
    # Who presses twice waits for the first press here.
    User.objects.select_for_update(of=("self",)).filter(pk=by.pk).values("pk").first()
    practice = Practice(created_at=timezone.now(), edited_by=by)
    if isinstance(organisation, Cluster):
        practice.owner_cluster, practice.region = organisation, organisation.region
    else:
        practice.owner_region = practice.region = organisation
    said = _about_owner(practice, said)
    if twin := _twin(practice, said):
        return twin
    practice.slug = address_for(said.title, "practice")
    _write(practice, said, is_complete=False)
    practice.save()
    write_links(practice, said)
    note(practice, PracticeAct.CREATED, by=by)
    return practice


def edit_practice(
    *, by: User, practice: Practice, said: Said, revision: int
) -> Practice:
    """Write what somebody made of this revision of a practice.

    A published one is changed at once, as records of the register are: an owner's
    change confirms it, and curators find it in the log. Fields that a colleague
    changed meanwhile are kept; where both changed the same, raises EditConflict.
    """
    found = _edit(by, practice, said, revision)
    if found.is_published and found.matched_run is None:
        match_soon(found)
    return found


@transaction.atomic
def _edit(by: User, practice: Practice, said: Said, revision: int) -> Practice:
    found = lock_practice(practice)
    as_keeper = is_keeper(by, found)
    if not (as_keeper or by.is_staff):
        raise NotAllowed(only_writers())
    if found.status == Status.SUBMITTED and as_keeper:
        raise PortalError(_("It waits for a curator. Take it back first."))
    before, said = said_of(found), _about_owner(found, said)
    if revision != found.revision:
        base = base_of(found, revision)
        said, conflicts = put_together(base, said, before)
        if conflicts:
            raise EditConflict(said, before, conflicts, found.revision)
    if said == before:
        return found
    _write(found, said, is_complete=found.status in SHOWN)
    found.edited_at, found.edited_by = timezone.now(), by
    found.matched_run = None
    if not as_keeper:
        mark_changed_by_others(found)
    elif found.is_published:
        mark_confirmed(found, by)
    found.save()
    write_links(found, said)
    note(found, PracticeAct.CHANGED, by=by, details=changes(before, said))
    return lock_practice(found)


def base_of(practice: Practice, revision: int) -> dict[str, Any]:
    """What the fields said at a revision that were changed since, by their names."""
    base: dict[str, Any] = {}
    later = PracticeEvent.objects.filter(practice=practice, revision__gt=revision)
    for event in later.order_by("revision"):
        for name, (before, _after) in event.details.items():
            base.setdefault(name, from_json(name, before))
    return base


def changes(before: Said, after: Said) -> dict[str, list[Any]]:
    """The fields that differ, as {name: [before, after]} for the log."""
    return {
        name: [as_json(getattr(before, name)), as_json(getattr(after, name))]
        for name in NAMES
        if getattr(before, name) != getattr(after, name)
    }


def _write(practice: Practice, said: Said, *, is_complete: bool) -> None:
    """Check and fill; nothing is stored."""
    check_said(said, is_complete=is_complete)
    fill(practice, said)
    practice.clean_fields(exclude=_unasked(practice))


def _unasked(practice: Practice) -> list[str]:
    """A draft need not say yet what its columns ask for."""
    return ["slug"] if practice.language else ["slug", "language"]


def _twin(practice: Practice, said: Said) -> Practice | None:
    """The one of the same organisation that says just the same and is not public yet.

    The first press may have submitted it already.
    """
    same: Mapping[str, Any] = {
        "owner_region": practice.owner_region,
        "owner_cluster": practice.owner_cluster,
        "status__in": (Status.DRAFT, Status.SUBMITTED),
        "title": said.title,
    }
    rows = Practice.objects.filter(**same).for_rows()
    return next((one for one in rows if said_of(one) == said), None)


def _about_owner(practice: Practice, said: Said) -> Said:
    """A cluster's own practice is about the cluster without its being said."""
    owner = practice.owner_cluster
    return replace(said, cluster=owner.slug) if owner else said
