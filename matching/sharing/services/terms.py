"""Terms of use and free times, written by the owners of a facility."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.partner_requests.contacts import refuse_contacts
from matching.sharing.models import (
    PRICED,
    Capability,
    FacilityTerms,
    FreeWindow,
    Price,
)
from matching.sharing.people import require_keeper
from matching.sharing.services.locking import lock_facility
from portal.accounts.models import User
from portal.web.errors import Conflict
from portal.web.text import folded_words
from regions.models import Confidence, Facility
from regions.models.stages import stages_to_bits

MOST_CAPABILITIES = 20
LONGEST_CAPABILITY = 80
MOST_WINDOWS = 50
# How far ahead a free time may lie, in days.
FARTHEST = 3 * 365


@dataclass(frozen=True)
class TermsSaid:
    """What the owners say; `version` is that of the terms they had before them."""

    access: str
    version: int = 0
    access_note: str = ""
    price: str = Price.REQUEST
    amount: Decimal | None = None
    capabilities: Sequence[str] = ()
    stages: Sequence[str] = ()
    trl_from: int | None = None
    trl_to: int | None = None
    hours_a_month: int | None = None
    users_at_once: int | None = None
    contact_role: str = ""
    mailbox: str = ""


PLAIN = (
    *("access", "access_note", "price", "amount", "trl_from", "trl_to"),
    *("hours_a_month", "users_at_once", "contact_role", "mailbox"),
)


@transaction.atomic
def state_terms(*, by: User, facility: Facility, said: TermsSaid) -> FacilityTerms:
    """Say on which terms a facility can be used; who says so confirms it today.

    Terms that a colleague has changed meanwhile are not overwritten.
    """
    require_keeper(by, facility)
    found = lock_facility(facility.pk)
    terms = FacilityTerms.objects.filter(facility=found).first()
    present = terms.version if terms else 0
    if present != said.version:
        if terms and _says(terms, said):
            return terms
        raise Conflict(
            _(
                "A colleague has changed these terms meanwhile. Look at them and try"
                " again."
            )
        )
    terms = terms or FacilityTerms(facility=found, version=0)
    words = _checked(said)
    for name in PLAIN:
        setattr(terms, name, getattr(said, name))
    terms.stage_bits = stages_to_bits(said.stages)
    terms.confirmed_at, terms.confirmed_by = timezone.now(), by
    terms.confidence, terms.version = Confidence.CONFIRMED, present + 1
    terms.reminded_at = None
    terms.full_clean(exclude=["facility"])
    terms.save()
    terms.capabilities.all().delete()
    Capability.objects.bulk_create(
        Capability(terms=terms, words=one, key=key) for key, one in words.items()
    )
    return terms


def _says(terms: FacilityTerms, said: TermsSaid) -> bool:
    """Whether the terms say so already: a form that was sent twice."""
    own = {one.key for one in terms.capabilities.all()}
    return (
        terms.version == said.version + 1
        and all(getattr(terms, name) == getattr(said, name) for name in PLAIN)
        and terms.stage_bits == stages_to_bits(said.stages)
        and own == {capability_key(one) for one in said.capabilities}
    )


@transaction.atomic
def confirm_terms(*, by: User, facility: Facility) -> FacilityTerms | None:
    """Say that the terms are still true; nothing else changes."""
    require_keeper(by, facility)
    found = lock_facility(facility.pk)
    terms = FacilityTerms.objects.filter(facility=found).first()
    if terms is not None:
        terms.confirmed_at, terms.confirmed_by = timezone.now(), by
        terms.reminded_at = None
        terms.save(update_fields=["confirmed_at", "confirmed_by", "reminded_at"])
    return terms


@transaction.atomic
def add_window(
    *,
    by: User,
    facility: Facility,
    starts_on: datetime.date,
    ends_on: datetime.date,
    note: str = "",
) -> FreeWindow:
    """Say when it is free; pressed twice it stands there once."""
    require_keeper(by, facility)
    found = lock_facility(facility.pk)
    today = timezone.localdate()
    if ends_on < starts_on:
        raise ValidationError({"ends_on": [_("The last day is before the first.")]})
    if ends_on < today:
        raise ValidationError({"ends_on": [_("This time is past.")]})
    if (ends_on - today).days > FARTHEST:
        raise ValidationError({"ends_on": [_("Name a time within three years.")]})
    if sentence := refuse_contacts(note):
        raise ValidationError({"note": [sentence]})
    same = FreeWindow.objects.filter(
        facility=found, starts_on=starts_on, ends_on=ends_on
    )
    if window := same.first():
        return window
    if FreeWindow.objects.filter(facility=found).ahead().count() >= MOST_WINDOWS:
        raise Conflict(_("There are too many free times. Remove some first."))
    return FreeWindow.objects.create(
        facility=found,
        starts_on=starts_on,
        ends_on=ends_on,
        note=note.strip(),
        added_by=by,
    )


@transaction.atomic
def remove_window(*, by: User, facility: Facility, key: int) -> None:
    """Take a free time back; what was granted in it stays granted."""
    require_keeper(by, facility)
    found = lock_facility(facility.pk)
    FreeWindow.objects.filter(facility=found, pk=key).delete()


def capability_key(words: str) -> str:
    """A capability without case, accents and signs."""
    return "-".join(folded_words(words))[:120]


def _checked(said: TermsSaid) -> dict[str, str]:
    """The capabilities by key; all that is wrong is said at once, by field."""
    faults: dict[str, list[str]] = {}
    words = {capability_key(one): one.strip() for one in said.capabilities}
    words.pop("", None)
    if len(words) > MOST_CAPABILITIES:
        text = _("At most %(n)d capabilities.") % {"n": MOST_CAPABILITIES}
        faults["capabilities"] = [text]
    elif long := [one for one in words.values() if len(one) > LONGEST_CAPABILITY]:
        text = _("Too long for a capability: “%(words)s”.") % {"words": long[0]}
        faults["capabilities"] = [text]
    if (said.trl_from is None) != (said.trl_to is None):
        faults["trl_to"] = [_("Name both ends of the range, or neither.")]
    elif said.trl_from and said.trl_to and said.trl_from > said.trl_to:
        faults["trl_to"] = [_("The highest level is below the lowest.")]
    if said.amount is not None and said.price not in PRICED:
        faults["amount"] = [_("An amount belongs to a price per hour, day or project.")]
    for name in ("access_note", "contact_role"):
        if sentence := refuse_contacts(getattr(said, name)):
            faults[name] = [sentence]
    if said.users_at_once == 0:
        faults["users_at_once"] = [_("Leave it empty, or name at least one.")]
    if faults:
        raise ValidationError(faults)
    return words
