"""What a run stores: the rows of its lists, and how often each profile is shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from matching.models.runs import MatchRun
from matching.querysets import MatchQuerySet

# Stored numbers are hundredths of a point: whole numbers add up exactly.
POINT = 100


class Kind(models.IntegerChoices):
    """Why two profiles fit."""

    ALIKE = 0, _("alike")
    COMPLEMENTARY = 1, _("complementary")
    BRIDGE = 2, _("bridge")


class Match(models.Model):
    """An ordered candidate for a profile. Numbers are in hundredths of a point.

    Narrow on purpose: the key is (run, profile, rank), nothing else is indexed, and
    reasons are worded from the stored fields of both sides when they are read. The
    database does not look up run and profiles row by row, which took most of the time
    of writing: Django's own cascade takes a profile's rows away with it, a run is
    looked over before it is shown (`drop_rows_of_gone_profiles`), and readers join the
    partner.
    """

    pk = models.CompositePrimaryKey("run_id", "profile_id", "rank")
    run = models.ForeignKey(
        MatchRun,
        verbose_name=_("run"),
        on_delete=models.CASCADE,
        related_name="matches",
        db_index=False,
        db_constraint=False,
    )
    profile = models.ForeignKey(
        "regions.Profile",
        verbose_name=_("profile"),
        on_delete=models.CASCADE,
        related_name="matches",
        db_index=False,
        db_constraint=False,
    )
    rank = models.PositiveSmallIntegerField(_("rank"))
    partner = models.ForeignKey(
        "regions.Profile",
        verbose_name=_("partner"),
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    score = models.PositiveSmallIntegerField(_("score"))
    kind = models.PositiveSmallIntegerField(_("kind"), choices=Kind)
    # Bit k is set when component k is known; see the engine's order of components.
    known = models.PositiveSmallIntegerField(_("known components"))
    freshness = models.PositiveSmallIntegerField(_("freshness factor"))
    focus = models.PositiveSmallIntegerField(_("focus"))
    words = models.PositiveSmallIntegerField(_("words"))
    receive = models.PositiveSmallIntegerField(_("you gain"))
    give = models.PositiveSmallIntegerField(_("they gain"))
    chain = models.PositiveSmallIntegerField(_("value chain"))
    strength = models.PositiveSmallIntegerField(_("strength"))
    track_record = models.PositiveSmallIntegerField(_("track record"))
    reach = models.PositiveSmallIntegerField(_("reach"))

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        ordering = ["profile_id", "rank"]

    def __str__(self) -> str:
        return f"{self.profile_id} → {self.partner_id}: {self.score / POINT:.1f}"


class Exposure(models.Model):
    """How often a profile tops the lists of others in a run, and its bonus for it.

    Written once, when a run has scored everything. Without a row there is no bonus.
    """

    pk = models.CompositePrimaryKey("run_id", "profile_id")
    run = models.ForeignKey(
        MatchRun,
        verbose_name=_("run"),
        on_delete=models.CASCADE,
        related_name="exposures",
        db_index=False,
    )
    profile = models.ForeignKey(
        "regions.Profile",
        verbose_name=_("profile"),
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
    )
    # Lists of others in which it is among the first, by score alone.
    top10 = models.PositiveIntegerField(_("among the first ten"))
    top20 = models.PositiveIntegerField(_("among the first twenty"))
    # Hundredths of a point that count for the order, never for the score.
    bonus = models.PositiveSmallIntegerField(_("bonus"))
    # Bits: see matching.exposure.Why.
    why = models.PositiveSmallIntegerField(_("reasons for the bonus"))

    class Meta:
        verbose_name = _("exposure")
        verbose_name_plural = _("exposures")

    def __str__(self) -> str:
        return f"{self.profile_id}: {self.top20}, +{self.bonus / POINT:.2f}"
