"""Whether an organisation may ask for introductions; see `talk.reports` for why not."""

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from matching.introductions.models_talk import AskingBan
from matching.introductions.people import organisation_of
from portal.accounts.models import organisation_link
from portal.accounts.organisations import name_of
from portal.web.errors import PortalError
from regions.models import Profile


def barred_until(profile: Profile) -> datetime.date | None:
    """The last day on which the profile's organisation may not ask, or None."""
    link = organisation_link(organisation_of(profile))
    rows = AskingBan.objects.running().filter(**link).order_by("-until")
    return rows.values_list("until", flat=True).first()


def why_barred(profile: Profile) -> PortalError | None:
    """What is said while a curator has barred the organisation from asking."""
    until = barred_until(profile)
    if until is None:
        return None
    return PortalError(
        _(
            "%(name)s can ask for no introduction until %(day)s: a report of abuse was"
            " upheld. The decision and how to answer it are among your notices."
        )
        % {"name": name_of(organisation_of(profile)), "day": date_format(until)}
    )


def ensure_may_ask(profile: Profile) -> None:
    """Raise PortalError while the organisation is barred."""
    if refusal := why_barred(profile):
        raise refusal
