"""Asking a proposed peer for an introduction, because of a question."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from matching.introductions.people import organisation_key
from matching.introductions.services import ask_introduction, why_not_ask
from portal.accounts.models import User
from portal.guide.peers.models import PeerIntroduction, PeerQuestion
from portal.guide.peers.people import key_of
from portal.guide.peers.services.locking import lock_question, require_open
from portal.guide.peers.services.writing import check_texts
from portal.web.errors import PortalError
from regions.models import Profile


@transaction.atomic
def ask_peer(
    *,
    by: User,
    question: PeerQuestion,
    profile: Profile,
    partner: Profile,
    cooperation: str,
    brings: str,
    seeks: str,
    occasion: str = "",
    reply_by: datetime.date | None = None,
) -> PeerIntroduction:
    """Ask a profile of a proposed peer to meet; the limits of introductions hold."""
    found = lock_question(by, question.pk)
    require_open(found)
    _require_sides(found, profile, partner)
    check_texts({"brings": brings, "seeks": seeks, "occasion": occasion})
    introduction = ask_introduction(
        by=by,
        profile=profile,
        partner=partner,
        cooperation=cooperation,
        brings=brings,
        seeks=seeks,
        occasion=occasion,
        reply_by=reply_by,
    )
    return PeerIntroduction.objects.create(question=found, introduction=introduction)


def why_not_ask_peer(
    *, by: User, question: PeerQuestion, profile: Profile, partner: Profile
) -> PortalError | None:
    """Why this peer cannot be asked with this profile now, or None."""
    try:
        require_open(question)
        _require_sides(question, profile, partner)
    except PortalError as error:
        return error
    return why_not_ask(by=by, profile=profile, partner=partner)


def _require_sides(question: PeerQuestion, profile: Profile, partner: Profile) -> None:
    """One's own profile asks, and one of those who were proposed is asked."""
    if organisation_key(profile) != key_of(question.organisation):
        raise PortalError(_("This profile is not of the organisation that asks."))
    keys = {one.key for one in question.proposals.all()}
    if organisation_key(partner) not in keys:
        raise PortalError(_("This profile is not among those that were proposed."))
