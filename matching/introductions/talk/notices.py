"""What people are told about the talk: kinds of notices, and who is told.

Notices name organisations, never people: they are read by the other side, which may
not know yet with whom it speaks.
"""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.introductions.models import Introduction, Side
from matching.introductions.models_talk import Category, Meeting, Message, Report
from matching.introductions.people import organisation_of, people_of
from portal.accounts.models import User
from portal.accounts.organisations import name_of
from portal.accounts.services.letters import Letter, tell_curators
from portal.notices.kinds import Words, register_group
from portal.notices.models import Notice
from portal.notices.services import notify
from regions.models import Profile

GROUP = "introductions"
MESSAGE, MEETING, REPORT = (
    "introduction-message",
    "introduction-meeting",
    "introduction-report",
)
QUOTED = 200
# While somebody has not looked, a thread sends no second mail for so long.
QUIET = datetime.timedelta(hours=1)


def profile_of(introduction: Introduction, side: str) -> Profile:
    return introduction.profile if side == Side.ASKING else introduction.partner


def other(side: str) -> Side:
    return Side.ASKED if side == Side.ASKING else Side.ASKING


def side_name(introduction: Introduction, side: str) -> str:
    """What the side is called: its region or cluster."""
    return name_of(organisation_of(profile_of(introduction, side)))


def path_of(introduction: Introduction) -> str:
    return f"{introduction.get_absolute_url()}#talk"


# --- messages ------------------------------------------------------------------------


def tell_message(message: Message) -> None:
    """Tell the other side, unless it was told a moment ago and has not looked."""
    introduction, path = message.introduction, path_of(message.introduction)
    told_lately = Notice.objects.filter(
        kind=MESSAGE, path=path, created_at__gt=timezone.now() - QUIET, read_at=None
    )
    people = people_of(profile_of(introduction, other(message.side)))
    people = people.exclude(pk__in=told_lately.values("user"))
    # Somebody may act for both sides.
    own = [message.by.pk] if message.by else []
    notify(
        people=people.exclude(pk__in=own),
        kind=MESSAGE,
        key=f"{MESSAGE}:{message.pk}",
        facts={
            "who": side_name(introduction, message.side),
            "text": truncatechars(" ".join(message.text.split()), QUOTED),
            "files": message.files.count(),
        },
        path=path,
    )


def forget_message_notices(introduction: Introduction, by: User) -> None:
    """Who has seen the thread has seen what its notices say."""
    rows = Notice.objects.visible_to(by).unread()
    rows.filter(kind=MESSAGE, path=path_of(introduction)).update(read_at=timezone.now())


def delete_message_notices(messages: Iterable[int]) -> None:
    """Take away what notices quote of messages that are hidden or deleted."""
    keys = [f"{MESSAGE}:{pk}" for pk in messages]
    Notice.objects.filter(kind=MESSAGE, key__in=keys).delete()


def _message_words(facts: Mapping[str, Any]) -> Words:
    title = _("%(who)s has written to you") % {"who": facts["who"]}
    return Words(title, f"“{facts['text']}”")


# --- meetings ------------------------------------------------------------------------


def tell_meeting(meeting: Meeting, *, what: str, side: str, by: User) -> None:
    """Tell the other side what was done about a meeting, and its own colleagues not."""
    introduction = meeting.introduction
    notify(
        people=people_of(profile_of(introduction, other(side))).exclude(pk=by.pk),
        kind=MEETING,
        key=f"{MEETING}:{meeting.pk}:{meeting.sequence}:{what}",
        facts={
            "who": side_name(introduction, side),
            "what": what,
            "at": meeting.starts_at.isoformat(),
        },
        path=f"{introduction.get_absolute_url()}#meeting",
    )


def _meeting_words(facts: Mapping[str, Any]) -> Words:
    titles = {
        "proposed": _("%(who)s proposes a meeting"),
        "moved": _("%(who)s proposes another time to meet"),
        "agreed": _("%(who)s agrees to the meeting"),
        "declined": _("%(who)s cannot meet at that time"),
        "cancelled": _("%(who)s has called off the meeting"),
        "met": _("%(who)s says that you have met"),
        "not_met": _("%(who)s says that you have not met"),
    }
    title = titles[facts["what"]] % {"who": facts["who"]}
    at = parse_datetime(facts["at"])
    if at is None:
        return Words(title)
    return Words(title, _("It is about %(when)s.") % {"when": when(at)})


def when(at: datetime.datetime) -> str:
    """Day and time in Brussels, and that they are meant so."""
    local = timezone.localtime(at)
    return _("%(day)s, %(time)s (Brussels time)") % {
        "day": date_format(local, "DATE_FORMAT"),
        "time": date_format(local, "TIME_FORMAT"),
    }


# --- reports -------------------------------------------------------------------------


def report_path(report: Report) -> str:
    return reverse("report", args=[report.pk])


def tell_received(report: Report) -> None:
    """Confirm the report to who made it, and tell the curators that one waits."""
    if report.by is not None:
        _tell_report(report, [report.by], "received")
    tell_curators(
        lambda: Letter(
            _("A report of abuse waits"),
            (
                _("It was reported: %(what)s.")
                % {"what": report.get_category_display()},
            ),
            path=reverse("report-decide", args=[report.pk]),
            label=_("Read the report"),
        ),
        key=f"report:{report.pk}",
    )


def tell_decided(report: Report) -> None:
    """Tell who reported, and, where something was done, who was reported."""
    introduction = report.introduction
    reporting = people_of(profile_of(introduction, report.side))
    if report.by is not None:
        reporting = User.objects.filter(
            Q(pk=report.by.pk) | Q(pk__in=reporting.values("pk"))
        )
    _tell_report(report, reporting, "decided")
    if report.state == Report.State.UPHELD:
        reported = people_of(profile_of(introduction, report.reported_side))
        _tell_report(report, reported, "against")


def tell_appealed(report: Report) -> None:
    tell_curators(
        lambda: Letter(
            _("An appeal against a decision waits"),
            (_("Who was reported says why the decision should be changed."),),
            path=reverse("report-decide", args=[report.pk]),
            label=_("Read the report"),
        ),
        key=f"appeal:{report.pk}",
    )


def tell_appeal_decided(report: Report) -> None:
    people = people_of(profile_of(report.introduction, report.reported_side))
    _tell_report(report, people, "appeal")
    if report.is_lifted:
        reporting = people_of(profile_of(report.introduction, report.side))
        _tell_report(report, reporting, "lifted")


def _tell_report(report: Report, people: Iterable[User], what: str) -> None:
    is_appeal = what in ("appeal", "lifted")
    notify(
        people=people,
        kind=REPORT,
        key=f"{REPORT}:{report.pk}:{what}",
        facts={
            "what": what,
            "category": report.category,
            "upheld": report.state == Report.State.UPHELD,
            "lifted": report.is_lifted,
            "measures": [] if what == "received" else measure_codes(report),
            "until": report.bars_until.isoformat() if report.bars_until else "",
            "reasons": report.appeal_answer if is_appeal else report.reasons,
        },
        path=report_path(report),
    )


def measure_codes(report: Report) -> list[str]:
    """What was done, as codes, from the least to the most."""
    done = {
        "hidden": report.hides_message,
        "stopped": report.stops_introduction,
        "barred": report.bars_until is not None,
    }
    return [code for code, is_so in done.items() if is_so]


def measure_words(codes: Iterable[str], until: datetime.date | None) -> list[str]:
    """The measures as sentences."""
    day = date_format(until, "DATE_FORMAT") if until else ""
    words = {
        "hidden": _("The message is hidden."),
        "stopped": _("The introduction is stopped; contact data are closed again."),
        "barred": _(
            "The organisation that was reported can ask for no introduction until"
            " %(day)s."
        )
        % {"day": day},
    }
    return [words[code] for code in codes]


def _report_words(facts: Mapping[str, Any]) -> Words:
    what = Category(facts["category"]).label
    titles = {
        "received": _("We have your report"),
        "decided": _("Your report was upheld")
        if facts["upheld"]
        else _("Your report was not upheld"),
        "against": _("A report against your organisation was upheld"),
        "appeal": _("Your appeal was granted")
        if facts["lifted"]
        else _("Your appeal was not granted"),
        "lifted": _("After an appeal, measures were lifted"),
    }
    if facts["what"] == "received":
        text = _(
            "You reported: %(what)s. A curator reads it and decides; you are told of"
            " the decision and its reasons."
        )
        return Words(titles["received"], text % {"what": what})
    until = datetime.date.fromisoformat(facts["until"]) if facts["until"] else None
    shown = facts["what"] in ("decided", "against")
    measures = measure_words(facts["measures"], until) if shown else []
    reasons = _("Reasons: %(reasons)s") % {"reasons": facts["reasons"]}
    about = _("It was reported: %(what)s.") % {"what": what}
    how = [_("You can answer once; how is said there.")]
    lines = [about, *measures, reasons, *(how if facts["what"] == "against" else [])]
    return Words(titles[facts["what"]], " ".join(lines))


def register_kinds() -> None:
    """Say which notices there are; called once, when the app is ready."""
    kinds = (
        (MESSAGE, gettext_lazy("the other side writes to you"), _message_words),
        (MEETING, gettext_lazy("a meeting is proposed or answered"), _meeting_words),
        (
            REPORT,
            gettext_lazy("a report of abuse is received or decided"),
            _report_words,
        ),
    )
    register_group(GROUP, gettext_lazy("Introductions"), kinds)
