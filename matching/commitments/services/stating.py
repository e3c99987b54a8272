"""A side states a step towards the other, or takes it back."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from matching.commitments.models import Commitment
from matching.commitments.services.due import REMIND_BEFORE
from matching.commitments.steps import Step, last_days, needs_proof
from matching.commitments.telling import STATED, tell_people
from matching.introductions.models import Introduction, Side, State
from matching.introductions.people import require_side, require_writer
from matching.introductions.services.locking import already, lock_introduction
from portal.accounts.models import User
from portal.accounts.services import Proof
from portal.web.errors import Conflict


@transaction.atomic
def state_step(
    *,
    by: User,
    introduction: Introduction,
    step: int,
    valid_until: datetime.date | None = None,
    proof: str = "",
    proof_url: str = "",
    file: Proof | None = None,
) -> Commitment:
    """Say how far one's own side goes towards the other of an accepted introduction.

    Whoever presses twice gets what the first press did. Of two colleagues at once one
    states the step and the other is told; a later day states it anew.
    """
    found = lock_introduction(introduction)
    side = require_side(by, found, Side.ASKED, Side.ASKING)
    if found.state != State.ACCEPTED:
        raise already(found)
    sides = (found.partner, found.profile)
    own, other = sides if side == Side.ASKED else reversed(sides)
    now = timezone.now()
    new = Commitment(
        profile=own,
        partner=other,
        step=Step(step),
        proof=proof.strip(),
        proof_url=proof_url.strip(),
        file=file.content if file else None,
        file_name=file.name if file else "",
        valid_until=_checked_day(step, valid_until),
        made_by=by,
        made_at=now,
    )
    if needs_proof(step) and not (new.proof or new.proof_url or file):
        text = _("From “mandate shown” on something has to show it.")
        raise ValidationError({"proof": [text]})
    new.clean_fields(exclude=["profile", "partner", "made_by", "file"])
    present = Commitment.objects.running().filter(profile=own, partner=other, step=step)
    for old in present.select_for_update(of=("self",)):
        if _says_the_same(old, new):
            return old
        _make_room(old, new, now)
    if new.valid_until - timezone.localdate(now) < REMIND_BEFORE:
        # So short a step is not announced on the day on which it begins.
        new.reminded_at = now
    new.save()
    tell_people(new, other, STATED)
    return new


@transaction.atomic
def withdraw_step(*, by: User, commitment: Commitment) -> Commitment:
    """Take back what one's own side has stated; the row stays as history."""
    rows = Commitment.objects.select_related("profile__region", "partner__region")
    found = rows.select_for_update(of=("self",)).filter(pk=commitment.pk).first()
    if found is None:
        raise Conflict(_("This commitment is gone."))
    require_writer(by, found.profile)
    if found.withdrawn_at:
        return found
    if not found.is_running:
        raise Conflict(_("This step has ended meanwhile."))
    found.withdrawn_at = timezone.now()
    found.save(update_fields=["withdrawn_at"])
    return found


def _checked_day(step: int, day: datetime.date | None) -> datetime.date:
    usual, most = last_days(step)
    if day is None:
        return usual
    first = timezone.localdate() + datetime.timedelta(days=1)
    if not first <= day <= most:
        text = _("Name a day from %(first)s to %(last)s.")
        words = {"first": date_format(first), "last": date_format(most)}
        raise ValidationError({"valid_until": [text % words]})
    return day


def _says_the_same(old: Commitment, new: Commitment) -> bool:
    names = ("valid_until", "proof", "proof_url", "file_name")
    same = all(getattr(old, name) == getattr(new, name) for name in names)
    return same and bytes(old.file or b"") == bytes(new.file or b"")


def _make_room(old: Commitment, new: Commitment, now: datetime.datetime) -> None:
    """End the same step as it stood; a Conflict where the new one is not later."""
    if new.valid_until <= old.valid_until:
        text = _(
            "Your side has stated this step already, until %(day)s. Name a later day,"
            " or withdraw it first."
        )
        raise Conflict(text % {"day": date_format(old.valid_until)})
    # The clock may be late with what is past its day.
    is_past = old.valid_until < timezone.localdate(now)
    name = "expired_at" if is_past else "replaced_at"
    setattr(old, name, now)
    old.save(update_fields=[name])
