"""What the two sides are told of commitments; no person is named."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.commitments.models import Commitment
from matching.commitments.steps import Step
from matching.introductions.models import Introduction
from matching.introductions.people import people_of
from portal.notices.kinds import Words, register_group
from portal.notices.services import notify
from regions.models import Profile
from regions.queries.vocabulary import vocabulary

STATED = "commitment-stated"
ENDING = "commitment-ending"
EXPIRED = "commitment-expired"
GROUP = "commitments"


def tell_people(commitment: Commitment, side: Profile, kind: str) -> int:
    """Tell the owners and editors of one of the two sides; once for each kind."""
    own, other = commitment.profile, commitment.partner
    if side.pk == other.pk:
        own, other = other, own
    facts = {
        "own": own.title,
        "other": other.title,
        "place": other.region_id,
        "step": int(commitment.step),
        "until": commitment.valid_until.isoformat(),
    }
    return notify(
        people=people_of(side).order_by("pk"),
        kind=kind,
        key=f"{kind}:{commitment.pk}",
        facts=facts,
        path=page_of(commitment),
    )


def page_of(commitment: Commitment) -> str:
    """The address where the two sides see it: their last introduction to each other."""
    pair = Introduction.objects.between(commitment.profile, commitment.partner)
    met = pair.exclude(contacts_open_since=None)
    found = met.order_by("-contacts_open_since", "-pk").first()
    return f"{found.get_absolute_url()}#commitments" if found else ""


def register_kinds() -> None:
    """Say which notices there are; called once, when the app is ready."""
    kinds = (
        (STATED, gettext_lazy("a partner commits itself"), _stated),
        (ENDING, gettext_lazy("a commitment of yours ends soon"), _ending),
        (EXPIRED, gettext_lazy("a commitment of yours has expired"), _expired),
    )
    register_group(GROUP, gettext_lazy("Commitments"), kinds)


def _names(facts: Mapping[str, Any]) -> dict[str, str]:
    return {
        "own": facts["own"],
        "other": facts["other"],
        "place": vocabulary().region_label(facts["place"]),
        "step": str(Step(facts["step"]).label),
        "day": date_format(datetime.date.fromisoformat(facts["until"])),
    }


def _stated(facts: Mapping[str, Any]) -> Words:
    return Words(
        _("“%(other)s” (%(place)s) states: %(step)s") % _names(facts),
        _("It is stated towards “%(own)s” and holds until %(day)s.") % _names(facts),
    )


def _ending(facts: Mapping[str, Any]) -> Words:
    title = _("“%(step)s” towards “%(other)s” (%(place)s) ends on %(day)s")
    text = _("State it anew if it still holds; otherwise it expires by itself.")
    return Words(title % _names(facts), text)


def _expired(facts: Mapping[str, Any]) -> Words:
    title = _("“%(step)s” towards “%(other)s” (%(place)s) has expired")
    text = _("The other side does not see it as in force any more.")
    return Words(title % _names(facts), text)
