"""Mails about cases: each side is told what the other decided or wrote."""

import logging
from collections.abc import Iterable
from typing import Any

from portal.mail.services import queue_mail
from portal.web.errors import PortalError
from regions.models import Case, CaseMessage, Outcome, Owned
from regions.moderation.records import curators, people_of
from regions.moderation.rules import statement_of

logger = logging.getLogger(__name__)


def tell_decision(case: Case, record: Owned) -> None:
    """Send the statement of reasons to those who may write for the organisation."""
    if case.outcome == Outcome.TAKEN_BACK:
        return
    context = {"case": case, "statement": statement_of(case)}
    occasion = f"case-{case.pk}-decided"
    _send(people_of(record), "case_decided", context, occasion)


def tell_message(message: CaseMessage, record: Owned | None) -> None:
    """Tell the other side that somebody has written about a case."""
    case = message.case
    context = {"case": case, "message": message}
    occasion = f"case-message-{message.pk}"
    if not message.is_curator:
        _send(_concerned(case), "case_answered", context, occasion)
    elif record is not None:
        _send(people_of(record), "case_asked", context, occasion)


def _concerned(case: Case) -> Iterable[Any]:
    """The curator who has the case, or decided it; all where it is nobody's."""
    has_it = case.assigned_to or case.decided_by
    if has_it is not None and has_it.is_active and has_it.is_staff:
        return [has_it]
    return curators()


def _send(
    people: Iterable[Any], template: str, context: dict[str, Any], occasion: str
) -> None:
    for person in people:
        try:
            queue_mail(
                to=person.email,
                template=template,
                context=context,
                language=person.language or "en",
                key=f"{occasion}-{person.pk}",
            )
        except PortalError as error:
            # An address that no mail can be sent to does not undo what was decided.
            logger.warning("person %s is not told: %s", person.pk, error)
