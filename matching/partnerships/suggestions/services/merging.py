"""Seats of a record that was merged into another one follow it."""

from matching.partnerships.suggestions.models import SuggestionSeat
from regions.models import Profile


def move_members(*, kept: Profile, gone: Profile) -> None:
    """Let seats of `gone` be those of `kept`; call in the transaction of the merger."""
    seats = SuggestionSeat.objects.filter(profile=gone)
    there = SuggestionSeat.objects.filter(profile=kept).values("suggestion")
    seats.filter(
        suggestion__in=list(there.values_list("suggestion", flat=True))
    ).delete()
    seats.update(profile=kept)
