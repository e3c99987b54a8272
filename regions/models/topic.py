"""Topics: codes of three schemes, each a tree."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Scheme(models.TextChoices):
    """What a topic's code says: activity, science or policy."""

    ECONOMIC = "economic", _("economic activity (NACE Rev. 2)")
    SCIENTIFIC = "scientific", _("scientific domain (NABS 2007)")
    POLICY = "policy", _("policy objective")


class Topic(models.Model):
    """One code of a scheme; codes are unique over all schemes."""

    code = models.CharField(_("code"), max_length=12, primary_key=True)
    scheme = models.CharField(_("scheme"), max_length=10, choices=Scheme, db_index=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    level = models.PositiveSmallIntegerField(_("level"))
    label_en = models.CharField(_("English label"), max_length=250)
    label_de = models.CharField(_("German label"), max_length=250, blank=True)
    label_fr = models.CharField(_("French label"), max_length=250, blank=True)
    label_note = models.CharField(_("label note"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["scheme", "code"]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"

    @property
    def label(self) -> str:
        """The label in the reader's language, English where it is missing."""
        language = (get_language() or "en")[:2]
        return getattr(self, f"label_{language}", "") or self.label_en


class TopicRelation(models.Model):
    """Relatedness of two economic activities: how often regions are strong in both.

    One row a pair, the smaller code first; phi is in (0, 1].
    """

    first = models.ForeignKey(
        Topic, verbose_name=_("topic"), on_delete=models.CASCADE, related_name="+"
    )
    second = models.ForeignKey(
        Topic,
        verbose_name=_("related topic"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    phi = models.FloatField(_("relatedness"))

    class Meta:
        verbose_name = _("topic relation")
        verbose_name_plural = _("topic relations")
        ordering = ["first", "second"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="relation_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")),
                name="relation_smaller_code_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ~ {self.second_id}: {self.phi:.2f}"
