"""What people are told about partner requests; no person is named."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.introductions.people import people_of
from matching.partner_requests.models import PartnerRequest
from portal.accounts.models import User
from portal.notices.kinds import Words, register_group
from portal.notices.models import Pace
from portal.notices.services import notify
from regions.models import Profile
from regions.queries.vocabulary import vocabulary

FITS = "request-fits"
ENDED = "request-ended"
GROUP = "requests"


def tell_fitting(request: PartnerRequest, profiles: Iterable[Profile]) -> int:
    """Tell the owners and editors of these profiles, each person once for a request."""
    own = set(people_of(request.profile).values_list("pk", flat=True))
    told: dict[int, tuple[User, Profile]] = {}
    for profile in profiles:
        for person in people_of(profile).order_by("pk"):
            # Of somebody's several profiles the best is named.
            if person.pk not in own:
                told.setdefault(person.pk, (person, profile))
    return sum(
        notify(
            people=[person],
            kind=FITS,
            key=f"request:{request.pk}:fits",
            facts={**_facts(request), "profile": profile.title},
            path=request.get_absolute_url(),
        )
        for person, profile in told.values()
    )


def tell_ended(request: PartnerRequest) -> int:
    """Tell the asking side that the last day is past."""
    return notify(
        people=people_of(request.profile).order_by("pk"),
        kind=ENDED,
        key=f"request:{request.pk}:ended:{request.deadline.isoformat()}",
        facts={**_facts(request), "answers": request.answers.count()},
        path=request.get_absolute_url(),
    )


def register_kinds() -> None:
    """Say which notices there are; called once, when the app is ready."""
    title = gettext_lazy("Partner requests")
    fits = (FITS, gettext_lazy("a partner request fits one of your profiles"), _fits)
    ended = (ENDED, gettext_lazy("a partner request of yours ends"), _ended)
    register_group(GROUP, title, [fits], pace=Pace.WEEKLY)
    # One may open it again or name the partner, which is best done soon.
    register_group(GROUP, title, [ended], pace=Pace.DAILY)


def _facts(request: PartnerRequest) -> dict[str, Any]:
    return {
        "title": request.title,
        "own": request.profile.title,
        "place": request.profile.region_id,
        "deadline": request.deadline.isoformat(),
    }


def _names(facts: Mapping[str, Any]) -> dict[str, str]:
    return {
        "title": facts["title"],
        "own": facts["own"],
        "place": vocabulary().region_label(facts["place"]),
        "day": date_format(datetime.date.fromisoformat(facts["deadline"])),
    }


def _fits(facts: Mapping[str, Any]) -> Words:
    names = {**_names(facts), "profile": facts["profile"]}
    text = _(
        "It fits “%(profile)s”. You can answer it with an introduction until %(day)s."
    )
    title = _("“%(own)s” (%(place)s) seeks a partner: %(title)s")
    return Words(title % names, text % names)


def _ended(facts: Mapping[str, Any]) -> Words:
    names = _names(facts)
    text = _(
        "Nobody sees it in lists any more. Set a later day to open it again, or choose"
        " the answer with which it is filled."
    )
    return Words(_("Your request “%(title)s” ended on %(day)s") % names, text)
