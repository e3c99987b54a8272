"""Contact data of the other side: only after both have consented, only to both."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from matching.introductions.models import Introduction, Side
from matching.introductions.people import Key, acts_for, organisation_of, side_of
from portal.accounts.models import User
from portal.accounts.organisations import name_of
from regions.models import ExchangeItem, Profile, ProfileType


@dataclass(frozen=True)
class Contacts:
    """What one side sees of the other. Name, position and address are those of who
    asked or answered there, as long as he acts for it. `confidential` are the offers
    and needs that are kept for partners."""

    organisation: str
    mailbox: str
    phone: str
    contact_person: str
    name: str
    position: str
    email: str
    confidential: list[ExchangeItem]
    since: datetime.datetime

    @property
    def is_empty(self) -> bool:
        """Whether the other side has left no way to reach it."""
        return not (self.mailbox or self.phone or self.contact_person or self.email)


def contacts_of(introduction: Introduction, user: Any) -> Contacts | None:
    """The other side's contact data for this person; None unless they are open to him.

    Asked of the database each time: what is in memory may be older than a withdrawal.
    """
    rows = Introduction.objects.with_open_contacts().with_sides()
    rows = rows.visible_to(user).select_related(
        "profile__priority__strategy", "asked_by", "answered_by"
    )
    found = rows.filter(pk=introduction.pk).first()
    side = side_of(user, found) if found else None
    if found is None or side is None or found.contacts_open_since is None:
        return None
    if side == Side.ASKED:
        return _contacts(found.profile, found.asked_by, found.contacts_open_since)
    return _contacts(found.partner, found.answered_by, found.contacts_open_since)


def _contacts(
    profile: Profile, person: User | None, since: datetime.datetime
) -> Contacts:
    mailbox = phone = contact_person = ""
    if profile.type == ProfileType.CLUSTER:
        cluster = profile.cluster
        mailbox, phone = cluster.mailbox, cluster.phone
        contact_person = cluster.contact_person
    else:
        mailbox = profile.priority.strategy.mailbox
    is_there = person is not None and person.is_active and acts_for(person, profile)
    named = person if is_there else None
    return Contacts(
        organisation=name_of(organisation_of(profile)),
        mailbox=mailbox,
        phone=phone,
        contact_person=contact_person,
        name=named.name if named else "",
        position=named.position if named else "",
        email=named.email if named else "",
        confidential=list(_confidential(profile)),
        since=since,
    )


def _confidential(profile: Profile) -> "QuerySet[ExchangeItem]":
    items = ExchangeItem.all_items.filter(profile_id=profile.pk, is_confidential=True)
    return items.order_by("-side", "position", "pk")


def partner_organisations(user: Any) -> set[Key]:
    """The organisations that have agreed to meet one of this person's; one query.

    His own are among them, which he sees anyway.
    """
    rows = Introduction.objects.with_open_contacts().visible_to(user).order_by()
    fields = [f"{side}__{name}" for side in ("profile", "partner") for name in _KEY]
    found: set[Key] = set()
    for row in rows.values_list(*fields):
        found |= {_key(*row[:3]), _key(*row[3:])}
    return found


_KEY = ("type", "region_id", "pk")


def _key(kind: str, region: str, profile: int) -> Key:
    is_cluster = kind == ProfileType.CLUSTER
    return ("cluster", profile) if is_cluster else ("region", region)
