"""What people are told about facilities that are shared; no person is named."""

from collections.abc import Iterable
from typing import Any

from matching.introductions.people import people_of
from matching.sharing.limits import may_ask_again_on
from matching.sharing.models import (
    AccessRequest,
    FacilityTerms,
    FacilityUse,
    InvestmentWish,
    Pool,
)
from matching.sharing.people import owners_of, profiles_of
from portal.accounts.models import User
from portal.notices.services import notify
from regions.models import Profile
from regions.moderation.records import curators

ASKED = "access-asked"
REMINDER = "access-reminder"
ANSWERED = "access-answered"
ENDED = "access-ended"
UNOWNED = "access-unowned"
NEWS = "access-news"
USED = "access-used"
TERMS_OLD = "terms-old"
POOL = "pool-news"
WISH = "wish-news"


def tell_owners(request: AccessRequest, kind: str, key: str) -> int:
    """Tell who may answer for the facility; once for each key."""
    return _tell_of(request, owners_of(request.facility).order_by("pk"), kind, key)


def tell_asking(request: AccessRequest, kind: str, key: str) -> int:
    """Tell the profile that asks, or all members of its pool."""
    return _tell_of(request, _people(profiles_of(request)), kind, key)


def tell_curators_of(request: AccessRequest) -> int:
    """Tell the curators that nobody can answer a request."""
    return _tell_of(request, curators(), UNOWNED, "unowned")


def tell_used(use: FacilityUse) -> int:
    """Tell the owners that a use waits for their confirmation."""
    return tell_owners(use.request, USED, f"use:{use.pk}")


def tell_terms_old(terms: FacilityTerms, key: str) -> int:
    """Ask the owners whether the terms of a facility are still true."""
    facility = terms.facility
    return notify(
        people=owners_of(facility).order_by("pk"),
        kind=TERMS_OLD,
        key=f"terms:{terms.pk}:{key}",
        facts={"facility": facility.name, "place": facility.region_id},
        path=facility.get_absolute_url(),
    )


def tell_pool(
    pool: Pool, profiles: Iterable[Profile], what: str, key: str, title: str = ""
) -> int:
    """Tell these members what happened to a pool; `title` is whose doing it was."""
    facts = {"pool": pool.title, "what": what, "title": title}
    facts["day"] = pool.join_by.isoformat()
    return notify(
        people=_people(profiles),
        kind=POOL,
        key=f"pool:{pool.pk}:{key}",
        facts=facts,
        path=pool.get_absolute_url(),
    )


def tell_wish(
    wish: InvestmentWish, profiles: Iterable[Profile], what: str, key: str
) -> int:
    """Tell these members what became of a wish; nobody's share is said."""
    return notify(
        people=_people(profiles),
        kind=WISH,
        key=f"wish:{wish.pk}:{key}",
        facts={"wish": wish.title, "what": what, "day": wish.until.isoformat()},
        path=wish.get_absolute_url(),
    )


def _tell_of(request: AccessRequest, people: Any, kind: str, key: str) -> int:
    again = may_ask_again_on(request)
    facility, profile = request.facility, request.profile
    facts = {
        "facility": facility.name,
        "place": facility.region_id,
        "profile": profile.title,
        "profile_place": profile.region_id,
        "pool": request.pool.title if request.pool else "",
        "state": str(request.state),
        "reason": request.decline_reason,
        "reply_by": request.reply_by.isoformat(),
        "again": again.isoformat() if again else "",
        "what": key.partition(":")[0],
    }
    return notify(
        people=people,
        kind=kind,
        key=f"access:{request.pk}:{key}",
        facts=facts,
        path=request.get_absolute_url(),
    )


def _people(profiles: Iterable[Profile]) -> list[User]:
    """Owners and editors of these profiles, each once."""
    found: dict[int, User] = {}
    for profile in sorted(profiles, key=lambda one: one.pk):
        for person in people_of(profile).order_by("pk"):
            found.setdefault(person.pk, person)
    return list(found.values())
