"""Publishing, editing and closing a request: by owners and editors of its profile."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.ideas import MOST_TOPICS
from matching.introductions.people import require_writer
from matching.locking import lock_profile
from matching.partner_requests.contacts import refuse_contacts
from matching.partner_requests.models import (
    Audience,
    CloseReason,
    PartnerRequest,
    Role,
    State,
    bits_of,
)
from matching.partner_requests.services.locking import lock_request, over
from matching.partner_requests.services.matching import match_soon
from portal.accounts.models import User
from portal.web.errors import Conflict, PortalError
from portal.web.text import address_for
from regions.models import ItemKind, Profile, Stage, Status, Topic

OPEN_MOST = 10
LONGEST_DAYS = 365
# What is public of it in words.
WORDS = ("title", "text", "call")


@dataclass(frozen=True)
class Said:
    """What the asking side says; topics, kinds, stages and roles are codes."""

    title: str
    text: str
    deadline: datetime.date
    topics: Sequence[str] = ()
    kinds: Sequence[str] = ()
    stages: Sequence[str] = ()
    roles: Sequence[str] = ()
    call: str = ""
    call_url: str = ""
    audience: str = Audience.PUBLIC


# What makes two requests the same, beside their topics.
SAID = (
    "title",
    "text",
    "call",
    "call_url",
    "kind_bits",
    "stage_bits",
    "role_bits",
    "deadline",
    "audience",
)


def deadline_days() -> tuple[datetime.date, datetime.date]:
    """The first and the last day that may be named."""
    today = timezone.localdate()
    return today, today + timedelta(days=LONGEST_DAYS)


def publish_request(*, by: User, profile: Profile, said: Said) -> PartnerRequest:
    """Publish what a profile seeks; whom it fits is found out and told at once, or by
    the next worker where the register is too large for that."""
    request = _publish(by, profile, said)
    match_soon(request)
    return request


def edit_request(*, by: User, request: PartnerRequest, said: Said) -> PartnerRequest:
    """Say it anew; one that has ended is open again if the new day is to come."""
    request = _edit(by, request, said)
    match_soon(request)
    return request


@transaction.atomic
def close_request(*, by: User, request: PartnerRequest, reason: str) -> PartnerRequest:
    """Close it, with a reason; a second press changes nothing."""
    found = lock_request(request.pk)
    require_writer(by, found.profile)
    if reason not in CloseReason.values:
        raise ValidationError({"reason": [_("Choose a reason.")]})
    if found.state == State.CLOSED:
        return found
    if found.state == State.FILLED:
        raise over(found)
    found.state, found.close_reason = State.CLOSED, reason
    found.closed_at = timezone.now()
    found.save(update_fields=["state", "close_reason", "closed_at"])
    return found


def why_not_publish(profile: Profile) -> PortalError | None:
    """Why this profile cannot seek more now, or None."""
    if profile.status != Status.PUBLISHED:
        words = {"title": profile.title}
        return PortalError(_("“%(title)s” is not published.") % words)
    number = PartnerRequest.objects.filter(profile=profile).open().count()
    if number < OPEN_MOST:
        return None
    text = ngettext(
        "This profile has %(n)d open request: no more at a time. Close one first.",
        "This profile has %(n)d open requests: no more at a time. Close one first.",
        number,
    )
    return Conflict(text % {"n": number})


@transaction.atomic
def _publish(by: User, profile: Profile, said: Said) -> PartnerRequest:
    require_writer(by, profile)
    lock_profile(profile)
    request = PartnerRequest(
        profile=profile, created_by=by, slug=address_for(said.title, "request")
    )
    _fill(request, said)
    if twin := _open_twin(request, said):
        return twin
    if refusal := why_not_publish(profile):
        raise refusal
    _save(request, said)
    return request


def _open_twin(request: PartnerRequest, said: Said) -> PartnerRequest | None:
    """The open request that says just the same: who presses twice publishes once."""
    same = PartnerRequest.objects.filter(profile=request.profile).open()
    rows = same.filter(**{name: getattr(request, name) for name in SAID})
    wanted = set(said.topics)
    return next(
        (one for one in rows if set(one.topics.values_list("pk", flat=True)) == wanted),
        None,
    )


@transaction.atomic
def _edit(by: User, request: PartnerRequest, said: Said) -> PartnerRequest:
    require_writer(by, request.profile)
    lock_profile(request.profile)
    found = lock_request(request.pk)
    if found.state not in (State.OPEN, State.EXPIRED):
        raise over(found)
    if not found.is_open and (refusal := why_not_publish(found.profile)):
        raise refusal
    found.state, found.closed_at = State.OPEN, None
    _fill(found, said)
    _save(found, said)
    return found


def _fill(request: PartnerRequest, said: Said) -> None:
    """Put what was said into the request; nothing is stored."""
    _check(said)
    for name in ("title", "text", "call", "call_url"):
        setattr(request, name, getattr(said, name).strip())
    request.kind_bits = bits_of(ItemKind, said.kinds)
    request.stage_bits = bits_of(Stage, said.stages)
    request.role_bits = bits_of(Role, said.roles)
    request.deadline, request.audience = said.deadline, said.audience


def _save(request: PartnerRequest, said: Said) -> None:
    request.edited_at, request.matched_run = timezone.now(), None
    request.clean_fields(exclude=["slug"])
    request.save()
    request.topics.set(Topic.objects.filter(pk__in=said.topics))


def _check(said: Said) -> None:
    faults: dict[str, list[str]] = {}
    for name in WORDS:
        if sentence := refuse_contacts(getattr(said, name)):
            faults[name] = [sentence]
    first, last = deadline_days()
    if not first <= said.deadline <= last:
        words = {"first": date_format(first), "last": date_format(last)}
        text = _("Name a day from %(first)s to %(last)s.")
        faults["deadline"] = [text % words]
    known = Topic.objects.filter(pk__in=said.topics).count()
    if known < len(set(said.topics)):
        faults["topics"] = [_("One of these topics is not in the register any more.")]
    elif known > MOST_TOPICS:
        text = _("At most %(n)d topics; two to six narrow ones say more than many.")
        faults["topics"] = [text % {"n": MOST_TOPICS}]
    if faults:
        raise ValidationError(faults)
