"""Closing days of calls as a calendar file (RFC 5545) that calendars subscribe to.

An entry keeps its UID as long as the call has its address, so that a later file moves
it. A day without a time is a whole day; a time is Brussels time and given in UTC.
"""

import datetime
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from matching.calls.models import Call
from portal.mail.rendering import absolute_url

MEDIA_TYPE = "text/calendar; charset=utf-8"
BRUSSELS = ZoneInfo("Europe/Brussels")


def calendar_file(calls: Iterable[Call]) -> bytes:
    """The file; calls without a closing day are left out."""
    calendar = Calendar()
    calendar.add("prodid", "-//Smart Regions//Calls//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Calls: closing days"))
    for call in calls:
        if call.closes:
            calendar.add_component(_event(call))
    return calendar.to_ical()


def closing_moment(call: Call) -> datetime.datetime | None:
    """When it closes, where both day and time are known."""
    if not (call.closes and call.closing_time):
        return None
    return datetime.datetime.combine(call.closes, call.closing_time, BRUSSELS)


def _event(call: Call) -> Event:
    event, url = Event(), absolute_url(call.get_absolute_url())
    changed = (call.edited_at or call.created_at).astimezone(datetime.UTC)
    event.add("uid", f"call-{call.slug}@smart-regions")
    event.add("sequence", call.revision)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    if moment := closing_moment(call):
        event.add("dtstart", moment.astimezone(datetime.UTC))
    else:
        event.add("dtstart", call.closes)
        event.add("dtend", call.closes + datetime.timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    event.add("summary", _plain(_("Closes: %(title)s") % {"title": call.title}))
    parts = [call.identifier, call.link, str(_("Indicative: the call text decides."))]
    event.add("description", _plain("\n".join(part for part in parts if part)))
    event.add("url", url)
    return event


def _plain(text: str) -> str:
    """The text without the control characters that no calendar file may hold."""
    return "".join(sign for sign in text if sign == "\n" or sign.isprintable())
