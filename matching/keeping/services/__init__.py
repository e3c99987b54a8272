"""Writes of what is kept. Whether a person may act is the views' business, by the
querysets; what cannot be done raises PortalError."""

from matching.keeping.services.alerts import look_again, tell_of_new_results
from matching.keeping.services.dismissals import dismiss, undo_dismissal
from matching.keeping.services.following import follow, tell_followers, unfollow
from matching.keeping.services.merging import follow_merger
from matching.keeping.services.searches import (
    delete_search,
    rename_search,
    save_search,
)
from matching.keeping.services.shortlists import (
    change_note,
    shortlist,
    take_off,
)

__all__ = [
    "change_note",
    "delete_search",
    "dismiss",
    "follow",
    "follow_merger",
    "look_again",
    "rename_search",
    "save_search",
    "shortlist",
    "take_off",
    "tell_followers",
    "tell_of_new_results",
    "undo_dismissal",
    "unfollow",
]
