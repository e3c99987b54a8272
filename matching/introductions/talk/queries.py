"""Page-shaped reads: the thread of an introduction, its meeting, reports of abuse."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Prefetch
from django.utils.translation import gettext as _

from matching.introductions.models import Introduction, Side, State
from matching.introductions.models_talk import Meeting, Message, MessageFile, Report
from matching.introductions.people import acts_for, side_of
from matching.introductions.talk.messages import MOST_BEFORE, written_before
from matching.introductions.talk.notices import (
    measure_codes,
    measure_words,
    other,
    profile_of,
    side_name,
)
from portal.accounts.models import User
from regions.models import Visibility
from regions.querysets import EDITING

SHOWN = 30
MOST_DECIDED = 20


@dataclass(frozen=True)
class Line:
    """One message as the reader sees it; `who` names a person only to those who may
    know him."""

    message: Message
    organisation: str
    who: str
    is_own: bool
    is_new: bool
    files: list[MessageFile]


@dataclass(frozen=True)
class Talk:
    """The thread and the meeting of an introduction, for one of its people."""

    introduction: Introduction
    lines: list[Line]
    page: Page
    can_write: bool
    why_not: str
    left: int | None
    other_name: str
    meeting: Meeting | None
    may_act: bool
    can_propose: bool
    can_answer: bool
    reports: list[Report]


def talk_of(introduction: Introduction, user: User, page: Any = None) -> Talk:
    """All that the section of an introduction shows; the last messages if not said.

    The reader must be of one of its sides.
    """
    side = side_of(user, introduction)
    writes = side is not None and acts_for(
        user, profile_of(introduction, side), *EDITING
    )
    goes_on = introduction.state in (State.ASKED, State.ACCEPTED)
    found = _page(introduction, page)
    meeting = introduction.meetings.first()
    left = None
    if side is not None and introduction.state == State.ASKED:
        left = max(0, MOST_BEFORE - written_before(introduction, side))
    is_accepted = introduction.state == State.ACCEPTED
    return Talk(
        introduction=introduction,
        lines=_lines(introduction, found.object_list, user, side),
        page=found,
        can_write=writes and goes_on and (left is None or left > 0),
        why_not=_why_not(writes, goes_on, left),
        left=left,
        other_name=side_name(introduction, other(side or Side.ASKED)),
        meeting=meeting,
        may_act=writes,
        can_propose=writes and is_accepted,
        can_answer=writes and meeting is not None and meeting.side != side,
        reports=list(Report.objects.visible_to(user).filter(introduction=introduction)),
    )


def _why_not(writes: bool, goes_on: bool, left: int | None) -> str:
    if not goes_on:
        return _("The introduction has ended; nothing can be written any more.")
    if not writes:
        return _("Owners and editors of your organisation can write.")
    if left is not None and left <= 0:
        return _("You can write more once both sides have agreed.")
    return ""


def _page(introduction: Introduction, number: Any) -> Page:
    files = Prefetch("files", queryset=MessageFile.objects.without_content())
    rows = introduction.messages.select_related("by").prefetch_related(files)
    pages = Paginator(rows, SHOWN)
    return pages.get_page(number or pages.num_pages)


def _lines(
    introduction: Introduction, rows: Iterable[Message], user: User, side: str | None
) -> list[Line]:
    names = {one: side_name(introduction, one) for one in ("asking", "asked")}
    open_ones = Introduction.objects.with_open_contacts()
    is_open = open_ones.filter(pk=introduction.pk).exists()
    new = set(
        introduction.messages.unread_by(user)
        .exclude(by=user)
        .values_list("pk", flat=True)
    )
    return [
        Line(
            message=one,
            organisation=names[one.side],
            who=_who(one, one.side == side, is_open),
            is_own=one.side == side,
            is_new=one.pk in new,
            files=[] if one.hidden_at else list(one.files.all()),
        )
        for one in rows
    ]


def _who(message: Message, is_own: bool, is_open: bool) -> str:
    """Colleagues know each other; the other side learns a name as its owner wants."""
    person = message.by
    if person is None:
        return _("a former colleague")
    if is_own:
        return str(person)
    may_know = is_open or person.name_visibility != Visibility.PARTNERS
    return person.name if may_know else ""


def unread_counts(user: User, introductions: Iterable[Introduction]) -> dict[int, int]:
    """How many messages of each a person has not read; one query for all."""
    keys = [one.pk for one in introductions]
    rows = Message.objects.filter(introduction__in=keys).unread_by(user)
    counted = rows.exclude(by=user).order_by().values_list("introduction")
    return dict.fromkeys(keys, 0) | dict(counted.annotate(n=Count("pk")))


def files_sent_by(user: User) -> Iterator[tuple[str, bytes]]:
    """The files a person sent with messages, as they lie in his export."""
    rows = MessageFile.objects.filter(message__by=user).order_by("pk")
    for one in rows.iterator():
        yield f"messages/{one.pk}-{one.name}", bytes(one.content)


# --- reports -------------------------------------------------------------------------


def report_queue() -> dict[str, Any]:
    """What waits for curators, oldest first, and what was decided last."""
    rows = Report.objects.select_related(
        *(
            f"introduction__{side}__{name}"
            for side in ("profile", "partner")
            for name in ("region", "cluster")
        )
    )
    decided = rows.decided().order_by("-decided_at", "-pk")[:MOST_DECIDED]
    return {
        "waiting": [_row(one) for one in rows.waiting()],
        "decided": [_row(one) for one in decided],
    }


def _row(report: Report) -> dict[str, Any]:
    introduction = report.introduction
    return {
        "report": report,
        "reporting": side_name(introduction, report.side),
        "reported": side_name(introduction, report.reported_side),
    }


def report_page(report: Report) -> dict[str, Any]:
    """One report with its sides and measures; only what was reported is with it."""
    message = report.message
    return {
        **_row(report),
        "introduction": report.introduction,
        "message": message,
        "files": list(message.files.without_content()) if message else [],
        "measures": measure_words(measure_codes(report), report.bars_until),
    }
