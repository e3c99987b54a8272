"""What the page of shortlists shows of each entry."""

from collections.abc import Collection, Iterable
from itertools import groupby
from typing import Any

from matching.keeping.forms import NoteForm
from matching.keeping.models import ShortlistEntry
from matching.models import POINT, Kind
from matching.wording_cards import pair_url


def shortlist_groups(
    entries: Iterable[ShortlistEntry], writable: Collection[int]
) -> list[dict[str, Any]]:
    """Entries by profile, in the order in which they come."""
    groups = []
    for _key, rows in groupby(entries, key=lambda one: one.profile_id):
        own = list(rows)
        profile = own[0].profile
        may_write = profile.pk in writable
        groups.append(
            {
                "profile": profile,
                "may_write": may_write,
                "rows": [entry_row(one, may_write) for one in own],
            }
        )
    return groups


def entry_row(entry: ShortlistEntry, may_write: bool) -> dict[str, Any]:
    """One entry with the figures of today's list; of who is hidden, only the note."""
    score, kind = figures_of_entry(entry)
    form = NoteForm(initial={"note": entry.note}, prefix=None, auto_id=f"%s-{entry.pk}")
    return {
        "entry": entry,
        "partner": entry.partner if entry.is_seen else None,
        "url": pair_url(entry.profile, entry.partner) if entry.is_seen else "",
        "score": score,
        "kind": kind,
        "form": form if may_write else None,
    }


def figures_of_entry(entry: Any) -> tuple[float | None, str]:
    """Score and kind of the match in today's list, or none."""
    if not entry.is_seen or entry.score is None:
        return None, ""
    return entry.score / POINT, Kind(entry.kind).name.lower()
