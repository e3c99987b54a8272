"""The log of what became of matches. It names organisations and no person."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """What happened to a match, in the order in which it usually happens."""

    SHOWN = "shown", _("shown")
    OPENED = "opened", _("opened")
    SHORTLISTED = "shortlisted", _("shortlisted")
    DISMISSED = "dismissed", _("dismissed")
    INTRODUCED = "introduced", _("introduction asked for")
    ACCEPTED = "accepted", _("introduction accepted")
    DECLINED = "declined", _("introduction declined")
    EXPIRED = "expired", _("introduction not answered")
    WITHDRAWN = "withdrawn", _("introduction withdrawn")
    MET = "met", _("met")
    PARTNERED = "partnered", _("became partners")
    APPLIED = "applied", _("applied for funding")
    FUNDED = "funded", _("funded")
    REFUSED = "refused", _("funding refused")


# What one side does by itself; the other side never learns of it.
PRIVATE = (Stage.SHOWN, Stage.OPENED, Stage.SHORTLISTED, Stage.DISMISSED)
# What both sides know of; whoever began it, it belongs to the pair.
JOINT = tuple(stage for stage in Stage if stage not in PRIVATE)


def pair_of(first: int, second: int) -> str:
    """The name of a pair, the same whichever side begins."""
    low, high = sorted((first, second))
    return f"{low}:{high}"


class MatchEventQuerySet(models.QuerySet):
    """Reads, and appending; nothing is changed or taken away."""

    def between(self, first, second):
        """Events of this pair, whichever side began them."""
        one = models.Q(profile=first, partner=second)
        return self.filter(one | models.Q(profile=second, partner=first))

    def update(self, **values):
        raise TypeError("The log of outcomes is append-only.")

    def delete(self):
        raise TypeError("The log of outcomes is append-only.")


class MatchEvent(models.Model):
    """One thing that happened to a match: to `partner` as a candidate of `profile`.

    What statistics count by (countries, cohesion categories, theme, the match as it was
    listed) is written down with it, so that they outlast later changes of both sides.
    `key` names the occasion: it is written once, however often it is reported. `pair`
    says in numbers which two belong together, so that they are counted once when both
    are gone.

    The database refuses to change or delete a row, too (migration 0002); only the
    references to the two profiles move with a merger and end with a deletion. SQLite
    forgets its triggers when a migration alters the table, so that one has to make them
    anew; a test looks after every field.
    """

    what = models.CharField(_("what happened"), max_length=11, choices=Stage)
    at = models.DateTimeField(_("at"), default=timezone.now)
    key = models.CharField(_("occasion"), max_length=120, unique=True)
    pair = models.CharField(_("pair"), max_length=41, editable=False)
    profile = models.ForeignKey(
        "regions.Profile",
        verbose_name=_("profile"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    partner = models.ForeignKey(
        "regions.Profile",
        verbose_name=_("partner"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    country = models.CharField(_("country"), max_length=2)
    partner_country = models.CharField(_("country of the partner"), max_length=2)
    cohesion = models.CharField(_("cohesion category"), max_length=10, blank=True)
    partner_cohesion = models.CharField(
        _("cohesion category of the partner"), max_length=10, blank=True
    )
    # The NACE Rev. 2 section that both share, else the first one of either.
    theme = models.CharField(_("theme"), max_length=12, blank=True)
    # As listed when it happened; none where the partner was in no list.
    kind = models.CharField(_("kind of match"), max_length=13, blank=True)
    rank = models.PositiveSmallIntegerField(_("rank"), null=True, blank=True)
    score = models.PositiveSmallIntegerField(
        _("score in hundredths"), null=True, blank=True
    )
    # A code of the reason where one was given; never free text, which may name people.
    reason = models.CharField(_("reason"), max_length=20, blank=True)

    objects = MatchEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event of a match")
        verbose_name_plural = _("events of matches")
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["what", "at"], name="outcome_what_at"),
            models.Index(fields=["profile", "partner"], name="outcome_pair"),
            models.Index(fields=["pair", "what"], name="outcome_pair_what"),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} → {self.partner_id}: {self.what}"

    def save(self, *args, **kwargs) -> None:
        if not self._state.adding:
            raise TypeError("The log of outcomes is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("The log of outcomes is append-only.")
