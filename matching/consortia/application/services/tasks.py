"""Missing pieces: added, changed, ticked, taken off the list."""

import datetime
import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.consortia.application.locking import lock_running
from matching.consortia.application.rights import require_editor, require_writer_for
from matching.consortia.application.telling import tell_task_given
from matching.consortia.models import Consortium, ConsortiumMember
from matching.consortia.models_application import NOT_REMINDED, Task
from matching.introductions.people import acts_for
from portal.accounts.models import User
from portal.web.errors import Conflict, PortalError
from regions.querysets import EDITING

MOST_TASKS = 300


@transaction.atomic
def add_task(
    *,
    by: User,
    consortium: Consortium,
    token: uuid.UUID,
    title: str,
    member: ConsortiumMember | None = None,
    person: User | None = None,
    due: datetime.date | None = None,
    note: str = "",
) -> Task:
    """Put a piece on the list; a form that is sent twice adds it once."""
    found = lock_running(consortium)
    require_editor(by, found)
    twin = found.tasks.filter(token=token).first()
    if twin is not None:
        return twin
    if found.tasks.count() >= MOST_TASKS:
        raise Conflict(_("There are %(n)d pieces: no more.") % {"n": MOST_TASKS})
    task = Task(consortium=found, token=token, created_by=by, title=title.strip())
    _fill(task, found, member, person, due, note)
    task.full_clean()
    task.save()
    tell_task_given(task, but=by)
    return task


@transaction.atomic
def edit_task(
    *,
    by: User,
    task: Task,
    title: str,
    member: ConsortiumMember | None = None,
    person: User | None = None,
    due: datetime.date | None = None,
    note: str = "",
) -> Task:
    """Say it anew; a usual piece keeps its own words where no title is given."""
    consortium, found = _locked(task)
    require_editor(by, consortium)
    before = (found.member_id, found.person_id, found.due)
    title = title.strip()
    found.title = "" if found.kind and title == found.get_kind_display() else title
    _fill(found, consortium, member, person, due, note)
    if found.due != before[2]:
        found.reminded = NOT_REMINDED
    found.full_clean()
    found.save()
    if (found.member_id, found.person_id) != before[:2]:
        tell_task_given(found, but=by)
    return found


@transaction.atomic
def tick_task(*, by: User, task: Task, is_done: bool) -> Task:
    """Say that the piece is there, or that it is not; a second press changes nothing.

    The first who says so is written down.
    """
    consortium, found = _locked(task)
    require_writer_for(by, consortium, found.member_id)
    if found.is_done == is_done:
        return found
    found.done_at = timezone.now() if is_done else None
    found.done_by = by if is_done else None
    found.changed_at = timezone.now()
    found.save(update_fields=["done_at", "done_by", "changed_at"])
    return found


@transaction.atomic
def delete_task(*, by: User, task: Task) -> None:
    """Take it off the list; one that is off already stays off."""
    consortium = lock_running(task.consortium)
    require_editor(by, consortium)
    consortium.tasks.filter(pk=task.pk).delete()


def _locked(task: Task) -> tuple[Consortium, Task]:
    consortium = lock_running(task.consortium)
    found = consortium.tasks.select_related("member__profile").filter(pk=task.pk)
    one = found.first()
    if one is None:
        raise Conflict(_("Somebody has taken this piece off the list."))
    return consortium, one


def _fill(
    task: Task,
    consortium: Consortium,
    member: ConsortiumMember | None,
    person: User | None,
    due: datetime.date | None,
    note: str,
) -> None:
    if member is not None and member.consortium_id != consortium.pk:
        raise PortalError(_("This is no partner of this consortium."))
    if person is not None and not _acts(person, member):
        text = _("This person does not act for the partner.")
        raise ValidationError({"person": [text]})
    task.member, task.person, task.due = member, person, due
    task.note, task.changed_at = note.strip(), timezone.now()


def _acts(person: User, member: ConsortiumMember | None) -> bool:
    profile = member.profile if member else None
    return profile is not None and acts_for(person, profile, *EDITING)
