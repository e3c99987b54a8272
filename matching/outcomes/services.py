"""The writes of the log: append what happened, and follow mergers."""

import datetime
import logging
from collections.abc import Sequence
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.locking import lock_profiles
from matching.models import Kind, Match
from matching.outcomes.models import JOINT, MatchEvent, Stage, pair_of
from matching.queries import current_run
from portal.web.errors import PortalError
from regions.models import Profile, Scheme, Topic

logger = logging.getLogger(__name__)

# What people report by hand; the rest is noted where it happens.
REPORTED = (Stage.MET, Stage.PARTNERED, Stage.APPLIED, Stage.FUNDED, Stage.REFUSED)
# What a page that wants to note something waits for another writer, in milliseconds.
PATIENCE = 500


class NotAllowed(PortalError):
    """The person acts for neither side, or only reads there."""

    status = 403


def note_outcome(
    *,
    what: Stage | str,
    profile: Profile,
    partner: Profile,
    occasion: str = "",
    reason: str = "",
    at: datetime.datetime | None = None,
) -> bool:
    """Append what happened to a match; False if this occasion is in the log already.

    Call it in the transaction of what happened. `occasion` tells repeatable things
    apart ("introduction:17"); without one a pair reaches each stage once.
    """
    count = note_outcomes(
        what=what,
        profile=profile,
        partners=[partner],
        occasion=occasion,
        reason=reason,
        at=at,
    )
    return count == 1


def note_outcomes(
    *,
    what: Stage | str,
    profile: Profile,
    partners: Sequence[Profile],
    occasion: str = "",
    reason: str = "",
    at: datetime.datetime | None = None,
) -> int:
    """Append the same about several partners; return how many are new in the log.

    One query where none is new, and no lock: pages ask at every visit.
    """
    events = _new_events(what, profile, partners, occasion, reason, at)
    if events:
        # Another request may have written the same occasion a moment ago.
        MatchEvent.objects.bulk_create(events, ignore_conflicts=True)
    return len(events)


def note_seen(*, what: Stage, profile: Profile, partners: Sequence[Profile]) -> None:
    """Note what somebody sees; the page is shown whether or not it can be written."""
    events = _new_events(what, profile, partners)
    if not events:
        return
    try:
        _append_in_passing(events)
    except DatabaseError:
        logger.exception("The log of outcomes could not be written.")


def _append_in_passing(events: Sequence[MatchEvent]) -> None:
    """Write in a savepoint; on SQLite wait for other writers only briefly."""
    is_patient = connection.vendor != "sqlite" or connection.in_atomic_block
    before = None
    if not is_patient:
        with connection.cursor() as cursor:
            before = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
            cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        with transaction.atomic():
            MatchEvent.objects.bulk_create(events, ignore_conflicts=True)
    finally:
        if before is not None:
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA busy_timeout = {int(before)}")


@transaction.atomic
def report_outcome(
    *,
    by: Any,
    profile: Profile,
    partner: Profile,
    what: Stage | str,
    on: datetime.date,
    occasion: str = "",
) -> bool:
    """Append what came of an introduction, as an owner or editor of one side says.

    Both sides report the same thing: whoever comes second is told False. `profile` may
    be either; the log says who asked the other, where one of them did.
    """
    what = Stage(what)
    if what not in REPORTED:
        raise PortalError(_("This cannot be reported by hand."))
    if profile.pk == partner.pk:
        raise PortalError(_("A profile has no pair with itself."))
    if on > timezone.localdate():
        raise PortalError(_("This day is still to come."))
    sides = [profile.pk, partner.pk]
    if (
        not Profile.objects.owned_by(by, "owner", "editor")
        .filter(pk__in=sides)
        .exists()
    ):
        raise NotAllowed(
            _("Only owners and editors of one of the two may report this.")
        )
    # Both sides may report at the same moment: the second is told so.
    lock_profiles(sides)
    profile, partner = _as_asked(profile, partner)
    end_of_day = datetime.datetime.combine(
        on, datetime.time(23, 59), timezone.get_current_timezone()
    )
    return note_outcome(
        what=what,
        profile=profile,
        partner=partner,
        occasion=occasion,
        at=min(end_of_day, timezone.now()),
    )


def _as_asked(profile: Profile, partner: Profile) -> tuple[Profile, Profile]:
    """The two in the order of their latest introduction."""
    asked = MatchEvent.objects.between(profile, partner).filter(what=Stage.INTRODUCED)
    last = asked.order_by("-at", "-id").values_list("profile_id", flat=True).first()
    return (partner, profile) if last == partner.pk else (profile, partner)


def follow_merger(*, kept: Profile, gone: Profile) -> None:
    """Let the events of `gone` lead to `kept`; what they say stays as it was.

    Of what happened between the two only the statistics remain.
    """
    # The only two fields that may move; the manager of the log changes nothing.
    rows = MatchEvent._base_manager.all()
    rows.filter(profile=gone, partner=kept).update(partner=None)
    rows.filter(profile=kept, partner=gone).update(partner=None)
    rows.filter(profile=gone).update(profile=kept)
    rows.filter(partner=gone).update(partner=kept)


def _new_events(
    what: Stage | str,
    profile: Profile,
    partners: Sequence[Profile],
    occasion: str = "",
    reason: str = "",
    at: datetime.datetime | None = None,
) -> list[MatchEvent]:
    """The events of those partners of which the log does not know this occasion."""
    what = Stage(what)
    new = _unknown(what, profile, partners, occasion)
    if not new:
        return []
    listed = _listed(profile, new)
    themes = _themes([profile, *new])
    return [
        MatchEvent(
            what=what,
            at=at or timezone.now(),
            key=_key(what, profile, partner, occasion),
            pair=pair_of(profile.pk, partner.pk),
            profile_id=profile.pk,
            partner_id=partner.pk,
            country=profile.region.country,
            partner_country=partner.region.country,
            cohesion=profile.region.cohesion_category,
            partner_cohesion=partner.region.cohesion_category,
            theme=_theme(themes, profile, partner),
            reason=reason,
            **listed.get(partner.pk, {}),
        )
        for partner in new
    ]


def _key(what: Stage, profile: Profile, partner: Profile, occasion: str) -> str:
    """The occasion's name; what both sides share has one, whoever notes it."""
    sides = f"{profile.pk}:{partner.pk}"
    if what in JOINT:
        sides = pair_of(profile.pk, partner.pk)
    return f"{what}:{sides}:{occasion}"


def _unknown(
    what: Stage, profile: Profile, partners: Sequence[Profile], occasion: str
) -> list[Profile]:
    """Partners of which the log does not know this occasion; one query.

    Asked by the profiles as they are now, because a merged one has the events of both,
    under two keys.
    """
    keys = [one.pk for one in partners]
    events = MatchEvent.objects.filter(what=what).order_by()
    begun = events.filter(profile=profile, partner__in=keys)
    rows = begun.values_list("partner_id", "key")
    if what in JOINT:
        turned = events.filter(partner=profile, profile__in=keys)
        rows = rows.union(turned.values_list("profile_id", "key"), all=True)
    known = {pk for pk, key in rows if key.split(":", 3)[3] == occasion}
    return [one for one in partners if one.pk not in known]


def _listed(profile: Profile, partners: Sequence[Profile]) -> dict[int, dict]:
    """Kind, rank and score of those partners that the profile's list holds now."""
    rows = Match.objects.filter(
        run=current_run(), profile=profile, partner__in=[one.pk for one in partners]
    )
    return {
        row.partner_id: {
            "kind": Kind(row.kind).name.lower(),
            "rank": row.rank,
            "score": row.score,
        }
        for row in rows
    }


def _themes(profiles: Sequence[Profile]) -> dict[int, list[str]]:
    """The economic topics of these profiles at their highest level, sorted."""
    links = Profile.topics.through.objects.filter(
        profile_id__in=[one.pk for one in profiles], topic__scheme=Scheme.ECONOMIC
    )
    found: dict[int, set[str]] = {}
    parents = dict(
        Topic.objects.filter(scheme=Scheme.ECONOMIC).values_list("code", "parent_id")
    )
    for key, code in links.values_list("profile_id", "topic_id"):
        while parents.get(code):
            code = parents[code]
        found.setdefault(key, set()).add(code)
    return {key: sorted(codes) for key, codes in found.items()}


def _theme(themes: dict[int, list[str]], profile: Profile, partner: Profile) -> str:
    own, other = themes.get(profile.pk, []), themes.get(partner.pk, [])
    shared = [code for code in own if code in other]
    return next(iter([*shared, *own, *other]), "")
