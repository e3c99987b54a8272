"""What every write of an introduction shares."""

from django.utils.translation import gettext as _

from matching.introductions.models import Introduction, State
from matching.locking import lock_profiles
from matching.outcomes.models import Stage
from matching.outcomes.services import note_outcome
from portal.web.errors import Conflict


def lock_introduction(introduction: Introduction) -> Introduction:
    """The introduction as it is now, locked until the transaction ends.

    Whoever answers, withdraws or closes takes it, so one of two at a time wins.
    """
    rows = Introduction.objects.with_sides().select_for_update(of=("self",))
    found = rows.filter(pk=introduction.pk).first()
    if found is None:
        raise Conflict(_("This introduction is gone."))
    return found


def lock_with_sides(introduction: Introduction) -> Introduction:
    """The same, with both profiles locked before it, for what the log of outcomes gets.

    Mergers lock profiles first, too. If one was faster, the sides are others by now.
    """
    keys = Introduction.objects.filter(pk=introduction.pk)
    sides = keys.order_by().values_list("profile_id", "partner_id").first()
    lock_profiles(sides or ())
    found = lock_introduction(introduction)
    if (found.profile_id, found.partner_id) != sides:
        raise Conflict(_("Meanwhile one of the two records was merged. Try again."))
    return found


def lock_pair(introduction: Introduction) -> None:
    """Lock all of the pair, in one order: who ends one ends what is left of others."""
    low, high = introduction.low, introduction.high
    rows = Introduction.objects.filter(low=low, high=high).order_by("pk")
    list(rows.select_for_update(of=("self",)).values_list("pk"))


def already(introduction: Introduction) -> Conflict:
    """What happened meanwhile, for somebody who wanted something else."""
    sentences = {
        State.ASKED: _("This introduction waits for an answer."),
        State.ACCEPTED: _("This introduction has been accepted meanwhile."),
        State.DECLINED: _("This introduction has been declined meanwhile."),
        State.EXPIRED: _("This introduction ended: it was not answered in time."),
        State.WITHDRAWN: _("This introduction has been withdrawn meanwhile."),
        State.CLOSED: _("This introduction has been closed meanwhile."),
        State.STOPPED: _("A curator has stopped this introduction."),
    }
    return Conflict(sentences[State(introduction.state)])


def note(introduction: Introduction, what: Stage, reason: str = "") -> None:
    """Write into the log of outcomes what became of it."""
    note_outcome(
        what=what,
        profile=introduction.profile,
        partner=introduction.partner,
        occasion=f"introduction:{introduction.pk}",
        reason=reason,
    )
