"""Days of applications as a calendar file (RFC 5545) that calendars subscribe to.

Entries are whole days and keep their UID, so that a later file moves them. They name
organisations and records, and no person.
"""

import datetime
from collections.abc import Iterable

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from matching.consortia.application.telling import application_path
from matching.consortia.models import Consortium
from matching.consortia.models_application import Task
from portal.mail.rendering import absolute_url

MEDIA_TYPE = "text/calendar; charset=utf-8"
UTC = datetime.UTC
# How often calendars are asked to look again.
REFRESH = datetime.timedelta(hours=12)


def calendar_file(consortia: Iterable[Consortium], tasks: Iterable[Task]) -> bytes:
    """The file; calls are joined to consortia, and both to tasks. What has no day is
    left out, and so is what is done."""
    calendar = Calendar()
    calendar.add("prodid", "-//Smart Regions//Joint applications//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Joint applications"))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for consortium in consortia:
        if consortium.call.closes:
            calendar.add_component(_closing(consortium))
    for task in tasks:
        if task.due and not task.is_done:
            calendar.add_component(_task(task))
    return calendar.to_ical()


def _closing(consortium: Consortium) -> Event:
    call = consortium.call
    words = {"title": consortium.title, "call": call.title}
    parts = [
        _("“%(title)s”, for the call “%(call)s”.") % words,
        call.closing_time.strftime("%H:%M") + " Europe/Brussels"
        if call.closing_time
        else "",
        _("Indicative: the call text decides."),
    ]
    return _event(
        uid=f"application-{consortium.pk}-closing",
        changed=max(call.edited_at or call.created_at, consortium.created_at),
        day=call.closes,
        summary=_("Call closes: %(call)s") % words,
        text="\n".join(part for part in parts if part),
        path=application_path(consortium),
    )


def _task(task: Task) -> Event:
    words = {"task": task.label, "title": task.consortium.title}
    text = ""
    if task.member:
        text = _("It comes from “%(member)s”.") % {"member": task.member.label}
    return _event(
        uid=task.uid,
        changed=task.changed_at,
        day=task.due,
        summary=_("%(task)s (%(title)s)") % words,
        text=text,
        path=f"{application_path(task.consortium)}#pieces",
    )


def _event(
    *,
    uid: str,
    changed: datetime.datetime,
    day: datetime.date | None,
    summary: str,
    text: str,
    path: str,
) -> Event:
    event = Event()
    event.add("uid", f"{uid}@smart-regions")
    event.add("dtstamp", changed.astimezone(UTC))
    event.add("last-modified", changed.astimezone(UTC))
    if day is not None:
        event.add("dtstart", day)
        # The last day that there is has none after it: an event of one day needs none.
        if day < datetime.date.max:
            event.add("dtend", day + datetime.timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", _plain(summary))
    if text:
        event.add("description", _plain(text))
    event.add("url", absolute_url(path))
    return event


def _plain(text: str) -> str:
    """The text without the control characters that no calendar file may hold."""
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in kept if sign == "\n" or sign.isprintable())
