"""Runs and matches. A run is the truth about scoring; it is switched in at once."""

from matching.models.edits import ListEdit
from matching.models.lists import POINT, Exposure, Kind, Match
from matching.models.runs import MatchBlock, MatchRun, RunStatistics
from matching.models.shown import CurrentRun, RunSwitch

__all__ = [
    "POINT",
    "CurrentRun",
    "Exposure",
    "Kind",
    "ListEdit",
    "Match",
    "MatchBlock",
    "MatchRun",
    "RunStatistics",
    "RunSwitch",
]
