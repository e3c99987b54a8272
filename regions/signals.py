"""What the register tells the rooms above it, which it does not know."""

from django.dispatch import Signal

# A person, or the loader of the tables, edited a profile: `profile`, and `what` was
# done (changed, confirmed, published, withdrawn, deleted). Sent in the transaction of
# the edit, and before a deletion.
profile_edited = Signal()

# Somebody registered a new record: `record`, `by` whom, and in which `role`. Sent in
# the transaction that makes it; who raises a PortalError there prevents it.
record_registered = Signal()

# Two records of one kind were merged: `kept` stays, `gone` was withdrawn and its
# address leads to `kept`; `by` did it. Sent in the transaction of the merger, by which
# what belonged to `gone` elsewhere has to follow.
records_merged = Signal()

# Somebody is about to submit `records`, or a curator reads what was submitted: `by`
# whom, and what they say (`documents`, by kind and key). Who answers gives a list of
# regions.editing.doubts.Doubt; nothing may be changed there.
records_weighed = Signal()
