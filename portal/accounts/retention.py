"""How long personal data are kept; the daily job that deletes what is older.

These figures are shown on the privacy page and stand in docs/operations.md.
"""

import datetime
from importlib import import_module

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.accounts.models import Claim, Invitation, User
from portal.accounts.services.letters import Letter, tell
from portal.accounts.services.personal import delete_account
from regions.editing.forgetting import forget_old_contacts
from regions.models import Draft

UNVERIFIED_DAYS = 30
ABSENT_DAYS = 730
# Between the first warning and the second, and from the second to the deletion.
WARNING_DAYS = 30
PROOF_DAYS = 183
INVITATION_DAYS = 183
DRAFT_DAYS = 365
# From when a record said something else: then its older versions do not say it either.
CONTACT_DAYS = 183
# Notices are deleted by a job of their own room.
NOTICE_DAYS = 365
# After the end of an introduction; deleted by `matching.introductions.talk.retention`.
TALK_DAYS = 365
# Signed letters of intent: after the application ended, and in any case after the
# upload; deleted by `matching.consortia.application.services.forgetting`.
LETTER_DAYS = 365
LETTER_MOST_DAYS = 1095


def keep_to_periods() -> str:
    """Delete what is older than its period, warn whose account is unused; say it."""
    counts = {
        "unverified": delete_unverified(),
        "warned": warn_absent(),
        "absent": delete_absent(),
        "proofs": delete_proofs(),
        "invitations": delete_invitations(),
        "drafts": delete_drafts(),
        "contacts": forget_contacts(),
        "sessions": clear_sessions(),
    }
    return ", ".join(f"{count} {name}" for name, count in counts.items())


def _days_ago(days: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)


def _ordinary() -> QuerySet[User]:
    """People whose accounts end by themselves: curators' are ended by hand."""
    return User.objects.filter(is_staff=False)


def delete_unverified() -> int:
    """Accounts whose address nobody has proved, and which act for nobody."""
    rows = _ordinary().filter(
        date_joined__lt=_days_ago(UNVERIFIED_DAYS), mandates=None, last_seen_on=None
    )
    proved = EmailAddress.objects.filter(verified=True)
    return _delete(rows.exclude(pk__in=proved.values("user")))


def _absent() -> QuerySet[User]:
    seen = Coalesce("last_seen_on", TruncDate("last_login"), TruncDate("date_joined"))
    limit = timezone.localdate() - datetime.timedelta(days=ABSENT_DAYS)
    return _ordinary().annotate(seen=seen).filter(seen__lte=limit)


def _warned_long_ago() -> Q:
    limit = timezone.localdate() - datetime.timedelta(days=WARNING_DAYS)
    return Q(absence_warned_on__lte=limit)


def warn_absent() -> int:
    """Write to people who have not been here for so long, and again 30 days later."""
    due = Q(absence_warnings=0) | Q(absence_warnings=1) & _warned_long_ago()
    return sum(_warn(person) for person in _absent().filter(due).order_by("pk"))


@transaction.atomic
def _warn(person: User) -> bool:
    """False if another worker was quicker, or the person came back meanwhile."""
    today, number = timezone.localdate(), person.absence_warnings
    claimed = User.objects.filter(
        pk=person.pk, absence_warnings=number, last_seen_on=person.last_seen_on
    ).update(absence_warnings=number + 1, absence_warned_on=today)
    if not claimed:
        return False
    left = WARNING_DAYS * (2 - number)
    day = today + datetime.timedelta(days=left)
    return tell(person, lambda: _warning(day))


def _warning(day: datetime.date) -> Letter:
    facts = {"day": date_format(day, "DATE_FORMAT")}
    return Letter(
        _("Your account will be deleted on %(day)s") % facts,
        (
            _("You have not been in the portal for two years."),
            _("Sign in before %(day)s and your account stays as it is.") % facts,
            _("If you do not, it is deleted. Records of regions and clusters stay."),
        ),
        path=reverse("mandates"),
        label=_("Sign in"),
    )


def delete_absent() -> int:
    """Accounts that were warned twice and have not been used since."""
    return _delete(_absent().filter(_warned_long_ago(), absence_warnings=2))


def _delete(rows: QuerySet[User]) -> int:
    """Delete each under a lock, if it is still one of these."""
    return sum(_delete_one(rows, pk) for pk in list(rows.values_list("pk", flat=True)))


@transaction.atomic
def _delete_one(rows: QuerySet[User], pk: int) -> bool:
    User.objects.select_for_update().filter(pk=pk).first()
    person = rows.filter(pk=pk).first()
    if person is None:
        return False
    delete_account(user=person, leaves_ownerless=True)
    return True


def delete_proofs() -> int:
    """Files of claims that were decided long ago; what was decided stays."""
    rows = Claim.objects.filter(decided_at__lt=_days_ago(PROOF_DAYS))
    return rows.exclude(proof=None).update(proof=None, proof_name="")


def delete_invitations() -> int:
    """Invitations that have long been of no use, accepted ones too."""
    rows = Invitation.objects.filter(expires_at__lt=_days_ago(INVITATION_DAYS))
    return rows.delete()[0]


def delete_drafts() -> int:
    """Drafts at which nobody has written for a year."""
    return Draft.objects.filter(updated_at__lt=_days_ago(DRAFT_DAYS)).delete()[0]


def forget_contacts() -> int:
    """Mailboxes, telephones and names in versions that were replaced long ago."""
    return forget_old_contacts(_days_ago(CONTACT_DAYS))


def clear_sessions() -> int:
    """Sessions that have expired, and what is kept of their browsers."""
    expired = Session.objects.filter(expire_date__lt=timezone.now()).count()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    present = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=present).delete()
    return expired
