"""Missing pieces: added, changed, ticked, taken off the list."""

import datetime
import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.consortia.application.locking import lock_running
from matching.consortia.application.rights import require_writer_for
from matching.consortia.application.telling import tell_task_given
from matching.consortia.models import Consortium, ConsortiumMember
from matching.consortia.models_application import NOT_REMINDED, Task
from matching.consortia.services.locking import require_editor
from matching.introductions.people import acts_for
from portal.accounts.models import User
from portal.accounts.services import NotAllowed
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
    _fill(task, found, member, due, note)
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
    due: datetime.date | None = None,
    note: str = "",
) -> Task:
    """Say it anew; a usual piece keeps its own words where no title is given."""
    consortium, found = _locked(task)
    require_editor(by, consortium)
    before = (found.member_id, found.due)
    title = title.strip()
    found.title = "" if found.kind and title == found.get_kind_display() else title
    _fill(found, consortium, member, due, note)
    if found.member_id != before[0]:
        found.person = None
    if found.due != before[1]:
        found.reminded = NOT_REMINDED
    found.full_clean()
    found.save()
    if found.member_id != before[0]:
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
def name_person(*, by: User, task: Task, person: User | None) -> Task:
    """Say which colleague brings the piece, or that nobody in particular does.

    Only the partner's own people name each other: to all others the organisation is
    who brings it.
    """
    _consortium, found = _locked(task)
    profile = found.member.profile if found.member else None
    if profile is None or not acts_for(by, profile, *EDITING):
        raise NotAllowed(_("Only owners and editors of this partner may do this."))
    if person is not None and not acts_for(person, profile, *EDITING):
        text = _("This person does not act for the partner.")
        raise ValidationError({"person": [text]})
    if found.person_id == (person.pk if person else None):
        return found
    found.person, found.changed_at = person, timezone.now()
    found.save(update_fields=["person", "changed_at"])
    if person is not None:
        tell_task_given(found, but=by)
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
    due: datetime.date | None,
    note: str,
) -> None:
    if member is not None and member.consortium_id != consortium.pk:
        raise PortalError(_("This is no partner of this consortium."))
    task.member, task.due = member, due
    task.note, task.changed_at = note.strip(), timezone.now()
