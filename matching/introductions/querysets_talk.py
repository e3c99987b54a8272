"""Who reads which message, file, meeting and report of abuse."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from regions.models import Profile


def _of_own_introductions(user, path: str = "introduction") -> Q:
    own = Profile.objects.owned_by(user)
    return Q(**{f"{path}__profile__in": own}) | Q(**{f"{path}__partner__in": own})


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Messages of introductions in which this person acts for a side."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(_of_own_introductions(user))

    def shown(self):
        """Messages that no curator has hidden."""
        return self.filter(hidden_at=None)

    def unread_by(self, user):
        """Messages that came after the last one that this person has read."""
        readings = self.model._meta.get_field("introduction").related_model
        marks = readings._meta.get_field("readings").related_model.objects
        read = marks.filter(user=user, introduction=models.OuterRef("introduction"))
        upto = models.functions.Coalesce(models.Subquery(read.values("upto")), 0)
        return self.annotate(_upto=upto).filter(pk__gt=models.F("_upto"))


class MessageFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Files of both sides; a curator's are those of messages that are reported.

        What a curator has hidden is for curators only, who may be asked about it.
        """
        if not user.is_authenticated:
            return self.none()
        seen = _of_own_introductions(user, "message__introduction")
        seen &= Q(message__hidden_at=None)
        if user.is_staff:
            reports = self.model._meta.get_field("message").related_model
            reports = reports._meta.get_field("reports").related_model.objects
            reported = Q(message__in=reports.exclude(message=None).values("message"))
            # Who acts for a side reads as one of it.
            seen |= reported & ~_of_own_introductions(user, "message__introduction")
        return self.filter(seen)

    def without_content(self):
        """What a list of files shows."""
        return self.defer("content")


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Meetings of introductions in which this person acts for a side."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(_of_own_introductions(user))

    def open(self):
        """Those that are ahead, or of which nobody has said what came of them."""
        return self.filter(state__in=("proposed", "agreed"), has_met=None)


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The side that reports, and who made the report, even if he has left it since;
        once it is upheld, the other side as well."""
        if not user.is_authenticated:
            return self.none()
        own = Profile.objects.owned_by(user)
        asking, asked = (
            Q(introduction__profile__in=own),
            Q(introduction__partner__in=own),
        )
        reporting = Q(side="asking") & asking | Q(side="asked") & asked
        reported = Q(side="asking") & asked | Q(side="asked") & asking
        upheld = reported & Q(state="upheld")
        return self.filter(Q(by=user) | reporting | upheld)

    def waiting(self):
        """Reports and appeals that no curator has decided."""
        return self.filter(Q(state="open") | self._appealed())

    def decided(self):
        return self.exclude(state="open").exclude(self._appealed())

    @staticmethod
    def _appealed() -> Q:
        return Q(appealed_at__isnull=False, appeal_decided_at=None)


class AskingBanQuerySet(models.QuerySet):
    def running(self):
        """Bans whose last day is not over and that were not lifted."""
        return self.filter(until__gte=timezone.localdate(), lifted_at=None)
