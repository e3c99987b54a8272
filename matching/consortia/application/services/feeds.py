"""The secret address of a person's calendar: made, renewed, ended."""

from django.db import transaction

from matching.consortia.models_application import CalendarFeed
from portal.accounts.models import User
from portal.accounts.services.holding import lock_person


@transaction.atomic
def make_feed(*, user: User) -> CalendarFeed:
    """The person's address; one that is there stays."""
    lock_person(user)
    return CalendarFeed.objects.get_or_create(user=user)[0]


@transaction.atomic
def renew_feed(*, user: User) -> CalendarFeed:
    """Another address; the old one leads nowhere from now on."""
    lock_person(user)
    CalendarFeed.objects.filter(user=user).delete()
    return CalendarFeed.objects.create(user=user)


@transaction.atomic
def end_feed(*, user: User) -> None:
    CalendarFeed.objects.filter(user=user).delete()
