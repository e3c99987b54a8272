"""A meeting as a calendar file (RFC 5545) that mail programs and phones take in.

It is published (RFC 5546), not an invitation to answer: answers are given here, and no
address of a person is in it. A later file of the same UID and a higher SEQUENCE changes
the entry, one with the method CANCEL takes it away. Times are in UTC, which needs no
table of a time zone and is shown in the reader's own.
"""

import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress

from matching.introductions.models_talk import Meeting
from matching.introductions.talk.notices import side_name
from portal.mail.rendering import absolute_url

MEDIA_TYPE = "text/calendar"
_STATUS = {
    Meeting.State.PROPOSED: "TENTATIVE",
    Meeting.State.AGREED: "CONFIRMED",
    Meeting.State.DECLINED: "CANCELLED",
    Meeting.State.CANCELLED: "CANCELLED",
}


def method_of(meeting: Meeting) -> str:
    """What the file asks a calendar to do."""
    status = _STATUS[Meeting.State(meeting.state)]
    return "CANCEL" if status == "CANCELLED" else "PUBLISH"


def calendar_file(meeting: Meeting) -> bytes:
    """The file; the introduction and both profiles should be at hand."""
    introduction = meeting.introduction
    names = [side_name(introduction, side) for side in ("asking", "asked")]
    url = absolute_url(introduction.get_absolute_url())
    calendar, event = Calendar(), Event()
    calendar.add("prodid", "-//Smart Regions//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method_of(meeting))
    event.add("uid", f"{meeting.uid}@smart-regions")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.changed_at.astimezone(datetime.UTC))
    event.add("last-modified", meeting.changed_at.astimezone(datetime.UTC))
    event.add("dtstart", meeting.starts_at.astimezone(datetime.UTC))
    event.add("dtend", meeting.ends_at.astimezone(datetime.UTC))
    summary = _("Meeting: %(names)s") % {"names": " – ".join(names)}
    event.add("summary", _plain(summary))
    event.add("status", _STATUS[Meeting.State(meeting.state)])
    event.add("organizer", _organizer())
    event.add("location", _plain(meeting.place))
    parts = [_plain(meeting.agenda), url]
    event.add("description", "\n\n".join(part for part in parts if part))
    event.add("url", url)
    calendar.add_component(event)
    return calendar.to_ical()


def _organizer() -> vCalAddress:
    """The portal itself: the standard wants one, and people's addresses stay out."""
    address = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip("> ")
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["cn"] = "Smart Regions"
    return organizer


def _plain(text: str) -> str:
    """The text without the control characters that no calendar file may hold."""
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in kept if sign == "\n" or sign.isprintable())
