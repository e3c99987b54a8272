"""A partnership begins: by an expression of interest, or set up by a curator."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from matching.ideas import MOST_TOPICS
from matching.introductions.people import require_writer
from matching.locking import lock_profile
from matching.partnerships.choices import (
    MemberRole,
    MemberState,
    Origin,
    Phase,
    ProposalKind,
    Status,
)
from matching.partnerships.models import (
    Partnership,
    PhaseChange,
    Proposal,
)
from matching.partnerships.people import (
    is_curator,
    require_curator,
    require_steering,
)
from matching.partnerships.services.joining import open_seat
from matching.partnerships.services.locking import lock_partnership, over
from matching.partnerships.services.reasons import require_reason
from matching.partnerships.telling import tell_members
from portal.accounts.models import User
from portal.accounts.services.holding import lock_person
from portal.web.errors import Conflict, PortalError
from regions.models import Profile, Topic
from regions.models import Status as ProfileStatus

# Addresses that are pages of this room.
RESERVED = frozenset(
    ("assessment", "mine", "new", "propose", "set-up", "suggestions", "matrix")
)
LONGEST_SLUG = 100
LONGEST_ENDING = 3_000


@dataclass(frozen=True)
class Said:
    """What a partnership is about; topics are codes."""

    title: str
    theme: str = ""
    scope: str = ""
    topics: Sequence[str] = ()
    website: str = ""


@transaction.atomic
def set_up_partnership(
    *,
    by: User,
    said: Said,
    invited: Sequence[tuple[Profile, str]] = (),
    phase: str = Phase.SET_UP,
    message: str = "",
) -> Partnership:
    """Set up an active partnership as a curator, and invite these profiles with roles.

    Nobody is a member who has not agreed: invited leads lead once they accept.
    Whoever presses twice gets the partnership of the first press.
    """
    require_curator(by)
    lock_person(by)
    active = Partnership.objects.filter(status=Status.ACTIVE, created_by=by)
    if twin := active.filter(title=said.title.strip()).first():
        return twin
    partnership = _new(by, said, Status.ACTIVE)
    enter_phase(partnership, phase, by, _("Set up by a curator."))
    for profile, role in invited:
        open_seat(partnership, profile, by, MemberState.INVITED, role, message)
    return partnership


@transaction.atomic
def start_expression(
    *, by: User, profile: Profile, said: Said, answers: dict[str, Any]
) -> Proposal:
    """Begin an expression of interest as an owner or editor of its lead.

    The lead has its seat at once; others are invited while the form is written.
    """
    require_writer(by, profile)
    lock_profile(profile)
    if profile.status != ProfileStatus.PUBLISHED:
        words = {"title": profile.title}
        raise PortalError(_("“%(title)s” is not published.") % words)
    present = Partnership.objects.filter(
        status=Status.DRAFT,
        title=said.title.strip(),
        members__profile=profile,
        members__role=MemberRole.LEAD,
    )
    if twin := present.first():
        return twin.proposals.get(kind=ProposalKind.EXPRESSION, round=1)
    partnership = _new(by, said, Status.DRAFT)
    open_seat(partnership, profile, by, MemberState.ACTIVE, MemberRole.LEAD)
    return Proposal.objects.create(
        partnership=partnership,
        kind=ProposalKind.EXPRESSION,
        answers=answers,
        created_by=by,
    )


@transaction.atomic
def edit_partnership(*, by: User, partnership: Partnership, said: Said) -> Partnership:
    """Say anew what it is about: its leads, and curators. What is over is corrected by
    curators only."""
    found = lock_partnership(partnership.pk)
    require_steering(by, found)
    if not (found.is_alive or is_curator(by)):
        raise over()
    if found.status == Status.ASSESSED:
        raise Conflict(_("It is being assessed, and stays as it is until then."))
    _fill(found, said)
    touch(found, by)
    found.save()
    found.topics.set(Topic.objects.filter(pk__in=said.topics))
    return found


@transaction.atomic
def end_partnership(*, by: User, partnership: Partnership, reason: str) -> Partnership:
    """End it with a reason, as a curator; a second press changes nothing."""
    require_curator(by)
    found = lock_partnership(partnership.pk)
    if found.status == Status.ENDED:
        return found
    if found.status not in (Status.ACTIVE, Status.HISTORICAL):
        raise Conflict(_("It has not begun, so it cannot end."))
    reason = require_reason(reason, LONGEST_ENDING)
    tell_members(found, "partnership-ended", reason=reason)
    found.status, found.ended_on = Status.ENDED, timezone.localdate()
    found.ending = reason
    touch(found, by)
    found.save()
    return found


@transaction.atomic
def revive_partnership(
    *, by: User, partnership: Partnership, phase: str
) -> Partnership:
    """Take up a historical or ended partnership again, as a curator.

    Who took part before is invited or asks anew: printed names are nobody's consent.
    """
    require_curator(by)
    found = lock_partnership(partnership.pk)
    if found.status == Status.ACTIVE:
        return found
    if found.status not in (Status.HISTORICAL, Status.ENDED):
        raise Conflict(_("Only what has ended or is historical can be taken up again."))
    found.status, found.ended_on, found.ending = Status.ACTIVE, None, ""
    found.started_on = timezone.localdate()
    touch(found, by)
    enter_phase(found, phase, by, _("Taken up again."))
    return found


@transaction.atomic
def discard_draft(*, by: User, partnership: Partnership) -> None:
    """Delete what was never submitted, and the invitations with it."""
    found = lock_partnership(partnership.pk)
    require_steering(by, found)
    is_new = not found.proposals.exclude(submitted_at=None).exists()
    if found.status != Status.DRAFT or not is_new:
        raise Conflict(_("What was submitted once is kept."))
    found.delete()


def enter_phase(partnership: Partnership, phase: str, by: User, reason: str) -> None:
    """Write the phase and its place in the log; the partnership is locked or new."""
    PhaseChange.objects.create(
        partnership=partnership,
        before=partnership.phase,
        phase=Phase(phase),
        by=by,
        reason=reason,
    )
    partnership.phase = Phase(phase)
    partnership.started_on = partnership.started_on or timezone.localdate()
    partnership.save()


def touch(partnership: Partnership, by: User) -> None:
    """From now on it belongs to people, and no table changes it."""
    partnership.touched_by, partnership.touched_at = by, timezone.now()


def _new(by: User, said: Said, status: str) -> Partnership:
    partnership = Partnership(
        origin=Origin.PORTAL,
        status=status,
        confidence="confirmed",
        created_by=by,
        slug=_new_slug(said.title),
    )
    _fill(partnership, said)
    touch(partnership, by)
    partnership.save()
    partnership.topics.set(Topic.objects.filter(pk__in=said.topics))
    return partnership


def _fill(partnership: Partnership, said: Said) -> None:
    for name in ("title", "theme", "scope", "website"):
        setattr(partnership, name, getattr(said, name).strip())
    partnership.clean_fields(exclude=["slug"])
    known = Topic.objects.filter(pk__in=said.topics).count()
    if known < len(set(said.topics)):
        text = _("One of these topics is not in the register any more.")
        raise ValidationError({"topics": [text]})
    if known > MOST_TOPICS:
        text = _("At most %(n)d topics; two to six narrow ones say more than many.")
        raise ValidationError({"topics": [text % {"n": MOST_TOPICS}]})


def _new_slug(title: str) -> str:
    """The title as an address; an ending makes it the only one where it has to."""
    stem = slugify(title)[:LONGEST_SLUG].strip("-")
    is_taken = Partnership.objects.filter(slug=stem).exists()
    if stem and stem not in RESERVED and not is_taken:
        return stem
    return f"{stem or 'partnership'}-{secrets.token_hex(3)}"
