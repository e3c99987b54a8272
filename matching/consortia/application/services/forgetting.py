"""How long signed letters are kept; the figures stand on the privacy page."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from matching.consortia.models_application import Letter
from portal.accounts.retention import LETTER_DAYS, LETTER_MOST_DAYS


def forget_letters() -> int:
    """Delete the files of letters whose period is over; that they were signed stays."""
    return letters_to_forget().update(content=None, uploaded_by=None)


def letters_to_forget() -> "QuerySet[Letter]":
    """Letters of applications that ended long ago, and very old ones of any."""
    now = timezone.now()
    ended = Q(consortium__application__ended_at__lt=now - timedelta(days=LETTER_DAYS))
    old = Q(uploaded_at__lt=now - timedelta(days=LETTER_MOST_DAYS))
    # The join is in a subquery: an UPDATE has none.
    due = Letter.objects.filter(ended | old).exclude(content=None)
    return Letter.objects.filter(pk__in=due.order_by().values("pk"))
