"""Every kind of rule: a new one is a new class in one of these files."""

from matching.composition.kinds import (
    budget,
    content,
    coordinator,
    counting,
    places,
    project,
    proportions,
)

__all__ = [
    "budget",
    "content",
    "coordinator",
    "counting",
    "places",
    "project",
    "proportions",
]
