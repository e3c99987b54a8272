"""Page-shaped reads of matches and runs."""

from matching.models import CurrentRun


def matches_version() -> str:
    """The run whose matches readers see; it changes when a run is switched in."""
    run_id = CurrentRun.objects.values_list("run_id", flat=True).first()
    return str(run_id or 0)
