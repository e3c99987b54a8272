"""Answering a request with an introduction, and choosing the answer that fills it."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.introductions.models import State as IntroductionState
from matching.introductions.people import require_writer
from matching.introductions.services import ask_introduction
from matching.partner_requests.models import PartnerRequest, RequestAnswer, State
from matching.partner_requests.services.locking import lock_request, over
from portal.accounts.models import User
from portal.web.errors import PortalError
from regions.models import Profile

# Both sides have agreed to meet.
CHOOSABLE = (IntroductionState.ACCEPTED, IntroductionState.CLOSED)


@transaction.atomic
def answer_request(
    *,
    by: User,
    request: PartnerRequest,
    profile: Profile,
    cooperation: str,
    brings: str,
    seeks: str,
    occasion: str = "",
    reply_by: datetime.date | None = None,
) -> RequestAnswer:
    """Ask the profile behind a request for an introduction, as an answer to it."""
    require_writer(by, profile)
    found = lock_request(request.pk)
    if not found.is_open:
        raise over(found)
    introduction = ask_introduction(
        by=by,
        profile=profile,
        partner=found.profile,
        cooperation=cooperation,
        brings=brings,
        seeks=seeks,
        occasion=occasion,
        reply_by=reply_by,
    )
    return RequestAnswer.objects.create(request=found, introduction=introduction)


@transaction.atomic
def fill_request(
    *, by: User, request: PartnerRequest, answer: RequestAnswer
) -> PartnerRequest:
    """Close it with the answer that was chosen; one that ended can be filled too."""
    found = lock_request(request.pk)
    require_writer(by, found.profile)
    if answer.request_id != found.pk:
        raise PortalError(_("This is no answer to this request."))
    if found.state == State.FILLED and found.chosen_id == answer.pk:
        return found
    if found.state not in (State.OPEN, State.EXPIRED):
        raise over(found)
    if answer.introduction.state not in CHOOSABLE:
        raise PortalError(_("Accept the introduction before you choose it."))
    found.state, found.chosen, found.closed_at = State.FILLED, answer, timezone.now()
    found.save(update_fields=["state", "chosen", "closed_at"])
    return found
