"""Rows about records that name them by kind and key: cases, and versions."""

from django.apps import apps
from django.db import models
from django.db.models import Q

# Each kind of record, and the model that says whose it is.
_KINDS = {
    "strategy": "Strategy",
    "priority": "Priority",
    "cluster": "Cluster",
    "facility": "Facility",
}


def _records(kind: str):
    return apps.get_model("regions", _KINDS[kind])._default_manager


class RecordRowQuerySet(models.QuerySet):
    """Rows with `kind` and `key` of a record."""

    def about(self, record):
        """Rows of this one record."""
        return self.filter(kind=record.record_kind, key=record.pk)

    def of_records(self, chosen):
        """Rows of the records that `chosen(records)` keeps, whichever their kind."""
        found = Q(pk__in=[])
        for kind in _KINDS:
            keys = chosen(_records(kind).all()).order_by().values("pk")
            found |= Q(kind=kind, key__in=keys)
        return self.filter(found)

    def of_countries(self, codes):
        """Rows of records whose region lies in one of these countries."""
        return self.of_records(lambda rows: rows.filter(region__country__in=codes))


class CaseQuerySet(RecordRowQuerySet):
    def visible_to(self, user):
        """All for a curator; for others those of the organisations they act for."""
        if not user.is_authenticated:
            return self.none()
        if user.is_staff:
            return self.all()
        return self.of_records(lambda rows: rows.owned_by(user))

    def answerable_by(self, user, *roles):
        """Cases in which this person may speak for the owner."""
        return self.of_records(lambda rows: rows.owned_by(user, *roles))

    def open(self):
        return self.filter(outcome="")

    def decided(self):
        return self.exclude(outcome="")

    def with_last_word(self):
        """Add `last_by_curator`: whether the last message is one; None without any."""
        told = self.model._meta.get_field("messages").related_model.objects
        last = told.filter(case=models.OuterRef("pk")).order_by("-at", "-pk")
        value = models.Subquery(last.values("is_curator")[:1])
        return self.annotate(last_by_curator=value)

    def waiting_for_answer(self):
        """Decided cases in which the owner had the last word."""
        return self.decided().with_last_word().filter(last_by_curator=False)


class VersionQuerySet(RecordRowQuerySet):
    def of_record(self, kind, key):
        """The trail of one record, the newest version first."""
        return self.filter(kind=kind, key=key).order_by("-number")

    def seen_at_once(self):
        """What owners wrote that everybody saw at that moment."""
        return self.filter(role="owner", status="published")
