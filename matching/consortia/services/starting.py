"""Starting a consortium for a call, and what is said of it as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.calls.models import Call
from matching.consortia.kinds import CHANGEABLE, MemberState, Visibility
from matching.consortia.models import Consortium, ConsortiumMember
from matching.consortia.services.locking import (
    lock_consortium,
    note_change,
    require_editor,
)
from matching.introductions.people import require_writer
from matching.locking import lock_profile
from matching.partner_requests.contacts import refuse_contacts
from portal.accounts.models import User
from portal.web.errors import PortalError
from portal.web.text import address_for
from regions.models import Profile, Status

# As many partners a consortium may begin with.
MOST_AT_START = 60


@dataclass(frozen=True)
class Facts:
    """What its lead says of a consortium as a whole."""

    title: str
    text: str = ""
    visibility: str = Visibility.MEMBERS
    trl: int | None = None
    months: int | None = None
    grant: Decimal | None = None


NAMES = tuple(Facts.__dataclass_fields__)


@transaction.atomic
def start_consortium(
    *,
    by: User,
    lead: Profile,
    call: Call,
    facts: Facts,
    partners: Sequence[Profile] = (),
) -> Consortium:
    """Start a consortium: its lead coordinates until somebody else is named, and these
    partners are considered. Who presses twice starts it once."""
    require_writer(by, lead)
    lock_profile(lead)
    if lead.status != Status.PUBLISHED:
        words = {"title": lead.title}
        raise PortalError(_("“%(title)s” is not published.") % words)
    if not call.is_published and not by.is_staff:
        raise PortalError(_("This call is not published."))
    new = Consortium(
        lead=lead, call=call, created_by=by, slug=address_for(facts.title, "consortium")
    )
    _fill(new, facts)
    if twin := _twin(new):
        return twin
    new.clean_fields(exclude=["slug"])
    new.save()
    _add_first(new, by, partners)
    return new


@transaction.atomic
def edit_consortium(*, by: User, consortium: Consortium, facts: Facts) -> Consortium:
    """Change what is said of it as a whole; figures of the project may be rules'."""
    found = lock_consortium(consortium)
    require_editor(by, found)
    before = (found.trl, found.months, found.grant)
    _fill(found, facts)
    found.edited_at = timezone.now()
    found.clean_fields(exclude=["slug"])
    found.save(update_fields=[*NAMES, "edited_at"])
    if before != (found.trl, found.months, found.grant):
        note_change(found)
    return found


def _add_first(new: Consortium, by: User, partners: Sequence[Profile]) -> None:
    first = {new.lead_id: new.lead} | {one.pk: one for one in partners}
    kept = list(first.values())[:MOST_AT_START]
    now = timezone.now()
    ConsortiumMember.objects.bulk_create(
        ConsortiumMember(
            consortium=new,
            profile=one,
            added_by=by,
            is_coordinator=one.pk == new.lead_id,
            state=MemberState.AGREED
            if one.pk == new.lead_id
            else MemberState.CONSIDERED,
            answered_at=now if one.pk == new.lead_id else None,
        )
        for one in kept
    )


def _twin(new: Consortium) -> Consortium | None:
    """One that was started with just the same words and can still be changed."""
    same = Consortium.objects.filter(
        lead=new.lead, call=new.call, stage__in=CHANGEABLE, revision=0
    )
    return same.filter(**{name: getattr(new, name) for name in NAMES}).first()


def _fill(consortium: Consortium, facts: Facts) -> None:
    faults = {
        name: [sentence]
        for name in ("title", "text")
        if (sentence := refuse_contacts(getattr(facts, name)))
    }
    if faults:
        raise ValidationError(faults)
    for name in NAMES:
        value = getattr(facts, name)
        setattr(consortium, name, value.strip() if isinstance(value, str) else value)
