"""Notice and action: a report of abuse, a curator's decision, an appeal, its answer.

Each decision has reasons, and both sides are told of it with them.
"""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.introductions.models import Introduction, Side, State
from matching.introductions.models_talk import AskingBan, Message, Report
from matching.introductions.people import (
    acts_for,
    organisation_of,
    require_side,
    side_of,
)
from matching.introductions.services.ending import call_off_meetings, shut_earlier
from matching.introductions.services.locking import lock_introduction
from matching.introductions.talk.notices import (
    delete_message_notices,
    profile_of,
    tell_appeal_decided,
    tell_appealed,
    tell_decided,
    tell_received,
)
from portal.accounts.models import User, organisation_link
from portal.accounts.services import NotAllowed
from portal.web.errors import Conflict, PortalError

LONGEST_BAN = datetime.timedelta(days=2 * 366)


@transaction.atomic
def report_abuse(
    *,
    introduction: Introduction,
    by: User,
    category: str,
    words: str,
    message: Message | None = None,
) -> Report:
    """Tell the curators of an introduction, or of one message of the other side.

    Everybody of a side may, readers too. While a report waits, the same side's next
    one about the same is that report.
    """
    introduction = lock_introduction(introduction)
    side = _side_for_report(by, introduction, message)
    about = {"is_about_message": message is not None, "message": message}
    waiting = introduction.reports.filter(side=side, state=Report.State.OPEN, **about)
    found = waiting.first()
    if found is not None:
        return found
    report = Report(
        introduction=introduction,
        side=side,
        by=by,
        category=category,
        words=words.strip(),
        **about,
    )
    if not report.words:
        raise PortalError(_("Say in your words what is wrong."))
    report.full_clean()
    report.save(force_insert=True)
    tell_received(report)
    return report


def _side_for_report(
    by: User, introduction: Introduction, message: Message | None
) -> Side:
    """The side that reports: of a message, the one that did not write it."""
    if message is None:
        side = side_of(by, introduction)
    else:
        side = Side.ASKED if message.side == Side.ASKING else Side.ASKING
        if not acts_for(by, profile_of(introduction, side)):
            side = None
    if side is None:
        raise NotAllowed(_("You can report what the other side wrote."))
    return side


@transaction.atomic
def decide_report(
    *,
    report: Report,
    by: User,
    upholds: bool,
    reasons: str,
    hides_message: bool = False,
    stops_introduction: bool = False,
    bars_until: datetime.date | None = None,
) -> Report:
    """A curator rejects the report, or upholds it with at least one measure."""
    report, introduction = _locked(report)
    _require_curator(by, introduction)
    if not report.is_open:
        raise Conflict(_("This report is decided already."))
    if not reasons.strip():
        raise PortalError(_("Give the reasons: both sides read them."))
    if upholds and not (hides_message or stops_introduction or bars_until):
        raise PortalError(_("Choose at least one measure, or reject the report."))
    report.state = Report.State.UPHELD if upholds else Report.State.REJECTED
    report.reasons = reasons.strip()
    report.decided_by, report.decided_at = by, timezone.now()
    if upholds:
        report.hides_message = hides_message
        report.stops_introduction = stops_introduction
        report.bars_until = bars_until
        _act(report, introduction)
    report.full_clean(validate_constraints=False)
    report.save()
    tell_decided(report)
    return report


def _act(report: Report, introduction: Introduction) -> None:
    if report.hides_message:
        _hide(report)
    if report.bars_until:
        _bar(report, introduction)
    if report.stops_introduction:
        _stop(introduction)


def _hide(report: Report) -> None:
    if report.message is None:
        raise PortalError(_("This report is about no message that could be hidden."))
    rows = Message.objects.filter(pk=report.message.pk, hidden_at=None)
    rows.update(hidden_at=timezone.now())
    delete_message_notices([report.message.pk])


def _bar(report: Report, introduction: Introduction) -> None:
    today, until = timezone.localdate(), report.bars_until
    if until is None or not today <= until <= today + LONGEST_BAN:
        raise PortalError(_("A ban ends on a day within the next two years."))
    organisation = organisation_of(profile_of(introduction, report.reported_side))
    ban = AskingBan(
        **organisation_link(organisation),
        report=report,
        until=until,
        reasons=report.reasons,
    )
    ban.full_clean()
    ban.save(force_insert=True)


def _stop(introduction: Introduction) -> None:
    """End it, whatever became of it before; in this state no contact data are open.

    Both sides are told with the decision.
    """
    call_off_meetings(introduction)
    shut_earlier(introduction, State.STOPPED)
    if introduction.state == State.STOPPED:
        return
    introduction.state = State.STOPPED
    introduction.ended_at = introduction.ended_at or timezone.now()
    introduction.save(update_fields=["state", "ended_at"])


@transaction.atomic
def appeal(*, report: Report, by: User, text: str) -> Report:
    """Who was reported answers the decision, once."""
    report, introduction = _locked(report)
    require_side(by, introduction, report.reported_side)
    if report.appealed_at is not None:
        raise Conflict(_("Your organisation has answered already."))
    if not report.may_be_appealed:
        raise Conflict(_("There is no decision against your organisation."))
    if not text.strip():
        raise PortalError(_("Say why the decision should be changed."))
    report.appeal, report.appealed_by = text.strip(), by
    report.appealed_at = timezone.now()
    report.full_clean(validate_constraints=False)
    report.save()
    tell_appealed(report)
    return report


@transaction.atomic
def decide_appeal(*, report: Report, by: User, lifts: bool, answer: str) -> Report:
    """A curator keeps the measures, or lifts those that can be: what was stopped is
    not begun again, but may be asked for anew."""
    report, introduction = _locked(report)
    _require_curator(by, introduction)
    if not report.appeal_waits:
        raise Conflict(_("There is no appeal that waits."))
    if not answer.strip():
        raise PortalError(_("Give the reasons: the other side reads them."))
    if lifts:
        AskingBan.objects.filter(report=report, lifted_at=None).update(
            lifted_at=timezone.now()
        )
        if report.hides_message and report.message is not None:
            Message.objects.filter(pk=report.message.pk).update(hidden_at=None)
    report.appeal_answer, report.is_lifted = answer.strip(), lifts
    report.appeal_decided_by, report.appeal_decided_at = by, timezone.now()
    report.full_clean(validate_constraints=False)
    report.save()
    tell_appeal_decided(report)
    return report


def why_not_decide(by: User, introduction: Introduction) -> str:
    """Nobody decides for an organisation for which he acts; "" if he may."""
    for profile in (introduction.profile, introduction.partner):
        if acts_for(by, profile):
            return _("You act for one of the two sides. A colleague has to decide it.")
    return ""


def _require_curator(by: User, introduction: Introduction) -> None:
    if not by.is_staff:
        raise NotAllowed(_("Curators decide on reports of abuse."))
    if refusal := why_not_decide(by, introduction):
        raise PortalError(refusal)


def _locked(report: Report) -> tuple[Report, Introduction]:
    """Under the lock of the introduction, which all that is about it shares."""
    introduction = lock_introduction(report.introduction)
    rows = introduction.reports.select_related("message", "by")
    found = rows.filter(pk=report.pk).first()
    if found is None:
        raise Conflict(_("This report is gone."))
    found.introduction = introduction
    return found, introduction
