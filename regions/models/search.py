"""Search entries: one row for everything that can be found; and the data's version."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from regions.querysets import SearchQuerySet


class SearchKind(models.TextChoices):
    REGION = "region", _("region")
    PRIORITY = "priority", _("priority")
    CLUSTER = "cluster", _("cluster")
    FACILITY = "facility", _("facility")
    COOPERATION = "cooperation", _("cooperation")


class SearchEntry(models.Model):
    """What the full-text index of the database in use reads.

    Title and text are folded (lower case, no accents), so that both databases find the
    same rows. The index itself is made by the migration `0002_search_index`. Kinds are
    those of `SearchKind` and of rooms above (`regions/register/search_kinds.py`).
    """

    kind = models.CharField(_("kind"), max_length=12)
    key = models.CharField(_("key"), max_length=120)
    # Who reads the portal in another language does not find it; "" is for all.
    language = models.CharField(_("language"), max_length=10, blank=True, default="")
    title = models.CharField(_("title"), max_length=300)
    region = models.ForeignKey(
        "regions.Region",
        verbose_name=_("region"),
        on_delete=models.CASCADE,
        related_name="+",
        null=True,
        blank=True,
    )
    folded_title = models.TextField(_("folded title"))
    text = models.TextField(_("text"), blank=True)

    objects = SearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        ordering = ["kind", "title", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key", "language"], name="search_entry_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


class RegisterVersion(models.Model):
    """The one row that says which state of the register this is.

    Every write of the register raises it; cache keys and ETags carry it. A wide change
    is more than edits of profiles of which each was told by `signals.profile_edited`.
    """

    number = models.PositiveBigIntegerField(_("version"), default=0)
    wide_number = models.PositiveBigIntegerField(
        _("version of the last wide change"), default=0
    )
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("register version")
        verbose_name_plural = _("register versions")

    def __str__(self) -> str:
        return str(self.number)
