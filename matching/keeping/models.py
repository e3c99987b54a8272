"""What organisations keep of their candidates, and people of the register."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.keeping.querysets import (
    FollowQuerySet,
    KeptQuerySet,
    SavedSearchQuerySet,
)
from regions.models import Profile

NOTE_MAX, WORDS_MAX, NAME_MAX, QUERY_MAX = 2000, 500, 120, 1000


class Kept(models.Model):
    """A candidate of `profile` of which its organisation keeps something."""

    profile = models.ForeignKey(
        Profile,
        verbose_name=_("profile"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    partner = models.ForeignKey(
        Profile,
        verbose_name=_("partner"),
        on_delete=models.CASCADE,
        related_name="+",
    )

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.profile} → {self.partner}"


class ShortlistEntry(Kept):
    """A partner on the shortlist of a profile, which all its people share."""

    note = models.TextField(_("note"), max_length=NOTE_MAX, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("added by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    added_at = models.DateTimeField(_("added at"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)

    class Meta:
        verbose_name = _("entry of a shortlist")
        verbose_name_plural = _("entries of shortlists")
        ordering = ["-added_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "partner"], name="shortlisted_once"
            )
        ]


class Reason(models.TextChoices):
    """Why a candidate is of no use; the codes are in the log of outcomes."""

    NOT_OUR_FIELD = "not_our_field", _("not our field")
    TOO_FAR = "too_far", _("too far away")
    ALREADY_KNOW = "already_know", _("we know each other already")
    CAPACITY = "capacity", _("no capacity on our side")
    WRONG_LEVEL = "wrong_level", _("the wrong level")
    OTHER = "other", _("another reason")


class Dismissal(Kept):
    """Why a candidate is of no use to a profile. It moves nobody in any list."""

    reason = models.CharField(_("reason"), max_length=13, choices=Reason)
    words = models.CharField(_("in own words"), max_length=WORDS_MAX, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dismissed by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("dismissal")
        verbose_name_plural = _("dismissals")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "partner"], name="dismissed_once"
            )
        ]


class Follow(models.Model):
    """A person wants to hear of changes of a profile."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="follows",
    )
    profile = models.ForeignKey(
        Profile,
        verbose_name=_("profile"),
        on_delete=models.CASCADE,
        related_name="follows",
    )
    since = models.DateTimeField(_("since"), default=timezone.now)

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = _("followed profile")
        verbose_name_plural = _("followed profiles")
        ordering = ["-since", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "profile"], name="followed_once")
        ]

    def __str__(self) -> str:
        return str(self.profile)


class SearchPage(models.TextChoices):
    """The lists of which a search can be saved."""

    CLUSTERS = "clusters", _("clusters")
    PRIORITIES = "priorities", _("priorities")
    FACILITIES = "facilities", _("facilities")
    MATCHES = "matches", _("partners of a profile")


class SavedSearch(models.Model):
    """The address of a list with its filters, and a person who is told of new rows.

    `profile` is the one whose list of partners it is, for that page only. `alerts`
    numbers what was told, so that each notice has a name of its own.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="saved_searches",
    )
    name = models.CharField(_("name"), max_length=NAME_MAX)
    page = models.CharField(_("list"), max_length=10, choices=SearchPage)
    profile = models.ForeignKey(
        Profile,
        verbose_name=_("profile"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    query = models.CharField(_("filters"), max_length=QUERY_MAX, blank=True)
    saved_at = models.DateTimeField(_("saved at"), default=timezone.now)
    looked_at = models.DateTimeField(_("last looked at"), null=True, blank=True)
    alerts = models.PositiveIntegerField(_("alerts"), default=0, editable=False)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(page="matches", profile__isnull=False)
                | (~Q(page="matches") & Q(profile=None)),
                name="saved_search_profile",
            ),
            models.UniqueConstraint(
                fields=["user", "page", "query"],
                condition=Q(profile=None),
                name="saved_once",
            ),
            models.UniqueConstraint(
                fields=["user", "profile", "query"],
                condition=Q(profile__isnull=False),
                name="saved_once_for_profile",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SearchHit(models.Model):
    """A row that the owner of a search knows: found when it was saved, or told since.

    `key` is the primary key of a profile or facility, as the page of the search says.
    """

    search = models.ForeignKey(
        SavedSearch,
        verbose_name=_("saved search"),
        on_delete=models.CASCADE,
        related_name="hits",
        db_index=False,
    )
    key = models.PositiveBigIntegerField(_("key"))

    class Meta:
        verbose_name = _("known result of a search")
        verbose_name_plural = _("known results of searches")
        constraints = [
            models.UniqueConstraint(fields=["search", "key"], name="told_once")
        ]

    def __str__(self) -> str:
        return f"{self.search_id}: {self.key}"
