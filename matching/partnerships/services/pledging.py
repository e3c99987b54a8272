"""A member states how firmly it stands by a partnership, or takes that back."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from matching.commitments.steps import PERIODS, Step, needs_proof
from matching.partnerships.models import PartnershipMember, Pledge
from matching.partnerships.people import require_seat
from matching.partnerships.services.locking import (
    fresh,
    fresh_seat,
    lock_alive,
    said_already,
)
from portal.accounts.models import User
from portal.accounts.retention import PROOF_DAYS
from portal.accounts.services import Proof
from portal.web.errors import Conflict

# A letter to a partnership is for two years, as the entry conditions ask.
LETTER_DAYS = 730


@transaction.atomic
def state_pledge(
    *,
    by: User,
    seat: PartnershipMember,
    step: int,
    valid_until: datetime.date | None = None,
    proof: str = "",
    proof_url: str = "",
    file: Proof | None = None,
) -> Pledge:
    """Say how firmly a member stands by it; what was said before is history.

    From "mandate shown" on something has to show it. Whoever presses twice gets what
    the first press did.
    """
    lock_alive(seat.partnership_id)
    found = fresh_seat(seat)
    require_seat(by, found)
    if not found.is_active:
        raise said_already(found)
    new = Pledge(
        member=found,
        step=Step(step),
        proof=proof.strip(),
        proof_url=proof_url.strip(),
        file=file.content if file else None,
        file_name=file.name if file else "",
        valid_until=_checked_day(step, valid_until),
        made_by=by,
    )
    if needs_proof(step) and not (new.proof or new.proof_url or file):
        text = _("From “mandate shown” on something has to show it.")
        raise ValidationError({"proof": [text]})
    new.clean_fields(exclude=["member", "made_by", "file"])
    old = found.pledges.running().first()
    if old is not None:
        if _says_the_same(old, new):
            return old
        old.replaced_at = timezone.now()
        old.save(update_fields=["replaced_at"])
    new.save()
    return new


@transaction.atomic
def withdraw_pledge(*, by: User, pledge: Pledge) -> Pledge:
    """Take back what one's own side has stated; the row stays as history."""
    lock_alive(pledge.member.partnership_id)
    found = fresh(pledge)
    require_seat(by, fresh_seat(found.member))
    if found.withdrawn_at:
        return found
    if found.replaced_at:
        raise Conflict(_("This step has ended meanwhile."))
    found.withdrawn_at = timezone.now()
    found.save(update_fields=["withdrawn_at"])
    return found


def delete_old_letters() -> int:
    """Files of what ended so long ago; what they were called stays."""
    limit = timezone.now() - datetime.timedelta(days=PROOF_DAYS)
    ended = Coalesce("withdrawn_at", "replaced_at")
    rows = Pledge.objects.exclude(file=None).alias(ended=ended)
    past = Pledge.objects.exclude(file=None).filter(
        withdrawn_at=None, replaced_at=None, valid_until__lt=limit.date()
    )
    return rows.filter(ended__lte=limit).update(file=None) + past.update(file=None)


def pledge_days(step: int) -> tuple[datetime.date, datetime.date]:
    """The last day of a step that is stated today: the usual one, and the latest."""
    today, period = timezone.localdate(), PERIODS[Step(step)]
    usual = LETTER_DAYS if step >= Step.LETTER else period.usual
    most = max(usual, period.most)
    return (
        today + datetime.timedelta(days=usual),
        today + datetime.timedelta(days=most),
    )


def _checked_day(step: int, day: datetime.date | None) -> datetime.date:
    usual, most = pledge_days(step)
    if day is None:
        return usual
    first = timezone.localdate() + datetime.timedelta(days=1)
    if not first <= day <= most:
        text = _("Name a day from %(first)s to %(last)s.")
        words = {"first": date_format(first), "last": date_format(most)}
        raise ValidationError({"valid_until": [text % words]})
    return day


def _says_the_same(old: Pledge, new: Pledge) -> bool:
    names = ("step", "valid_until", "proof", "proof_url", "file_name")
    same = all(getattr(old, name) == getattr(new, name) for name in names)
    return same and bytes(old.file or b"") == bytes(new.file or b"")
