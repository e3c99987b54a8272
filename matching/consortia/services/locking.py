"""What every write of a consortium shares: who may, and the lock it waits for."""

from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.consortia.kinds import Stage
from matching.consortia.models import Consortium, ConsortiumMember
from matching.introductions.people import acts_for
from portal.accounts.models import User
from portal.accounts.services import NotAllowed
from portal.web.errors import Conflict
from regions.querysets import EDITING


def may_edit(user: Any, consortium: Consortium) -> bool:
    """Owners and editors of the lead, and curators who help."""
    if not user.is_authenticated:
        return False
    return user.is_staff or acts_for(user, consortium.lead, *EDITING)


def require_editor(by: User, consortium: Consortium) -> None:
    if not may_edit(by, consortium):
        raise NotAllowed(
            _("Only owners and editors of the organisation that leads may do this.")
        )


def lock_consortium(consortium: Consortium) -> Consortium:
    """The consortium as it is now, locked until the transaction ends.

    Every change of its composition takes it, so one comes after the other.
    """
    rows = Consortium.objects.select_related("lead__region", "call")
    found = rows.select_for_update(of=("self",)).filter(pk=consortium.pk).first()
    if found is None:
        raise Conflict(_("This consortium is gone."))
    return found


def lock_changeable(by: User, consortium: Consortium) -> Consortium:
    """The same for who changes its composition; a Conflict once it was handed in."""
    found = lock_consortium(consortium)
    require_editor(by, found)
    require_changeable(found)
    return found


def require_changeable(consortium: Consortium) -> None:
    """A Conflict that says what happened, once it was handed in or withdrawn."""
    if consortium.is_changeable:
        return
    sentences = {
        Stage.SUBMITTED: _("It was submitted: its composition stays as it is."),
        Stage.FUNDED: _("It was funded: its composition stays as it is."),
        Stage.REFUSED: _("It was refused: its composition stays as it is."),
        Stage.WITHDRAWN: _("It was withdrawn: its composition stays as it is."),
    }
    raise Conflict(sentences[Stage(consortium.stage)])


def member_now(member: ConsortiumMember) -> ConsortiumMember:
    """The member as it is now; call it with its consortium locked."""
    rows = ConsortiumMember.objects.with_who().filter(pk=member.pk)
    found = rows.select_for_update(of=("self",)).first()
    if found is None:
        raise Conflict(_("This partner was taken out of the consortium meanwhile."))
    return found


def note_change(consortium: Consortium) -> None:
    """Count a change of the composition."""
    rows = Consortium.objects.filter(pk=consortium.pk)
    rows.update(revision=F("revision") + 1, edited_at=timezone.now())
