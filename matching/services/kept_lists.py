"""The lists of a run as arrays, kept by a worker from one edit to the next.

Finding the lists that an edit touches needs to know who is in which list and how far
down it goes. Read from the database that is a scan of all rows; kept, it is a look at
two arrays. Kept under the run and the number of edits it has taken up: where another
worker was here meanwhile, the numbers differ and all is read again.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
from django.conf import settings

from matching.models import MatchRun
from matching.storage import COLUMNS, read_matches
from portal.web.versioned import kept_store

_WANTED = ("profile_id", "partner_id", "score")
_PLACES = [COLUMNS.index(name) for name in _WANTED]
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
        self, emptied: Collection[int], lists: Iterable[np.ndarray]
    ) -> "KeptLists":
        """These lists after an edit: some emptied, some of them written anew.

        lists: arrays (m, columns) as in storage.COLUMNS.
        """
        stays = ~np.isin(self.profiles, list(emptied))
        profiles, partners, scores = _columns(rows[:, _PLACES] for rows in lists)
        last = {key: end for key, end in self.last.items() if key not in emptied}
        return KeptLists(
            self.run_id,
            self.edits_done + 1,
            np.concatenate([self.profiles[stays], profiles]),
            np.concatenate([self.partners[stays], partners]),
            last | _ends(profiles, scores),
        )


def kept_lists(run: MatchRun) -> KeptLists:
    """The lists of this run as it stands, kept or read."""
    return _kept["lists"] if are_kept(run) else keep_lists(_read(run))


def are_kept(run: MatchRun) -> bool:
    """Whether this worker keeps the lists of this run as it stands."""
    kept = _kept.get("lists")
    if kept is None:
        return False
    return (kept.run_id, kept.edits_done) == (run.pk, run.edits_done)


def keep_lists(lists: KeptLists) -> KeptLists:
    """Keep these lists instead of those kept before."""
    _kept["lists"] = lists
    return lists


def _read(run: MatchRun) -> KeptLists:
    profiles, partners, scores = _columns(read_matches(run.pk, _WANTED))
    return KeptLists(
        run.pk, run.edits_done, profiles, partners, _ends(profiles, scores)
    )


def _columns(parts: Iterable[np.ndarray]) -> np.ndarray:
    """The columns of all parts, each (m, 3), as one array (3, m)."""
    none = np.empty((0, len(_WANTED)), dtype=np.int64)
    return np.ascontiguousarray(np.concatenate([none, *parts]).T)


def _ends(profiles: np.ndarray, scores: np.ndarray) -> dict[int, int]:
    """Where lists of full length end. Rows are counted: ranks may have gaps."""
    order = np.argsort(profiles, kind="stable")
    keys, firsts, counts = np.unique(
        profiles[order], return_index=True, return_counts=True
    )
    lowest = np.minimum.reduceat(scores[order], firsts) if len(keys) else keys
    is_full = counts >= settings.MATCHES_PER_PROFILE
    return dict(zip(keys[is_full].tolist(), lowest[is_full].tolist(), strict=True))
