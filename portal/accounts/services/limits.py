"""How often people may ask: mails and claims cost others' time."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import Invitation, User
from portal.accounts.organisations import Organisation, was_ever_published
from portal.web.errors import PortalError

DAY = datetime.timedelta(days=1)
MOST_OPEN = 30
MOST_INVITATIONS_A_DAY = 20
# In all, of a cluster that no curator has looked at yet.
MOST_BEFORE_PUBLISHED = 3
MOST_CLAIMS_A_DAY = 5


def require_few_invitations(organisation: Organisation, email: str, by: User) -> None:
    """Raise PortalError where one invitation more would be too much.

    Those that were withdrawn or accepted count too: their mails were sent. Call it
    under the locks of the person and the organisation.
    """
    rows = Invitation.objects.of(organisation)
    if not was_ever_published(organisation) and rows.count() >= MOST_BEFORE_PUBLISHED:
        raise PortalError(
            _("Before a cluster is published it can invite %(count)d people.")
            % {"count": MOST_BEFORE_PUBLISHED}
        )
    today = rows.filter(invited_at__gt=timezone.now() - DAY)
    if today.filter(email=email).exists():
        raise PortalError(
            _(
                "%(address)s has got an invitation within the last 24 hours. Ask the"
                " person to look at it, or send another one tomorrow."
            )
            % {"address": email}
        )
    own = Invitation.objects.filter(invited_by=by, invited_at__gt=timezone.now() - DAY)
    if max(today.count(), own.count()) >= MOST_INVITATIONS_A_DAY:
        raise PortalError(
            _("%(count)d invitations were sent within a day. Go on tomorrow.")
            % {"count": MOST_INVITATIONS_A_DAY}
        )
    if rows.open().exclude(email=email).count() >= MOST_OPEN:
        raise PortalError(
            _("%(count)d invitations are open. Withdraw one before you send another.")
            % {"count": MOST_OPEN}
        )


def require_few_claims(user: User) -> None:
    """Raise PortalError where a person has claimed much within a day."""
    made = user.claims.filter(made_at__gt=timezone.now() - DAY)
    if made.count() >= MOST_CLAIMS_A_DAY:
        raise PortalError(
            _("You have made %(count)d claims within a day. Go on tomorrow.")
            % {"count": MOST_CLAIMS_A_DAY}
        )
