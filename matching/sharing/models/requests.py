"""A request for the use of a facility, the consents to it, and the use it led to."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from matching.sharing.models.terms import TRL
from matching.sharing.querysets import OPEN, AccessQuerySet, UseQuerySet
from portal.accounts.models import person_link
from regions.models import Facility, Profile, Stage

# Written into a row, and translated where it is shown.
MERGED = gettext_noop("Two records of one side were merged; the older request goes on.")


class State(models.TextChoices):
    """Where a request stands; the first three go on."""

    UNOWNED = "unowned", _("waits for somebody who acts for the facility")
    ASKED = "asked", _("waits for an answer")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    EXPIRED = "expired", _("not answered in time")
    WITHDRAWN = "withdrawn", _("withdrawn")
    CANCELLED = "cancelled", _("cancelled by the facility")


class DeclineReason(models.TextChoices):
    FULL = "full", _("we have no free time in these weeks")
    NO_FIT = "no_fit", _("it cannot be done here")
    NOT_OPEN = "not_open", _("our terms do not allow it")
    UNCLEAR = "unclear", _("we need to know more first")
    OTHER = "other", _("another reason")


class AccessRequest(models.Model):
    """`profile` asks for the use of `facility`; with a pool, for all who are in it.

    A profile has one open request for a facility at most: the database says so.
    """

    profile = models.ForeignKey(
        Profile,
        verbose_name=_("profile that asks"),
        on_delete=models.CASCADE,
        related_name="access_requests",
    )
    facility = models.ForeignKey(
        Facility,
        verbose_name=_("facility"),
        on_delete=models.CASCADE,
        related_name="access_requests",
    )
    pool = models.OneToOneField(
        "Pool",
        verbose_name=_("pooled demand"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="request",
    )
    purpose = models.TextField(_("what it is needed for"), max_length=1500)
    capability = models.CharField(_("capability needed"), max_length=120, blank=True)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, blank=True)
    trl = models.PositiveSmallIntegerField(
        _("technology readiness"), null=True, blank=True, validators=TRL
    )
    wished_from = models.DateField(_("wished from"))
    wished_to = models.DateField(_("wished until"))
    hours = models.PositiveIntegerField(_("hours"))
    state = models.CharField(
        _("state"), max_length=9, choices=State, default=State.ASKED
    )
    reply_by = models.DateField(_("reply by"))
    # When the clock of the answer began: an owner may come later than the request.
    clock_from = models.DateField(_("clock from"), default=timezone.localdate)
    asked_by = person_link(_("asked by"))
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    answered_by = person_link(_("answered by"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    decline_reason = models.CharField(
        _("reason"), max_length=8, choices=DeclineReason, blank=True
    )
    answer = models.TextField(_("answer"), max_length=1500, blank=True)
    granted_from = models.DateField(_("granted from"), null=True, blank=True)
    granted_to = models.DateField(_("granted until"), null=True, blank=True)
    granted_hours = models.PositiveIntegerField(
        _("granted hours"), null=True, blank=True
    )
    ended_by = person_link(_("ended by"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    closing = models.TextField(_("closing words"), max_length=1500, blank=True)
    contacts_open_since = models.DateTimeField(
        _("contact data open since"), null=True, blank=True
    )
    reminders_sent = models.PositiveSmallIntegerField(default=0, editable=False)
    # What a curator did about a facility that nobody acts for.
    curator_note = models.TextField(_("note by a curator"), max_length=1500, blank=True)
    noted_by = person_link(_("noted by"))
    noted_at = models.DateTimeField(_("noted at"), null=True, blank=True)

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a facility")
        verbose_name_plural = _("requests for facilities")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "facility"],
                condition=Q(state__in=OPEN),
                name="access_open_once",
            ),
            models.CheckConstraint(
                condition=Q(wished_from__lte=F("wished_to")), name="access_wish_order"
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted")
                | Q(
                    granted_from__isnull=False,
                    granted_to__gte=F("granted_from"),
                    contacts_open_since__isnull=False,
                ),
                name="access_accepted_has_window",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "reply_by"], name="access_due"),
            models.Index(fields=["facility", "state"], name="access_of_facility"),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} → {self.facility_id}"

    def get_absolute_url(self) -> str:
        return reverse("sharing:request", args=[self.pk])

    @property
    def closing_words(self) -> str:
        """What was said at its end; what the portal wrote, in the reader's language."""
        return gettext(MERGED) if self.closing == MERGED else self.closing

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_accepted(self) -> bool:
        return self.state == State.ACCEPTED


class AccessConsent(models.Model):
    """A party agreed that the other side sees its contact data; the log of it.

    Without a profile it is the consent of who answers for the facility.
    """

    request = models.ForeignKey(
        AccessRequest,
        verbose_name=_("request for a facility"),
        on_delete=models.CASCADE,
        related_name="consents",
    )
    profile = models.ForeignKey(
        Profile,
        verbose_name=_("profile"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    by = person_link(_("given by"))
    given_at = models.DateTimeField(_("given at"), default=timezone.now)

    class Meta:
        verbose_name = _("consent to a request for a facility")
        verbose_name_plural = _("consents to requests for facilities")
        ordering = ["given_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "profile"], name="access_consent_once"
            ),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(profile=None),
                name="access_consent_of_facility_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.profile_id}"


class FacilityUse(models.Model):
    """A facility was used by others: when, how long, with what result.

    It counts once somebody who acts for the facility has confirmed it.
    """

    facility = models.ForeignKey(
        Facility,
        verbose_name=_("facility"),
        on_delete=models.CASCADE,
        related_name="uses",
    )
    request = models.ForeignKey(
        AccessRequest,
        verbose_name=_("request for a facility"),
        on_delete=models.CASCADE,
        related_name="uses",
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    hours = models.PositiveIntegerField(_("hours"))
    result = models.TextField(_("result"), max_length=1500, blank=True)
    noted_by = person_link(_("noted by"))
    noted_at = models.DateTimeField(_("noted at"), default=timezone.now)
    confirmed_by = person_link(_("confirmed by"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    objects = UseQuerySet.as_manager()

    class Meta:
        verbose_name = _("use of a facility")
        verbose_name_plural = _("uses of facilities")
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")), name="use_in_order"
            ),
            models.UniqueConstraint(
                fields=["request", "starts_on", "ends_on"], name="use_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.facility_id}: {self.starts_on} – {self.ends_on}"
