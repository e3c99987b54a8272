"""Asking for an introduction: who may, whom, and how often."""

import datetime
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from matching.introductions.bans import why_barred
from matching.introductions.limits import why_too_many
from matching.introductions.models import Consent, Introduction, Side
from matching.introductions.people import (
    acts_for,
    organisation_key,
    people_of,
    require_writer,
)
from matching.introductions.services.locking import note
from matching.introductions.telling import ASKED, tell_side
from matching.locking import lock_profile
from matching.outcomes.models import Stage
from matching.pairs import are_nested
from portal.accounts.models import User
from portal.accounts.services.holding import lock_person
from portal.web.errors import Conflict, PortalError
from regions.models import Profile, Status


class AlreadyOpen(Conflict):
    """The pair has an introduction that goes on; `introduction` is that."""

    def __init__(self, message: str, introduction: Introduction) -> None:
        super().__init__(message)
        self.introduction = introduction


class NobodyAnswers(PortalError):
    """Nobody could answer: the letter would be lost."""


def reply_days() -> tuple[datetime.date, datetime.date, datetime.date]:
    """The first, the usual and the last day that may be named for the answer."""
    today = timezone.localdate()
    least, usual, most = settings.INTRODUCTION_REPLY_DAYS
    first, middle, last = (today + timedelta(days=n) for n in (least, usual, most))
    return first, middle, last


@transaction.atomic
def ask_introduction(
    *,
    by: User,
    profile: Profile,
    partner: Profile,
    cooperation: str,
    brings: str,
    seeks: str,
    occasion: str = "",
    reply_by: datetime.date | None = None,
) -> Introduction:
    """Ask `partner` to meet `profile`, in three answers; the other side is told.

    Whoever asks consents for the own side: both see each other's contact data as soon
    as the other side accepts. Two who ask at the same moment get one introduction.
    """
    require_writer(by, profile)
    lock_person(by)
    lock_profile(profile)
    if refusal := why_not_ask(by=by, profile=profile, partner=partner):
        raise refusal
    introduction = Introduction(
        profile=profile,
        partner=partner,
        cooperation=cooperation,
        brings=brings.strip(),
        seeks=seeks.strip(),
        occasion=occasion.strip(),
        reply_by=_checked_day(reply_by),
        asked_by=by,
        asked_at=timezone.now(),
    )
    introduction.low, introduction.high = sorted((profile.pk, partner.pk))
    introduction.clean_fields()
    _insert(introduction, by)
    Consent.objects.create(introduction=introduction, side=Side.ASKING, by=by)
    note(introduction, Stage.INTRODUCED)
    tell_side(introduction, Side.ASKED, ASKED, "asked")
    return introduction


def why_not_ask(*, by: User, profile: Profile, partner: Profile) -> PortalError | None:
    """Why this letter cannot be sent now, or None; its writer may write."""
    return (
        why_barred(profile)
        or _why_no_pair(profile, partner)
        or _already_open(by, profile, partner)
        or _nobody_answers(partner)
        or why_too_many(by, profile, partner)
    )


def _why_no_pair(profile: Profile, partner: Profile) -> PortalError | None:
    if profile.pk == partner.pk or organisation_key(profile) == organisation_key(
        partner
    ):
        return PortalError(_("Both profiles are of the same organisation."))
    if are_nested(profile, partner):
        return PortalError(
            _("One region lies within the other: these two can meet without us.")
        )
    for one in (profile, partner):
        if one.status != Status.PUBLISHED:
            words = {"title": one.title}
            return PortalError(_("“%(title)s” is not published.") % words)
    return None


def _already_open(by: User, profile: Profile, partner: Profile) -> Conflict | None:
    found = Introduction.objects.running().between(profile, partner).first()
    return _worded(found, by) if found else None


def _worded(found: Introduction, by: User) -> AlreadyOpen:
    if found.state == "accepted":
        text = _("You have been introduced to each other already.")
    elif acts_for(by, found.partner):
        text = _("They have asked you: answer here.")
    else:
        text = _("You have asked already: the answer is awaited by %(day)s.") % {
            "day": date_format(found.reply_by)
        }
    return AlreadyOpen(text, found)


def _nobody_answers(partner: Profile) -> PortalError | None:
    """An unanswered letter helps nobody, so none is sent into the void."""
    if people_of(partner).exists():
        return None
    return NobodyAnswers(
        _(
            "Nobody acts for “%(title)s” in the portal yet, so nobody could answer you."
            " Tell somebody there to claim it, or ask the curators to invite them."
        )
        % {"title": partner.title}
    )


def _checked_day(day: datetime.date | None) -> datetime.date:
    first, usual, last = reply_days()
    if day is None:
        return usual
    if not first <= day <= last:
        text = _("Name a day from %(first)s to %(last)s.")
        words = {"first": date_format(first), "last": date_format(last)}
        raise ValidationError({"reply_by": [text % words]})
    return day


def _insert(introduction: Introduction, by: User) -> None:
    """Write the row; if the other side was a moment faster, theirs stays."""
    try:
        with transaction.atomic():
            introduction.save()
    except IntegrityError:
        pair = Introduction.objects.running().between(
            introduction.profile, introduction.partner
        )
        found = pair.first()
        if found is None:
            raise
        raise _worded(found, by) from None
