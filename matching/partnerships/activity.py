"""What the portal itself can say of a partnership's half-year."""

from typing import Any

from django.db.models import F

from matching.introductions.models import Introduction
from matching.partnerships.models import PartnershipMember, Report


def activity_of(report: Report) -> dict[str, Any]:
    """Who joined and left, what was reached, how many introductions; five queries.

    A submitted report keeps this as it was; of introductions only the number is said.
    """
    partnership = report.partnership
    days = (report.first_day, report.last_day)
    seats = partnership.members.exclude(profile=None).with_whom()
    active = seats.active()
    milestones = partnership.milestones.all()
    done = milestones.filter(done_on__range=days)
    return {
        "joined": _labels(seats.filter(joined_at__date__range=days)),
        "left": _labels(
            seats.filter(left_at__date__range=days).exclude(joined_at=None)
        ),
        "members": active.count(),
        "milestones_done": [one.title for one in done],
        "milestones_open": milestones.filter(done_on=None).count(),
        "introductions": _introductions(active, days),
    }


def _labels(seats: Any) -> list[str]:
    return [one.label for one in seats.order_by("opened_at", "pk")]


def _introductions(active: Any, days: tuple) -> int:
    """Introductions between members that were accepted in this time."""
    keys = PartnershipMember.objects.filter(pk__in=active.order_by().values("pk"))
    profiles = keys.order_by().values("profile")
    rows = Introduction.objects.filter(
        profile__in=profiles,
        partner__in=profiles,
        contacts_open_since__date__range=days,
    )
    return rows.exclude(profile=F("partner")).count()
