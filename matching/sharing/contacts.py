"""Contact data around a request: only after both sides agreed, only to both sides."""

import datetime
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from matching.introductions.people import acts_for, organisation_of
from matching.sharing.models import AccessRequest
from matching.sharing.people import keeps, profiles_of
from matching.sharing.people import organisation_of as organisation_of_facility
from portal.accounts.models import User
from portal.accounts.organisations import name_of
from regions.models import Profile, ProfileType


@dataclass(frozen=True)
class Contacts:
    """What one side sees of one party of the other; empty texts where it says nothing.

    Name, position and address are those of who agreed there, as long as that person
    acts for it. `role` is what the facility says of who answers.
    """

    organisation: str
    mailbox: str
    role: str
    name: str
    position: str
    email: str
    since: datetime.datetime

    @property
    def is_empty(self) -> bool:
        return not (self.mailbox or self.email)


def contacts_of(request: AccessRequest, user: Any) -> list[Contacts]:
    """The other side's contact data for this person; none unless they are open.

    Asked of the database each time: what is in memory may be older than a withdrawal.
    """
    rows = AccessRequest.objects.visible_to(user).with_sides().booked()
    found = rows.filter(pk=request.pk).first()
    if found is None or not are_open(found):
        return []
    if keeps(user, found.facility):
        return _of_asking(found)
    if any(acts_for(user, one) for one in profiles_of(found)):
        return [_of_facility(found)]
    return []


def are_open(request: AccessRequest) -> bool:
    """Whether both have agreed, and the granted time is not long past."""
    if not request.is_accepted or request.contacts_open_since is None:
        return False
    days = timedelta(days=settings.INTRODUCTION_CONTACT_DAYS)
    last = request.granted_to
    return last is not None and last + days >= timezone.localdate()


def _of_asking(request: AccessRequest) -> list[Contacts]:
    given = {one.profile_id: one.by for one in request.consents.select_related("by")}
    found = []
    for profile in profiles_of(request):
        # A member that joined without consent would not be shown.
        if profile.pk in given:
            found.append(_of_profile(request, profile, given[profile.pk]))
    return found


def _of_profile(
    request: AccessRequest, profile: Profile, person: User | None
) -> Contacts:
    if profile.type == ProfileType.CLUSTER:
        mailbox = profile.cluster.mailbox
    else:
        mailbox = profile.priority.strategy.mailbox
    is_there = person is not None and person.is_active and acts_for(person, profile)
    return _contacts(
        request,
        name_of(organisation_of(profile)),
        mailbox,
        "",
        person if is_there else None,
    )


def _of_facility(request: AccessRequest) -> Contacts:
    facility, person = request.facility, request.answered_by
    terms = getattr(facility, "terms", None)
    is_there = person is not None and person.is_active and keeps(person, facility)
    return _contacts(
        request,
        facility.host or name_of(organisation_of_facility(facility)),
        terms.mailbox if terms else "",
        terms.contact_role if terms else "",
        person if is_there else None,
    )


def _contacts(
    request: AccessRequest,
    organisation: str,
    mailbox: str,
    role: str,
    person: User | None,
) -> Contacts:
    return Contacts(
        organisation=organisation,
        mailbox=mailbox,
        role=role,
        name=person.name if person else "",
        position=person.position if person else "",
        email=person.email if person else "",
        since=request.contacts_open_since or timezone.now(),
    )
