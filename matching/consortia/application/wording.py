"""The words that pages, papers and tables of an application share."""

import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from matching.consortia.application.rules import RuleLine
from matching.consortia.kinds import MemberState
from matching.consortia.models import ConsortiumMember
from matching.consortia.models_application import Task
from matching.consortia.wording import STATUS_WORDS, role_label
from matching.introductions.people import organisation_of
from portal.accounts.organisations import name_of
from regions.queries.vocabulary import vocabulary


def word_day(day: datetime.date | None) -> str:
    """The day as readers write it; "" if there is none."""
    return date_format(day, "DATE_FORMAT") if day else ""


def word_share(share: Decimal | None) -> str:
    """A share of the budget; "" where nobody has said it."""
    if share is None:
        return ""
    return _("%(n)s %%") % {"n": number_format(share.normalize(), use_l10n=True)}


def word_euros(amount: Decimal | None) -> str:
    if amount is None:
        return ""
    words = {"n": number_format(amount, use_l10n=True, force_grouping=True)}
    return _("%(n)s euros") % words


def word_roles(member: ConsortiumMember) -> str:
    """Roles of ours in words; a role that a call names is shown as it is written."""
    words = [role_label(one) for one in member.roles]
    if member.is_coordinator:
        words.insert(0, _("coordinator"))
    return capfirst(", ".join(words))


def word_organisation(member: ConsortiumMember) -> str:
    """Who stands behind a partner: the region of a priority, else itself."""
    if member.profile is not None:
        return name_of(organisation_of(member.profile))
    return member.name


def word_place(member: ConsortiumMember) -> str:
    """Region and country of a partner."""
    words, profile = vocabulary(), member.profile
    code = profile.region_id if profile else member.region_code
    country = profile.region.country if profile else member.country
    region = words.region_label(code) if code else ""
    # A whole country can be the region of a partner.
    return ", ".join(filter(None, dict.fromkeys((region, words.region_label(country)))))


def word_category(member: ConsortiumMember) -> str:
    """Cohesion category of a partner's region; "" where it has none that we know."""
    if member.profile is None:
        return str(member.get_category_display()) if member.category else ""
    region = member.profile.region
    for one in (region, region.parent):
        if one is not None and one.cohesion_category:
            return str(one.get_cohesion_category_display())
    return ""


def word_state(member: ConsortiumMember) -> str:
    return capfirst(str(MemberState(member.state).label))


def word_task_state(task: Task) -> str:
    """Whether a piece is there, in a word or two."""
    if task.done_at:
        return _("done on %(day)s") % {
            "day": word_day(timezone.localdate(task.done_at))
        }
    return _("overdue") if task.is_overdue else _("missing")


def word_rule_state(line: RuleLine) -> str:
    """As the builder's page says it."""
    return str(STATUS_WORDS[line.status])
