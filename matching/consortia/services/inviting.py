"""A partner is asked, and its own people answer; contact data stay closed."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from matching.consortia.kinds import MemberState, Stage
from matching.consortia.models import Consortium, ConsortiumMember
from matching.consortia.services.locking import (
    lock_changeable,
    lock_consortium,
    member_now,
    note_change,
    require_changeable,
)
from matching.consortia.services.members import leave_locked
from matching.consortia.telling import tell_answered, tell_invited, tell_left
from matching.introductions.bans import ensure_may_ask
from matching.introductions.people import people_of, require_writer
from matching.outcomes.models import Stage as OutcomeStage
from matching.outcomes.services import note_outcome
from portal.accounts.models import User
from portal.web.errors import Conflict, PortalError
from regions.models import Profile, Status

MOST_A_DAY = 40


@transaction.atomic
def invite_member(*, by: User, member: ConsortiumMember) -> ConsortiumMember:
    """Ask the people of a profile whether it takes part; asked twice is asked once."""
    consortium = lock_changeable(by, member.consortium)
    found = member_now(member)
    if found.state in (MemberState.INVITED, MemberState.AGREED):
        return found
    _ensure_can_ask(consortium, found)
    found.state, found.invited_by = MemberState.INVITED, by
    found.invited_at = timezone.now()
    found.answered_at = found.answered_by = None
    found.save()
    if consortium.stage == Stage.IDEA:
        Consortium.objects.filter(pk=consortium.pk).update(stage=Stage.FORMING)
    note_change(consortium)
    tell_invited(found)
    return found


@transaction.atomic
def note_agreement(*, by: User, member: ConsortiumMember) -> ConsortiumMember:
    """Note that an organisation outside of the register has agreed."""
    consortium = lock_changeable(by, member.consortium)
    found = member_now(member)
    if found.profile_id:
        raise PortalError(_("The profile’s own people answer for it."))
    if found.state != MemberState.AGREED:
        found.state, found.answered_at = MemberState.AGREED, timezone.now()
        found.save(update_fields=["state", "answered_at"])
        note_change(consortium)
    return found


@transaction.atomic
def answer_invitation(
    *, by: User, member: ConsortiumMember, agrees: bool
) -> ConsortiumMember:
    """Agree or decline for a profile that was invited; the first answer counts."""
    consortium = lock_consortium(member.consortium)
    found = member_now(member)
    profile = _own_profile(by, found)
    answer = MemberState.AGREED if agrees else MemberState.DECLINED
    if found.state == answer:
        return found
    if found.state != MemberState.INVITED:
        raise _not_invited(found)
    if agrees:
        require_changeable(consortium)
    found.state, found.answered_by = answer, by
    found.answered_at = timezone.now()
    found.is_coordinator = found.is_coordinator and agrees
    found.save(update_fields=["state", "answered_by", "answered_at", "is_coordinator"])
    note_change(consortium)
    tell_answered(found)
    if agrees:
        note_outcome(
            what=OutcomeStage.PARTNERED,
            profile=consortium.lead,
            partner=profile,
            occasion=f"consortium:{consortium.pk}",
        )
    return found


@transaction.atomic
def leave_consortium(*, by: User, member: ConsortiumMember) -> ConsortiumMember:
    """A member that had agreed leaves; its lead is told."""
    consortium = lock_consortium(member.consortium)
    found = member_now(member)
    _own_profile(by, found)
    if found.state == MemberState.LEFT:
        return found
    if found.profile_id == consortium.lead_id:
        raise Conflict(_("The profile that leads the consortium stays in it."))
    if found.state != MemberState.AGREED:
        raise _not_invited(found)
    leave_locked(found)
    note_change(consortium)
    tell_left(found)
    return found


def _own_profile(by: User, member: ConsortiumMember) -> Profile:
    """The member's profile, for whose people only this is."""
    if member.profile is None:
        raise PortalError(_("This invitation is gone."))
    require_writer(by, member.profile)
    return member.profile


def _ensure_can_ask(consortium: Consortium, member: ConsortiumMember) -> None:
    if member.profile is None:
        raise PortalError(
            _("It is not in the register: ask it yourself, and note here what it says.")
        )
    if member.state == MemberState.EXCLUDED:
        raise Conflict(_("This partner is excluded: consider it first."))
    for profile in (consortium.lead, member.profile):
        if profile.status != Status.PUBLISHED:
            words = {"title": profile.title}
            raise PortalError(_("“%(title)s” is not published.") % words)
    ensure_may_ask(consortium.lead)
    if not people_of(member.profile).exists():
        raise PortalError(
            _("Nobody acts for this profile here yet, so nobody could answer.")
        )
    _ensure_not_pressed(member)
    _ensure_not_too_many(consortium)


def _ensure_not_pressed(member: ConsortiumMember) -> None:
    """Who declined is not asked again for a while."""
    if member.answered_by_id is None or member.answered_at is None:
        return
    wait = timedelta(days=settings.INTRODUCTION_DECLINED_DAYS)
    day = timezone.localdate(member.answered_at + wait)
    if day > timezone.localdate():
        text = _("It declined. You can ask again from %(day)s.")
        raise Conflict(text % {"day": date_format(day)})


def _ensure_not_too_many(consortium: Consortium) -> None:
    since = timezone.now() - timedelta(days=1)
    rows = ConsortiumMember.objects.filter(
        consortium__lead=consortium.lead, invited_at__gt=since
    )
    if rows.count() >= MOST_A_DAY:
        text = _("At most %(n)d invitations a day: go on tomorrow.")
        raise Conflict(text % {"n": MOST_A_DAY})


def _not_invited(member: ConsortiumMember) -> Conflict:
    sentences = {
        MemberState.AGREED: _("Your side has agreed meanwhile."),
        MemberState.DECLINED: _("Your side has declined meanwhile."),
    }
    gone = _("The invitation was taken back meanwhile.")
    return Conflict(sentences.get(MemberState(member.state), gone))
