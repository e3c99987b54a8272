"""Half-yearly reports: opened by the clock, filled in part, submitted by a lead."""

import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.partnerships.activity import activity_of
from matching.partnerships.choices import Status
from matching.partnerships.models import Partnership, Report
from matching.partnerships.people import require_lead
from matching.partnerships.services.locking import fresh, lock_partnership
from matching.partnerships.telling import tell_report
from portal.accounts.models import User
from portal.web.errors import Conflict, PortalError

DAYS_TO_REPORT = 31
REMIND_BEFORE = datetime.timedelta(days=7)
TEXTS = ("progress", "obstacles", "next_steps")


def half_year_before(day: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The last half-year that was over before this day."""
    if day.month > 6:
        return datetime.date(day.year, 1, 1), datetime.date(day.year, 6, 30)
    return datetime.date(day.year - 1, 7, 1), datetime.date(day.year - 1, 12, 31)


def partnerships_to_report(
    day: datetime.date | None = None,
) -> "QuerySet[Partnership]":
    """Active ones that began in the last half-year or before and have no report."""
    first, last = half_year_before(day or timezone.localdate())
    rows = Partnership.objects.filter(status=Status.ACTIVE, started_on__lte=last)
    return rows.exclude(reports__first_day=first)


def open_reports() -> int:
    """Make the reports of the half-year that is over, and tell the leads; each once."""
    keys = partnerships_to_report().order_by("pk").values_list("pk", flat=True)
    return sum(map(_open, list(keys)))


def reports_to_remind() -> "QuerySet[Report]":
    """Reports that are due within a week or late, of which nobody was reminded."""
    last = timezone.localdate() + REMIND_BEFORE
    active = Q(partnership__status=Status.ACTIVE)
    rows = Report.objects.filter(submitted_at=None, reminded_at=None)
    return rows.filter(active, due_on__lte=last)


def remind_reports() -> int:
    """Remind the leads; each report once."""
    keys = reports_to_remind().order_by("pk").values_list("pk", flat=True)
    return sum(map(_remind, list(keys)))


@transaction.atomic
def save_report(
    *,
    by: User,
    report: Report,
    texts: dict[str, str],
    is_public: bool = True,
    submits: bool = False,
) -> Report:
    """Keep what a lead says; once submitted it stays, with the facts of that day."""
    partnership = lock_partnership(report.partnership_id)
    require_lead(by, partnership)
    found = fresh(report)
    if found.is_submitted:
        if submits and all(getattr(found, name) == texts[name] for name in TEXTS):
            return found
        raise Conflict(_("This report is submitted, and stays as it is."))
    for name in TEXTS:
        setattr(found, name, texts.get(name, "").strip())
    found.is_public, found.saved_at = is_public, timezone.now()
    if submits:
        if not found.progress:
            raise PortalError(_("Say in a few sentences what progress there was."))
        found.facts = activity_of(found)
        found.submitted_by, found.submitted_at = by, timezone.now()
    found.clean_fields(exclude=["partnership", "submitted_by"])
    found.save()
    return found


@transaction.atomic
def _open(key: int) -> bool:
    """False if another worker was quicker, or it ended meanwhile."""
    partnership = lock_partnership(key)
    if not partnerships_to_report().filter(pk=key).exists():
        return False
    first, last = half_year_before(timezone.localdate())
    due_on = last + datetime.timedelta(days=DAYS_TO_REPORT)
    report = Report.objects.create(
        partnership=partnership, first_day=first, last_day=last, due_on=due_on
    )
    tell_report(report)
    return True


@transaction.atomic
def _remind(key: int) -> bool:
    rows = Report.objects.select_for_update(of=("self",)).select_related("partnership")
    found = rows.filter(pk__in=reports_to_remind().order_by().values("pk"), pk=key)
    report = found.first()
    if report is None:
        return False
    report.reminded_at = timezone.now()
    report.save(update_fields=["reminded_at"])
    tell_report(report, reminds=True)
    return True
