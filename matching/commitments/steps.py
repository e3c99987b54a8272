"""The five steps, and how long each may stand; docs/commitments.md says the same."""

import datetime
from typing import NamedTuple

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Step(models.IntegerChoices):
    """How firmly a side has committed itself, loosest first."""

    CURIOUS = 1, _("curious")
    OFFICER = 2, _("officer-level")
    MANDATE = 3, _("mandate shown")
    LETTER = 4, _("letter signed")
    MONEY = 5, _("money earmarked")


# From this step on something has to show it.
FIRST_WITH_PROOF = Step.MANDATE

MEANINGS = {
    Step.CURIOUS: _("We would like to know more."),
    Step.OFFICER: _("The people in charge of the subject work on it."),
    Step.MANDATE: _("Whoever decides has told them to, and that can be shown."),
    Step.LETTER: _("A letter of intent or support is signed."),
    Step.MONEY: _("Money or working time is set aside for it."),
}


class Period(NamedTuple):
    """For how many days a step stands if nothing is said, and at most."""

    usual: int
    most: int


PERIODS = {
    Step.CURIOUS: Period(90, 180),
    Step.OFFICER: Period(180, 365),
    Step.MANDATE: Period(365, 730),
    Step.LETTER: Period(365, 1095),
    Step.MONEY: Period(365, 1095),
}


def needs_proof(step: int) -> bool:
    return step >= FIRST_WITH_PROOF


def last_days(step: int) -> tuple[datetime.date, datetime.date]:
    """The last day of a step that is stated today: the usual one, and the latest."""
    today, period = timezone.localdate(), PERIODS[Step(step)]
    usual, most = (today + datetime.timedelta(days=days) for days in period)
    return usual, most
