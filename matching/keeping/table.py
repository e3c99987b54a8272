"""A shortlist as CSV."""

from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from matching.keeping.models import ShortlistEntry
from matching.keeping.wording import figures_of_entry
from portal.web.templatetags.ui import kind_word
from regions.sheets.writing import csv_line


def csv_rows(entries: Iterable[ShortlistEntry]) -> Iterator[str]:
    """The header and one line for each entry; who is hidden has no name in it."""
    header = (
        _("Your profile"),
        _("Partner"),
        _("Address"),
        _("Region"),
        _("Country"),
        _("Kind of match"),
        _("Score"),
        _("Note"),
        _("Added on"),
    )
    # The mark by which spreadsheets know UTF-8.
    yield "\ufeff" + csv_line(header)
    for entry in entries:
        yield csv_line(_cells(entry))


def _cells(entry: ShortlistEntry) -> list[str]:
    score, kind = figures_of_entry(entry)
    partner = entry.partner if entry.is_seen else None
    return [
        entry.profile.title,
        partner.title if partner else _("no longer public"),
        partner.slug if partner else "",
        partner.region_id if partner else "",
        partner.region.country if partner else "",
        kind_word(kind) if kind else "",
        "" if score is None else f"{score:.2f}",
        entry.note,
        timezone.localtime(entry.added_at).date().isoformat(),
    ]
