"""What people are told about consortia; no person is named."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.consortia.models import ConsortiumMember
from matching.introductions.people import people_of
from portal.notices.kinds import Words, register_group
from portal.notices.services import notify
from regions.models import Profile
from regions.queries.vocabulary import vocabulary

INVITED = "consortium-invited"
ANSWERED = "consortium-answered"
LEFT = "consortium-left"
TAKEN_OUT = "consortium-taken-out"
GROUP = "consortia"


def tell_invited(member: ConsortiumMember) -> int:
    """Ask the owners and editors of an invited profile; at most once a day."""
    return _tell(member, member.profile, INVITED)


def tell_answered(member: ConsortiumMember) -> int:
    """Tell the lead what a member answered."""
    return _tell(member, member.consortium.lead, ANSWERED)


def tell_left(member: ConsortiumMember) -> int:
    """Tell the lead that a member left."""
    return _tell(member, member.consortium.lead, LEFT)


def tell_taken_out(member: ConsortiumMember) -> int:
    """Tell a profile's people that the lead took it out again."""
    list_path = reverse("consortia:list")
    return _tell(member, member.profile, TAKEN_OUT, path=list_path)


def register_kinds() -> None:
    """Say which notices there are; called once, when the app is ready."""
    kinds = (
        (INVITED, gettext_lazy("you are invited into a consortium"), _invited),
        (ANSWERED, gettext_lazy("a partner answers your invitation"), _answered),
        (LEFT, gettext_lazy("a partner leaves your consortium"), _left),
        (TAKEN_OUT, gettext_lazy("you are no part of a consortium"), _taken_out),
    )
    register_group(GROUP, gettext_lazy("Consortia"), kinds)


def _tell(member: ConsortiumMember, readers: Profile, kind: str, path: str = "") -> int:
    consortium = member.consortium
    day = timezone.localdate().isoformat()
    return notify(
        people=people_of(readers).order_by("pk"),
        kind=kind,
        key=f"consortium:{consortium.pk}:{member.profile_id}:{kind}:{day}",
        facts={
            "title": consortium.title,
            "call": consortium.call.title,
            "lead": consortium.lead.title,
            "place": consortium.lead.region_id,
            "member": member.profile.title,
            "state": str(member.state),
        },
        path=path or consortium.get_absolute_url(),
    )


def _named(facts: Mapping[str, Any]) -> dict[str, str]:
    place = vocabulary().region_label(facts["place"])
    return {**facts, "place": place}


def _invited(facts: Mapping[str, Any]) -> Words:
    title = _("“%(lead)s” (%(place)s) invites “%(member)s” into a consortium")
    text = _("“%(title)s”, for the call “%(call)s”. Look at it and agree or decline.")
    return Words(title % _named(facts), text % facts)


def _answered(facts: Mapping[str, Any]) -> Words:
    title = (
        _("“%(member)s” takes part in “%(title)s”")
        if facts["state"] == "agreed"
        else _("“%(member)s” does not take part in “%(title)s”")
    )
    return Words(title % facts, _call(facts))


def _left(facts: Mapping[str, Any]) -> Words:
    text = _("Look which rules of the call the rest still meets.")
    return Words(_("“%(member)s” has left “%(title)s”") % facts, text)


def _taken_out(facts: Mapping[str, Any]) -> Words:
    title = _("“%(member)s” is no longer part of “%(title)s”")
    return Words(title % facts, _call(facts))


def _call(facts: Mapping[str, Any]) -> str:
    return _("For the call “%(call)s”.") % facts
