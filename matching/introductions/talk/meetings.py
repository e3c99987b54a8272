"""Writes of a meeting: propose, agree, decline, move, call off, and whether they met.

Each names the sequence that its page showed: who was slower is told what happened
meanwhile, and one of two that press at the same moment wins.
"""

import datetime
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.introductions.models import Introduction, Side, State
from matching.introductions.models_talk import Meeting
from matching.introductions.people import require_side
from matching.introductions.services.locking import (
    lock_introduction,
    lock_with_sides,
)
from matching.introductions.services.results import report_result
from matching.introductions.talk.notices import tell_meeting
from matching.outcomes.models import Stage
from portal.accounts.models import User
from portal.web.errors import Conflict, PortalError

FARTHEST = datetime.timedelta(days=366)
LEAST_MINUTES, MOST_MINUTES = 10, 480
_BOTH = (Side.ASKED, Side.ASKING)


@transaction.atomic
def propose_meeting(
    *,
    introduction: Introduction,
    by: User,
    starts_at: datetime.datetime,
    minutes: int,
    place: str,
    agenda: str = "",
    seen: int | None = None,
) -> Meeting:
    """Propose a time, or another time for the meeting that is open.

    `seen` is the sequence of the open meeting that the page showed, None if it showed
    none. The same proposal again is the one that was made.
    """
    introduction = lock_introduction(introduction)
    side = require_side(by, introduction, *_BOTH)
    _require_accepted(introduction)
    _require_ahead(starts_at, minutes)
    said = {
        "starts_at": starts_at,
        "minutes": minutes,
        "place": place.strip(),
        "agenda": agenda.strip(),
    }
    meeting = introduction.meetings.open().first()
    if meeting is not None and _is_same(meeting, side, said):
        return meeting
    if meeting is None and seen is not None:
        raise Conflict(_("Meanwhile this meeting was answered. Read it again."))
    if meeting is not None:
        _require_seen(meeting, seen)
    what = "moved" if meeting else "proposed"
    if meeting is None:
        meeting = Meeting(introduction=introduction)
    else:
        meeting.sequence += 1
    for name, value in said.items():
        setattr(meeting, name, value)
    meeting.side, meeting.by, meeting.state = side, by, Meeting.State.PROPOSED
    _save(meeting)
    tell_meeting(meeting, what=what, side=side, by=by)
    return meeting


def _is_same(meeting: Meeting, side: Side, said: dict) -> bool:
    own = meeting.state == Meeting.State.PROPOSED and meeting.side == side
    return own and all(getattr(meeting, name) == one for name, one in said.items())


@transaction.atomic
def answer_meeting(*, meeting: Meeting, by: User, agrees: bool, seen: int) -> Meeting:
    """Agree to the proposed time, or say that it does not suit."""
    meeting, introduction = _locked(meeting)
    wanted = Meeting.State.AGREED if agrees else Meeting.State.DECLINED
    side = require_side(by, introduction, *_BOTH)
    if meeting.state == wanted and meeting.sequence == seen + 1:
        return meeting
    _require_seen(meeting, seen)
    if meeting.state != Meeting.State.PROPOSED or not meeting.is_open:
        raise Conflict(_("Meanwhile this meeting was answered. Read it again."))
    answering = Side.ASKED if meeting.side == Side.ASKING else Side.ASKING
    side = require_side(by, introduction, answering)
    _require_accepted(introduction)
    if agrees and meeting.starts_at < timezone.now():
        raise PortalError(_("This time has passed. Propose another one."))
    meeting.state, meeting.sequence = wanted, meeting.sequence + 1
    _save(meeting)
    what = "agreed" if agrees else "declined"
    tell_meeting(meeting, what=what, side=side, by=by)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, by: User, seen: int) -> Meeting:
    """Call off what was proposed or agreed; also once the introduction has ended."""
    meeting, introduction = _locked(meeting)
    side = require_side(by, introduction, *_BOTH)
    if meeting.state == Meeting.State.CANCELLED:
        return meeting
    _require_seen(meeting, seen)
    if not meeting.is_open:
        raise Conflict(_("Meanwhile this meeting was answered. Read it again."))
    if meeting.asks_whether_met:
        raise Conflict(_("This time has passed. Say whether you met."))
    meeting.state, meeting.sequence = Meeting.State.CANCELLED, meeting.sequence + 1
    _save(meeting)
    tell_meeting(meeting, what="cancelled", side=side, by=by)
    return meeting


@transaction.atomic
def say_whether_met(*, meeting: Meeting, by: User, has_met: bool) -> Meeting:
    """Write down what came of an agreed time that is past; who says it first counts."""
    # What comes of it is noted under the locks of both profiles, which come first.
    meeting, introduction = _locked(meeting, lock_with_sides)
    side = require_side(by, introduction, *_BOTH)
    if meeting.has_met is not None:
        if meeting.has_met == has_met:
            return meeting
        raise Conflict(_("The other side has said already what came of it."))
    if not meeting.asks_whether_met:
        raise Conflict(_("This meeting is still ahead, or nobody agreed to it."))
    meeting.has_met = has_met
    _save(meeting)
    if has_met:
        report_result(
            by=by,
            introduction=introduction,
            what=Stage.MET,
            on=timezone.localdate(meeting.starts_at),
        )
    tell_meeting(meeting, what="met" if has_met else "not_met", side=side, by=by)
    return meeting


def _locked(
    meeting: Meeting, lock: Callable[[Introduction], Introduction] = lock_introduction
) -> tuple[Meeting, Introduction]:
    """Under the lock of the introduction, which all that is about it shares."""
    introduction = lock(meeting.introduction)
    found = introduction.meetings.filter(pk=meeting.pk).first()
    if found is None:
        raise Conflict(_("This meeting is gone."))
    return found, introduction


def _save(meeting: Meeting) -> None:
    meeting.changed_at = timezone.now()
    meeting.full_clean(validate_constraints=False)
    meeting.save()


def _require_seen(meeting: Meeting, seen: int | None) -> None:
    if meeting.sequence != seen:
        raise Conflict(_("Meanwhile this meeting was changed. Read it again."))


def _require_accepted(introduction: Introduction) -> None:
    if introduction.state != State.ACCEPTED:
        raise Conflict(
            _("A meeting can be arranged while the introduction is accepted.")
        )


def _require_ahead(starts_at: datetime.datetime, minutes: int) -> None:
    now = timezone.now()
    if not now < starts_at < now + FARTHEST:
        raise PortalError(_("Name a time within the next twelve months."))
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise PortalError(
            _("A meeting takes %(least)d to %(most)d minutes.")
            % {"least": LEAST_MINUTES, "most": MOST_MINUTES}
        )
