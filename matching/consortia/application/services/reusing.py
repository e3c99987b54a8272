"""A composition that goes on under another call: a new consortium, asked anew."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from matching.calls.models import Call
from matching.consortia.application.locking import application_of
from matching.consortia.kinds import CHANGEABLE, MemberState
from matching.consortia.models import Consortium, ConsortiumMember
from matching.consortia.services.locking import note_change
from matching.consortia.services.members import set_coordinator
from matching.consortia.services.starting import Facts, start_consortium
from matching.introductions.people import require_writer
from matching.locking import lock_profile
from portal.accounts.models import User
from regions.models import Status

# What a member does in the project is kept; its answer is not: it is asked anew.
SAID = ("roles", "share", "is_nonprofit")
OUTSIDE = ("name", "country", "region_code", "actor", "category")


@transaction.atomic
def reuse_consortium(
    *, by: User, consortium: Consortium, call: Call, title: str
) -> Consortium:
    """Start a consortium of the same partners for another call.

    They are considered, and not asked yet. As long as a copy for this call can be
    changed, a second press leads to it.
    """
    require_writer(by, consortium.lead)
    lock_profile(consortium.lead)
    if call.pk == consortium.call_id:
        raise ValidationError({"call": [_("This is the call it was formed for.")]})
    if copy := _copy_of(consortium, call):
        return copy
    members = list(consortium.members.with_who().present())
    new = start_consortium(
        by=by,
        lead=consortium.lead,
        call=call,
        facts=Facts(title=title, text=consortium.text, trl=consortium.trl),
        partners=[one.profile for one in members if one.profile and _can_come(one)],
    )
    _describe(new, members, by)
    application = application_of(new)
    application.copied_from = consortium
    application.save(update_fields=["copied_from"])
    note_change(new)
    return new


def _copy_of(consortium: Consortium, call: Call) -> Consortium | None:
    return Consortium.objects.filter(
        application__copied_from=consortium, call=call, stage__in=CHANGEABLE
    ).first()


def _can_come(member: ConsortiumMember) -> bool:
    profile = member.profile
    return profile is not None and profile.status == Status.PUBLISHED


def _describe(new: Consortium, members: list[ConsortiumMember], by: User) -> None:
    rows = {one.profile_id: one for one in new.members.all() if one.profile_id}
    for old in members:
        row = rows.get(old.profile_id) if old.profile_id else _outsider(new, old, by)
        if row is None:
            continue
        for name in SAID:
            setattr(row, name, getattr(old, name))
        if row.pk is None:
            row.save()
        else:
            # Who coordinates is written below only: others' rows may be older.
            row.save(update_fields=SAID)
        if old.is_coordinator and not row.is_coordinator:
            set_coordinator(new, row)


def _outsider(new: Consortium, old: ConsortiumMember, by: User) -> ConsortiumMember:
    values = {name: getattr(old, name) for name in OUTSIDE}
    return ConsortiumMember(
        consortium=new, added_by=by, state=MemberState.CONSIDERED, **values
    )
