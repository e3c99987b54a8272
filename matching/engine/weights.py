"""How much each component counts."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from matching.engine.constants import COMPONENTS
from matching.engine.errors import EngineError, refuse

TOLERANCE = 1e-9
LONGEST_VERSION = 40


@dataclass(frozen=True)
class Weights:
    """Eight weights that sum to 1. Receive equals give: the score is symmetric."""

    version: str
    focus: float
    words: float
    receive: float
    give: float
    chain: float
    strength: float
    track_record: float
    reach: float

    def __post_init__(self) -> None:
        for name in COMPONENTS:
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise refuse("weights", name, f"{value!r} is not a number")
            if not (math.isfinite(value) and value >= 0):
                raise refuse("weights", name, f"{value} is not 0 or more")
        if self.receive != self.give:
            raise refuse("weights", "give", "must be equal to receive")
        total = math.fsum(getattr(self, name) for name in COMPONENTS)
        if abs(total - 1) > TOLERANCE:
            raise EngineError(f"weights sum to {total:.10g}, not to 1")

    @classmethod
    def from_mapping(cls, content: Mapping) -> "Weights":
        """Read {"version": text, "weights": {component: number}}."""
        if not isinstance(content, Mapping) or not isinstance(
            content.get("weights"), Mapping
        ):
            raise EngineError("weights: expected 'version' and 'weights'")
        version, weights = content.get("version"), content["weights"]
        if not isinstance(version, str) or not version.isprintable():
            raise refuse("weights", "version", "must be a printable text")
        if not 0 < len(version) <= LONGEST_VERSION:
            fault = f"must have 1 to {LONGEST_VERSION} characters"
            raise refuse("weights", "version", fault)
        if missing := [name for name in COMPONENTS if name not in weights]:
            raise refuse("weights", missing[0], "is missing")
        if unknown := sorted(set(weights) - set(COMPONENTS)):
            raise refuse("weights", str(unknown[0]), "is no component")
        return cls(version=version, **weights)

    def as_mapping(self) -> dict:
        """Return what `from_mapping` reads."""
        numbers = {name: getattr(self, name) for name in COMPONENTS}
        return {"version": self.version, "weights": numbers}

    def as_array(self) -> np.ndarray:
        """Return the weights in the order of COMPONENTS, shape (8,)."""
        return np.array([getattr(self, name) for name in COMPONENTS], dtype=float)
