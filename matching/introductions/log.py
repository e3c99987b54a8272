"""What happened to an introduction, in words and in order; no person is named."""

import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from matching.introductions.models import Introduction, Side, State


class Entry(NamedTuple):
    at: datetime.datetime
    text: str


def log_of(introduction: Introduction, side: Side) -> list[Entry]:
    """The moments of this introduction; `side` is the reader's."""
    found = [_asked(introduction, side), *_answered(introduction, side)]
    if introduction.ended_at and introduction.state != State.DECLINED:
        found.append(Entry(introduction.ended_at, _ended(introduction)))
    return found


def _asked(one: Introduction, side: Side) -> Entry:
    if side == Side.ASKING:
        text = _("You asked, and consented to show your contact data.")
    else:
        text = _("They asked, and consented to show their contact data.")
    return Entry(one.asked_at, text)


def _answered(one: Introduction, side: Side) -> list[Entry]:
    if one.answered_at is None:
        return []
    if one.contacts_open_since is None:
        ours, theirs = _("You declined."), _("They declined.")
    else:
        ours = _("You accepted. Contact data are open to both sides.")
        theirs = _("They accepted. Contact data are open to both sides.")
    return [Entry(one.answered_at, ours if side == Side.ASKED else theirs)]


def _ended(one: Introduction) -> str:
    if one.state == State.EXPIRED:
        return _("It was closed, because nobody answered in time.")
    if one.state == State.STOPPED:
        return _("A curator stopped it.")
    if one.state == State.CLOSED:
        return _("It was closed.")
    if one.contacts_open_since is not None:
        return _("A side took its consent back. Contact data are closed again.")
    return _("It was withdrawn.")
