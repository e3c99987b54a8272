"""Who sees which partner request, and which of them are open."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from regions.models import Profile

# What a row, card or page says of whose request it is, in one query.
WHOSE = (
    "profile__region",
    "profile__priority__strategy",
    "profile__cluster",
)


class RequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of published profiles, as far as they are for everybody, and for people
        who are signed in also all others; one's own in any case."""
        public = Profile.objects.published().not_merged().order_by()
        shown = Q(profile__in=public)
        if not user.is_authenticated:
            return self.filter(shown, audience="public")
        return self.filter(shown | Q(profile__in=Profile.objects.owned_by(user)))

    def owned_by(self, user, *roles):
        """Those of the profiles for which this person acts."""
        return self.filter(profile__in=Profile.objects.owned_by(user, *roles))

    def open(self):
        """Those that one can answer today, whether or not a job has closed the rest."""
        return self.filter(state="open", deadline__gte=timezone.localdate())

    def due(self):
        """Open ones whose last day is past."""
        return self.filter(state="open", deadline__lt=timezone.localdate())

    def unmatched(self, run_id: int):
        """Open ones that were not scored since this run, or since they were edited;
        those of profiles that are hidden wait until these are shown again."""
        shown = self.open().filter(profile__status="published")
        return shown.exclude(matched_run=run_id)

    def with_bits(self, name: str, bits: int):
        """Those that have one of these bits in the field."""
        return self.annotate(**{f"_{name}": F(name).bitand(bits)}).filter(
            **{f"_{name}__gt": 0}
        )

    def with_whose(self):
        return self.select_related(*WHOSE)

    def for_rows(self):
        """All that a row of a list says; two queries."""
        return self.with_whose().prefetch_related("topics")


class RequestMatchQuerySet(models.QuerySet):
    def open_to(self, user):
        """Those of open requests that this person may see."""
        requests = self.model._meta.get_field("request").related_model.objects
        return self.filter(request__in=requests.visible_to(user).open().order_by())

    def best(self, most: int):
        return self.filter(rank__lte=most)


class RequestAnswerQuerySet(models.QuerySet):
    def with_sides(self):
        """All that a row says of the introduction and who asked for it."""
        sides = [f"introduction__{name}" for name in WHOSE]
        return self.select_related(*sides).order_by("introduction__asked_at", "pk")
