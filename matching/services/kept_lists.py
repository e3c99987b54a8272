"""The lists of a run as arrays, kept by a worker from one edit to the next.

Finding the lists that an edit touches needs to know who is in which list and how far
down it goes. Read from the database that is a scan of all rows; kept, it is a look at
two arrays. Kept under the run and the number of edits it has taken up: where another
worker was here meanwhile, the numbers differ and all is read again.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np
from django.conf import settings

from matching.models import Match, MatchRun
from portal.web.versioned import kept_store

ROWS_AT_ONCE = 50_000
PROFILE, PARTNER, SCORE = 1, 3, 4  # in the order of storage.COLUMNS
_kept = kept_store()


@dataclass(frozen=True)
class KeptLists:
    """All rows of a run: profile and partner (m,), and where full lists end.

    last: the score of a full list's last partner, in hundredths, by profile.
    """

    run_id: int
    edits_done: int
    profiles: np.ndarray
    partners: np.ndarray
    last: dict[int, int]

    def holders(self, keys: Collection[int]) -> np.ndarray:
        """The profiles in whose lists one of these is."""
        return np.unique(self.profiles[np.isin(self.partners, list(keys))])

    def ends(self, keys: np.ndarray) -> np.ndarray:
        """The score of each profile's last partner; 0 for a list that is not full."""
        return np.array(
            [self.last.get(key, 0) for key in keys.tolist()], dtype=np.int64
        )

    def renewed(
        self, emptied: Collection[int], lists: Iterable[list[list[int]]]
    ) -> "KeptLists":
        """These lists after an edit: some emptied, some of them written anew.

        lists: rows in the order of storage.COLUMNS.
        """
        stays = ~np.isin(self.profiles, list(emptied))
        rows = chain.from_iterable(lists)
        new = _columns([(row[PROFILE], row[PARTNER], row[SCORE]) for row in rows])
        last = {key: end for key, end in self.last.items() if key not in emptied}
        return KeptLists(
            self.run_id,
            self.edits_done + 1,
            np.concatenate([self.profiles[stays], new[0]]),
            np.concatenate([self.partners[stays], new[1]]),
            last | _ends(*new),
        )


def kept_lists(run: MatchRun) -> KeptLists:
    """The lists of this run as it stands, kept or read."""
    kept = _kept.get("lists")
    if kept and (kept.run_id, kept.edits_done) == (run.pk, run.edits_done):
        return kept
    return keep_lists(_read(run))


def keep_lists(lists: KeptLists) -> KeptLists:
    """Keep these lists instead of those kept before."""
    _kept["lists"] = lists
    return lists


def _read(run: MatchRun) -> KeptLists:
    rows = Match.objects.filter(run=run).order_by("profile_id", "rank")
    wanted = rows.values_list("profile_id", "partner_id", "score")
    stream = wanted.iterator(chunk_size=ROWS_AT_ONCE)
    parts = [_columns([])]
    while chunk := list(islice(stream, ROWS_AT_ONCE)):
        parts.append(_columns(chunk))
    columns = np.concatenate(parts, axis=1)
    last = _ends(*columns)
    return KeptLists(run.pk, run.edits_done, columns[0], columns[1], last)


def _columns(rows: list[tuple[int, int, int]]) -> np.ndarray:
    return np.array(rows, dtype=np.int64).reshape(-1, 3).T


def _ends(
    profiles: np.ndarray, partners: np.ndarray, scores: np.ndarray
) -> dict[int, int]:
    """Where lists of full length end. Rows are counted: ranks may have gaps."""
    keys, place, counts = np.unique(profiles, return_inverse=True, return_counts=True)
    lowest = np.full(len(keys), np.iinfo(np.int64).max)
    np.minimum.at(lowest, place, scores)
    is_full = counts >= settings.MATCHES_PER_PROFILE
    return dict(zip(keys[is_full].tolist(), lowest[is_full].tolist(), strict=True))
