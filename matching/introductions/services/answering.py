"""Answers to introductions, and their ends by the hand of one side.

Who presses twice gets what the first press did; who comes second is told what happened.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from matching.introductions.models import (
    Consent,
    DeclineReason,
    Introduction,
    Side,
    State,
)
from matching.introductions.people import require_side
from matching.introductions.services.ending import call_off_meetings, shut_earlier
from matching.introductions.services.locking import (
    already,
    lock_introduction,
    lock_pair,
    note,
)
from matching.introductions.telling import ANSWERED, CLOSED, tell_side
from matching.outcomes.models import Stage
from portal.accounts.models import User

OTHER = {Side.ASKING: Side.ASKED, Side.ASKED: Side.ASKING}


@transaction.atomic
def accept(*, by: User, introduction: Introduction, words: str = "") -> Introduction:
    """Agree to meet: from now on both sides see each other's contact data.

    Accepting is the consent of the side that was asked.
    """
    found = lock_introduction(introduction)
    require_side(by, found, Side.ASKED)
    if found.state == State.ACCEPTED:
        return found
    if found.state != State.ASKED:
        raise already(found)
    now = timezone.now()
    Consent.objects.create(introduction=found, side=Side.ASKED, by=by, given_at=now)
    _change(
        found,
        state=State.ACCEPTED,
        answered_by=by,
        answered_at=now,
        answer=words.strip(),
        contacts_open_since=now,
    )
    note(found, Stage.ACCEPTED)
    tell_side(found, Side.ASKING, ANSWERED, "answered")
    return found


@transaction.atomic
def decline(
    *, by: User, introduction: Introduction, reason: str, words: str = ""
) -> Introduction:
    """Say no, with a reason; no contact data are shown."""
    found = lock_introduction(introduction)
    require_side(by, found, Side.ASKED)
    if found.state == State.DECLINED:
        return found
    if found.state != State.ASKED:
        raise already(found)
    now = timezone.now()
    _change(
        found,
        state=State.DECLINED,
        answered_by=by,
        answered_at=now,
        ended_at=now,
        decline_reason=DeclineReason(reason),
        answer=words.strip(),
    )
    note(found, Stage.DECLINED, reason)
    tell_side(found, Side.ASKING, ANSWERED, "answered")
    return found


@transaction.atomic
def withdraw(*, by: User, introduction: Introduction) -> Introduction:
    """Take back the letter that nobody has answered yet."""
    found = lock_introduction(introduction)
    require_side(by, found, Side.ASKING)
    if found.state == State.WITHDRAWN:
        return found
    if found.state != State.ASKED:
        raise already(found)
    _withdraw(found, by, Side.ASKED)
    return found


@transaction.atomic
def take_back_consent(*, by: User, introduction: Introduction) -> Introduction:
    """End an accepted introduction so that neither side sees contact data any more.

    Either side can do so at any time, also after it was closed in good terms.
    """
    lock_pair(introduction)
    found = lock_introduction(introduction)
    side = require_side(by, found, *OTHER)
    if found.state == State.WITHDRAWN:
        return found
    if found.state not in (State.ACCEPTED, State.CLOSED):
        raise already(found)
    shut_earlier(found, State.WITHDRAWN)
    call_off_meetings(found)
    _withdraw(found, by, OTHER[side])
    return found


def _withdraw(found: Introduction, by: User, told: Side) -> None:
    _change(found, state=State.WITHDRAWN, ended_by=by, ended_at=timezone.now())
    note(found, Stage.WITHDRAWN)
    tell_side(found, told, CLOSED, "withdrawn")


@transaction.atomic
def close(*, by: User, introduction: Introduction, words: str = "") -> Introduction:
    """End an accepted introduction in good terms: the talk goes on elsewhere, or not.

    Contact data that both know already stay to be seen for a while; see
    `IntroductionQuerySet.with_open_contacts`.
    """
    found = lock_introduction(introduction)
    side = require_side(by, found, *OTHER)
    if found.state == State.CLOSED:
        return found
    if found.state != State.ACCEPTED:
        raise already(found)
    _change(
        found,
        state=State.CLOSED,
        ended_by=by,
        ended_at=timezone.now(),
        closing=words.strip(),
    )
    tell_side(found, OTHER[side], CLOSED, "closed")
    return found


def _change(introduction: Introduction, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(introduction, name, value)
    introduction.clean_fields()
    introduction.save(update_fields=list(fields))
