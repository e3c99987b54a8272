"""Whose name a reader learns on the page of an application."""

from typing import Any

from django.utils.functional import cached_property

from portal.accounts.models import Mandate, User
from regions.models import Visibility


class Namer:
    """Names people to one reader: colleagues know each other, and others learn a name
    as its owner wants it. One query, when the first name is asked for."""

    def __init__(self, reader: Any) -> None:
        self.reader = reader

    def __call__(self, person: User | None) -> str:
        """The name, or an empty text."""
        if person is None:
            return ""
        if person.pk in self._colleagues:
            return str(person)
        may_know = person.name_visibility != Visibility.PARTNERS
        return person.name if may_know else ""

    @cached_property
    def _colleagues(self) -> set[int]:
        own = Mandate.objects.running().filter(user=self.reader).order_by()
        same = Mandate.objects.running().filter(
            region__in=own.filter(region__isnull=False).values("region")
        ) | Mandate.objects.running().filter(
            cluster__in=own.filter(cluster__isnull=False).values("cluster")
        )
        return {self.reader.pk, *same.values_list("user", flat=True)}
