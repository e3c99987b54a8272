"""A proposal becomes the composition, unless somebody changed that meanwhile."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from matching.consortia.kinds import MemberState
from matching.consortia.models import Consortium, ConsortiumMember
from matching.consortia.services.locking import lock_changeable, note_change
from matching.consortia.services.members import set_coordinator
from portal.accounts.models import User
from portal.web.errors import Conflict
from regions.models import Profile


@transaction.atomic
def adopt_proposal(
    *,
    by: User,
    consortium: Consortium,
    slugs: Collection[str],
    coordinator: str = "",
    revision: int,
) -> Consortium:
    """Consider exactly these profiles beside those that are pinned or asked already.

    Partners that were only considered and are not proposed leave it; organisations
    outside of the register stay. A proposal that was made for an older composition
    is refused, unless the composition is what it proposes.
    """
    found = lock_changeable(by, consortium)
    members = {
        one.profile.slug: one
        for one in found.members.with_who().filter(profile__isnull=False)
    }
    wanted = set(slugs)
    if found.revision != revision:
        if _is_so(members, wanted):
            return found
        raise Conflict(
            _("The composition has changed meanwhile. These are new proposals for it.")
        )
    _leave_out(members, wanted)
    _take_in(found, by, members, wanted)
    member = found.members.filter(profile__slug=coordinator).first()
    if member and member.is_present and not member.is_coordinator:
        set_coordinator(found, member)
    note_change(found)
    return found


def _is_so(members: dict[str, ConsortiumMember], wanted: set[str]) -> bool:
    return {slug for slug, one in members.items() if one.is_present} == wanted


def _leave_out(members: dict[str, ConsortiumMember], wanted: set[str]) -> None:
    gone = [
        one.pk
        for slug, one in members.items()
        if one.state == MemberState.CONSIDERED and slug not in wanted
    ]
    rows = ConsortiumMember.objects.filter(pk__in=gone)
    # Who declined before stays in the history, and is not asked again at once.
    answered = rows.exclude(answered_at=None)
    answered.update(state=MemberState.DECLINED, is_coordinator=False)
    rows.filter(answered_at=None).delete()


def _take_in(
    found: Consortium, by: User, members: dict[str, ConsortiumMember], wanted: set[str]
) -> None:
    """New rows for who is not in it; who was excluded or has left is no candidate."""
    new = (
        Profile.objects.published().not_merged().filter(slug__in=wanted - set(members))
    )
    ConsortiumMember.objects.bulk_create(
        ConsortiumMember(consortium=found, profile=one, added_by=by)
        for one in new.order_by("pk")
    )
