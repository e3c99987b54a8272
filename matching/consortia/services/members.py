"""Who is in a consortium, and what each does there: changed by its lead."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.consortia.kinds import PRESENT, MemberState
from matching.consortia.models import Consortium, ConsortiumMember
from matching.consortia.services.locking import (
    lock_changeable,
    member_now,
    note_change,
)
from matching.consortia.telling import tell_taken_out
from portal.accounts.models import User
from portal.web.errors import Conflict, PortalError
from regions.models import Profile

MOST_MEMBERS = 100
# From these a partner can come back without having been asked.
AWAY = (MemberState.EXCLUDED, MemberState.DECLINED, MemberState.LEFT)


@dataclass(frozen=True)
class Outsider:
    """An organisation that is not in the register, as its lead describes it."""

    name: str
    country: str
    actor: str
    region_code: str = ""
    category: str = ""


@dataclass(frozen=True)
class Part:
    """What a member does in the project."""

    roles: Sequence[str] = field(default_factory=list)
    share: Decimal | None = None
    is_nonprofit: bool | None = None
    note: str = ""


@transaction.atomic
def add_partner(
    *, by: User, consortium: Consortium, profile: Profile, coordinates: bool = False
) -> ConsortiumMember:
    """Consider a profile of the register; one that is in it already stays as it is."""
    found = lock_changeable(by, consortium)
    seen = Profile.objects.visible_to(by).not_merged()
    if not seen.filter(pk=profile.pk, status="published").exists():
        words = {"title": profile.title}
        raise PortalError(_("“%(title)s” is not published.") % words)
    member = _add(found, by, profile)
    if coordinates and not member.is_coordinator:
        set_coordinator(found, member)
        note_change(found)
    return member


def _add(found: Consortium, by: User, profile: Profile) -> ConsortiumMember:
    """The same, with the consortium locked and its editor known."""
    member = found.members.filter(profile=profile).first()
    if member and member.state not in AWAY:
        return member
    if member is None:
        _ensure_room(found)
        member = ConsortiumMember(consortium=found, profile=profile, added_by=by)
    if member.left_at is not None:
        # It had not declined: its old answer bars nobody from asking it again.
        member.left_at = member.answered_at = member.answered_by = None
    member.state = MemberState.CONSIDERED
    member.save()
    note_change(found)
    return member


@transaction.atomic
def add_outsider(
    *, by: User, consortium: Consortium, outsider: Outsider
) -> ConsortiumMember:
    """Consider an organisation outside of the register; the same one once."""
    found = lock_changeable(by, consortium)
    values = _cleaned(outsider)
    same = found.members.filter(profile=None, country=values["country"])
    if twin := same.filter(name=values["name"]).first():
        return twin
    _ensure_room(found)
    member = ConsortiumMember(consortium=found, added_by=by, **values)
    member.clean_fields(exclude=["added_by"])
    member.save()
    note_change(found)
    return member


@transaction.atomic
def describe_outsider(
    *, by: User, member: ConsortiumMember, outsider: Outsider
) -> ConsortiumMember:
    """Say anew who an organisation outside of the register is."""
    consortium = lock_changeable(by, member.consortium)
    found = member_now(member)
    if found.profile_id:
        raise PortalError(_("What a profile is, the register says."))
    values = _cleaned(outsider)
    others = consortium.members.filter(profile=None).exclude(pk=found.pk)
    if others.filter(name=values["name"], country=values["country"]).exists():
        raise Conflict(_("An organisation of this name is in the consortium already."))
    for name, value in values.items():
        setattr(found, name, value)
    found.clean_fields(exclude=["added_by"])
    found.save(update_fields=list(values))
    note_change(consortium)
    return found


@transaction.atomic
def describe_part(
    *, by: User, member: ConsortiumMember, part: Part
) -> ConsortiumMember:
    """Say what a member does in the project, and with which share of the budget."""
    consortium = lock_changeable(by, member.consortium)
    found = member_now(member)
    found.roles = list(dict.fromkeys(part.roles))
    found.share, found.is_nonprofit = part.share, part.is_nonprofit
    found.note = part.note.strip()
    found.clean_fields(exclude=["added_by"])
    found.save(update_fields=["roles", "share", "is_nonprofit", "note"])
    note_change(consortium)
    return found


@transaction.atomic
def name_coordinator(*, by: User, member: ConsortiumMember) -> ConsortiumMember:
    """Let this member coordinate; whoever did before is a partner then."""
    consortium = lock_changeable(by, member.consortium)
    found = member_now(member)
    if not found.is_present:
        raise Conflict(_("Only a partner of the consortium can coordinate it."))
    if not found.is_coordinator:
        set_coordinator(consortium, found)
        note_change(consortium)
    return found


def set_coordinator(consortium: Consortium, member: ConsortiumMember) -> None:
    """The same, with the consortium locked."""
    consortium.members.filter(is_coordinator=True).update(is_coordinator=False)
    member.is_coordinator = True
    member.save(update_fields=["is_coordinator"])


@transaction.atomic
def pin_member(*, by: User, member: ConsortiumMember) -> ConsortiumMember:
    """Let every proposal keep this partner."""
    return _move(by, member, MemberState.PINNED, MemberState.CONSIDERED)


@transaction.atomic
def unpin_member(*, by: User, member: ConsortiumMember) -> ConsortiumMember:
    return _move(by, member, MemberState.CONSIDERED, MemberState.PINNED)


@transaction.atomic
def exclude_profile(
    *, by: User, consortium: Consortium, profile: Profile
) -> ConsortiumMember:
    """Let no proposal name this profile; whoever was asked is told first."""
    found = lock_changeable(by, consortium)
    member = found.members.with_who().filter(profile=profile).first()
    if member is None:
        member = ConsortiumMember(consortium=found, profile=profile, added_by=by)
    elif member.state == MemberState.EXCLUDED:
        return member
    elif member.state in (MemberState.INVITED, MemberState.AGREED):
        raise Conflict(_("Take this partner out first: it has been asked."))
    member.state, member.is_coordinator = MemberState.EXCLUDED, False
    member.save()
    note_change(found)
    return member


@transaction.atomic
def remove_member(*, by: User, member: ConsortiumMember) -> None:
    """Take a partner out. Who was asked is told; who had agreed stays in the history,
    and so does who had declined. A second press changes nothing."""
    consortium = lock_changeable(by, member.consortium)
    found = member_or_none(member)
    if found is None or found.state in (MemberState.LEFT, MemberState.DECLINED):
        return
    if found.profile_id == consortium.lead_id:
        raise Conflict(_("The profile that leads the consortium stays in it."))
    if found.state in (MemberState.INVITED, MemberState.AGREED) and found.profile_id:
        tell_taken_out(found)
        leave_locked(found)
    elif found.profile_id and found.answered_at:
        _keep_answer(found)
    else:
        found.delete()
    note_change(consortium)


@transaction.atomic
def swap_member(
    *, by: User, member: ConsortiumMember, instead: Profile | None = None
) -> None:
    """Take a partner out, and consider another one in its place where one is named."""
    consortium = member.consortium
    remove_member(by=by, member=member)
    if instead is not None:
        add_partner(by=by, consortium=consortium, profile=instead)


def leave_locked(member: ConsortiumMember) -> None:
    """Let a member be one that left, with its consortium locked."""
    member.state, member.is_coordinator = MemberState.LEFT, False
    member.left_at = timezone.now()
    member.save(update_fields=["state", "is_coordinator", "left_at"])


def _keep_answer(member: ConsortiumMember) -> None:
    """What it once answered stays known: who declined is not asked again at once."""
    member.is_coordinator = False
    member.state = MemberState.LEFT if member.left_at else MemberState.DECLINED
    member.save(update_fields=["state", "is_coordinator"])


def member_or_none(member: ConsortiumMember) -> ConsortiumMember | None:
    """The member as it is now, or None; call it with its consortium locked."""
    rows = ConsortiumMember.objects.with_who().filter(pk=member.pk)
    return rows.select_for_update(of=("self",)).first()


def _move(
    by: User, member: ConsortiumMember, to: MemberState, origin: MemberState
) -> ConsortiumMember:
    consortium = lock_changeable(by, member.consortium)
    found = member_now(member)
    if found.state == to:
        return found
    if found.state != origin:
        raise Conflict(_("This partner’s state has changed meanwhile."))
    found.state = to
    found.save(update_fields=["state"])
    note_change(consortium)
    return found


def _ensure_room(consortium: Consortium) -> None:
    if consortium.members.filter(state__in=PRESENT).count() >= MOST_MEMBERS:
        text = _("A consortium has at most %(n)d partners here.")
        raise Conflict(text % {"n": MOST_MEMBERS})


def _cleaned(outsider: Outsider) -> dict[str, Any]:
    values = {
        one.name: " ".join(getattr(outsider, one.name).split())
        for one in fields(outsider)
    }
    for name in ("country", "region_code"):
        values[name] = values[name].upper()
    return values
