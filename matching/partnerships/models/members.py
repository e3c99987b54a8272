"""Who belongs to a partnership, in which role, and how firmly."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.commitments.steps import FIRST_WITH_PROOF, Step
from matching.partnerships.choices import (
    PRESENT,
    WAITING,
    HandoverState,
    MemberRole,
    MemberState,
)
from matching.partnerships.models.partnership import Partnership, person_link
from matching.partnerships.querysets import (
    HandoverQuerySet,
    MemberQuerySet,
    PledgeQuerySet,
)
from regions.models import Profile
from regions.models.provenance import Provenance

LONGEST = 1000
_RUNS = Q(withdrawn_at=None, replaced_at=None)


class PartnershipMember(Provenance):
    """A profile's seat in a partnership, and how it came to it.

    Of a historical one often only the region and the printed name are known: it has no
    profile. Who leaves and comes back has two rows; nothing is written over.
    """

    partnership = models.ForeignKey(
        Partnership,
        verbose_name=_("partnership"),
        on_delete=models.CASCADE,
        related_name="members",
    )
    profile = models.ForeignKey(
        Profile,
        verbose_name=_("profile"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="partnership_seats",
    )
    region = models.ForeignKey(
        "regions.Region",
        verbose_name=_("region"),
        on_delete=models.PROTECT,
        related_name="partnership_seats",
    )
    name = models.CharField(_("name as printed"), max_length=250, blank=True)
    is_cluster = models.BooleanField(_("a cluster"), default=False)
    role = models.CharField(
        _("role"), max_length=8, choices=MemberRole, default=MemberRole.MEMBER
    )
    state = models.CharField(_("state"), max_length=9, choices=MemberState)
    message = models.TextField(_("message"), max_length=LONGEST, blank=True)
    opened_at = models.DateTimeField(_("asked or invited at"), default=timezone.now)
    opened_by = person_link(_("asked or invited by"))
    decided_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    decided_by = person_link(_("answered by"))
    joined_at = models.DateTimeField(_("joined at"), null=True, blank=True)
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)
    ended_by = person_link(_("ended by"))
    reason = models.TextField(_("reason"), max_length=LONGEST, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of a partnership")
        verbose_name_plural = _("members of partnerships")
        ordering = ["opened_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "profile"],
                condition=Q(state__in=PRESENT),
                name="seat_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["partnership", "region", "name"],
                condition=Q(profile=None),
                name="seat_printed_once",
            ),
            models.CheckConstraint(
                condition=Q(profile__isnull=False) | ~Q(name=""),
                name="seat_has_a_name",
            ),
        ]
        indexes = [
            models.Index(fields=["profile", "state"], name="seat_of_profile"),
            models.Index(fields=["region", "state"], name="seat_of_region"),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.partnership}"

    @property
    def label(self) -> str:
        """The profile's title, or the name that the source printed."""
        return self.profile.title if self.profile else self.name

    @property
    def is_active(self) -> bool:
        return self.state == MemberState.ACTIVE

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    @property
    def is_lead(self) -> bool:
        return self.is_active and self.role == MemberRole.LEAD


class Handover(models.Model):
    """A lead offers the lead to another member, who has to accept it.

    With `is_shared` both lead afterwards; else the one who offered is a member.
    """

    giver = models.ForeignKey(
        PartnershipMember,
        verbose_name=_("who offers the lead"),
        on_delete=models.CASCADE,
        related_name="handovers_offered",
    )
    taker = models.ForeignKey(
        PartnershipMember,
        verbose_name=_("to whom"),
        on_delete=models.CASCADE,
        related_name="handovers_received",
    )
    is_shared = models.BooleanField(_("both lead"), default=False)
    state = models.CharField(
        _("state"),
        max_length=9,
        choices=HandoverState,
        default=HandoverState.OFFERED,
    )
    offered_at = models.DateTimeField(_("offered at"), default=timezone.now)
    offered_by = person_link(_("offered by"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = person_link(_("answered by"))

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("hand-over of a lead")
        verbose_name_plural = _("hand-overs of leads")
        ordering = ["-offered_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["giver"],
                condition=Q(state="offered"),
                name="handover_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.giver_id} → {self.taker_id} ({self.state})"


class Pledge(models.Model):
    """How firmly a member stands by a partnership: one of the five steps, with proof.

    The steps are those of commitments between two sides; this one is towards all, so it
    needs no introduction and has other readers. The newest that runs is the present.
    """

    member = models.ForeignKey(
        PartnershipMember,
        verbose_name=_("member"),
        on_delete=models.CASCADE,
        related_name="pledges",
    )
    step = models.PositiveSmallIntegerField(_("step"), choices=Step)
    proof = models.TextField(
        _("what shows it"), blank=True, validators=[MaxLengthValidator(LONGEST)]
    )
    proof_url = models.URLField(_("page that shows it"), max_length=500, blank=True)
    file = models.BinaryField(_("file that shows it"), null=True, blank=True)
    file_name = models.CharField(_("file"), max_length=150, blank=True)
    valid_from = models.DateField(_("valid from"), default=timezone.localdate)
    valid_until = models.DateField(_("valid until"))
    made_at = models.DateTimeField(_("stated at"), default=timezone.now)
    made_by = person_link(_("stated by"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    replaced_at = models.DateTimeField(_("stated anew at"), null=True, blank=True)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment to a partnership")
        verbose_name_plural = _("commitments to partnerships")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=_RUNS, name="pledge_runs_once"
            ),
            models.CheckConstraint(
                condition=Q(step__lt=FIRST_WITH_PROOF)
                | ~Q(proof="", proof_url="", file_name=""),
                name="pledge_proof_given",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gt=models.F("valid_from")),
                name="pledge_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.get_step_display()}"

    @property
    def is_running(self) -> bool:
        return not (self.withdrawn_at or self.replaced_at)

    @property
    def is_valid(self) -> bool:
        """The same as `PledgeQuerySet.valid`."""
        today = timezone.localdate()
        return self.is_running and self.valid_from <= today <= self.valid_until
