"""The usual pieces: what is missing in nearly every application.

Only what is common to European calls is put on the list; what else a call asks for is
in its text. Each piece can be changed and deleted, and what was deleted stays away.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from matching.consortia.application.locking import application_of, lock_running
from matching.consortia.kinds import MemberState
from matching.consortia.models import Consortium, ConsortiumMember
from matching.consortia.models_application import Piece, Task
from matching.consortia.services.locking import require_editor
from portal.accounts.models import User


@dataclass(frozen=True)
class Usual:
    """A usual piece, and how many days before the call closes it should be there."""

    piece: Piece
    days: int


OF_THE_LEAD = (
    Usual(Piece.CALL_TEXT, 42),
    Usual(Piece.PLAN, 28),
    Usual(Piece.SUBMIT, 2),
)
OF_EACH_PARTNER = (
    Usual(Piece.ROLE, 28),
    Usual(Piece.SHARE, 28),
    Usual(Piece.REGISTRATION, 28),
    Usual(Piece.MANDATE, 21),
    Usual(Piece.WEBSITE, 21),
    Usual(Piece.LETTER, 14),
)
# Nobody is asked for something earlier than this, as long as the call is open.
LEAST_DAYS = 3


@transaction.atomic
def add_usual_tasks(*, by: User, consortium: Consortium) -> int:
    """Put the usual pieces on the list, of partners who joined since then too.

    A partner of whom a usual piece is, or was, on the list gets none anew.
    """
    found = lock_running(consortium)
    require_editor(by, found)
    return prefill(found, by)


def prefill(consortium: Consortium, by: User | None) -> int:
    """The same under the lock; return how many pieces are new."""
    application = application_of(consortium)
    is_first = application.prefilled_at is None
    partners = partners_to_ask(consortium.members.with_who().present())
    tasks = list(_of_lead(consortium, partners)) if is_first else []
    for member in partners:
        if member.pk not in application.prefilled_for:
            tasks += _of_partner(consortium, member)
    for task in tasks:
        task.created_by = by
    Task.objects.bulk_create(tasks)
    application.prefilled_at = application.prefilled_at or timezone.now()
    known = {*application.prefilled_for, *(one.pk for one in partners)}
    application.prefilled_for = sorted(known)
    application.save(update_fields=["prefilled_at", "prefilled_for"])
    return len(tasks)


def partners_to_ask(members: Iterable[ConsortiumMember]) -> list[ConsortiumMember]:
    """Agreed members, and organisations outside that are more than considered."""
    return [
        one
        for one in members
        if one.state == MemberState.AGREED
        or (one.profile_id is None and one.state == MemberState.PINNED)
    ]


def _of_lead(
    consortium: Consortium, partners: Iterable[ConsortiumMember]
) -> Iterable[Task]:
    lead = next((one for one in partners if one.is_coordinator), None)
    lead = lead or next(
        (one for one in partners if one.profile_id == consortium.lead_id), None
    )
    return [_task(consortium, lead, usual) for usual in OF_THE_LEAD]


def _of_partner(consortium: Consortium, member: ConsortiumMember) -> list[Task]:
    """What the composition says already is not missing."""
    said = {Piece.SHARE: member.share is not None, Piece.ROLE: bool(member.roles)}
    return [
        _task(consortium, member, usual)
        for usual in OF_EACH_PARTNER
        if not said.get(usual.piece)
    ]


def _task(
    consortium: Consortium, member: ConsortiumMember | None, usual: Usual
) -> Task:
    due = due_day(consortium.call.closes, usual.days, timezone.localdate())
    return Task(consortium=consortium, kind=usual.piece, member=member, due=due)


def due_day(
    closes: datetime.date | None, days: int, today: datetime.date
) -> datetime.date | None:
    """The day so long before the last one: not in the past, and none where the call
    has no last day or is closed."""
    if closes is None or closes < today:
        return None
    earliest = today + datetime.timedelta(days=LEAST_DAYS)
    return min(closes, max(earliest, closes - datetime.timedelta(days=days)))
