"""The words of a digest, in the reader's language."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts.models import User
from portal.accounts.services.letters import language_of
from portal.mail.rendering import RenderedMail, absolute_url, render_mail
from portal.notices.kinds import Group, Kind, kind_named, registered_groups
from portal.notices.links import open_path, stop_path
from portal.notices.models import Notice, Pace

# Lines of one group in a mail; of the rest it says how much there is.
MOST_LINES = 10


@dataclass(frozen=True)
class Line:
    title: str
    text: str
    url: str


@dataclass(frozen=True)
class Part:
    """One group in a digest; `more` counts what has no line."""

    label: str
    lines: tuple[Line, ...]
    more: int
    more_url: str
    stop_url: str


def groups_of(notices: Sequence[Notice]) -> list[str]:
    """The names of the groups of these notices, in the order of all groups."""
    found = {kind.group for notice in notices if (kind := kind_named(notice.kind))}
    return [name for name in registered_groups() if name in found]


def digest_mail(
    person: User, notices: Sequence[Notice], *, pace: str, day: datetime.date
) -> RenderedMail:
    """The mail that tells this person of these notices, in their order."""
    language, groups = language_of(person), registered_groups()
    with override(language):
        shown = {"day": date_format(day, "DATE_FORMAT")}
        context = {
            "subject": _("Your notices of the week until %(day)s") % shown
            if pace == Pace.WEEKLY
            else _("Your notices until the morning of %(day)s") % shown,
            "parts": [
                _part(person, notices, groups[name]) for name in groups_of(notices)
            ],
            "list_url": absolute_url(reverse("notices")),
            "choices_url": absolute_url(reverse("notice-choices")),
        }
    return render_mail("digest", context, language)


def _part(person: User, notices: Sequence[Notice], group: Group) -> Part:
    kinds = {kind.name: kind for kind in group.kinds}
    told = [notice for notice in notices if notice.kind in kinds]
    lines = [_line(notice, kinds[notice.kind]) for notice in told[:MOST_LINES]]
    return Part(
        label=group.label,
        lines=tuple(lines),
        more=len(told) - len(lines),
        more_url=absolute_url(f"{reverse('notices')}?group={group.name}"),
        stop_url=absolute_url(stop_path(person.pk, [group.name])),
    )


def _line(notice: Notice, kind: Kind) -> Line:
    words = kind.worded(notice.facts)
    url = absolute_url(path) if (path := open_path(notice)) else ""
    return Line(words.title, words.text, url)
