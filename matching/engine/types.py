"""What is matched: profiles with their offers and needs, checked when they are made."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from matching.engine.constants import CONFIDENCE, ITEM_KINDS, STAGES, TEXT_FIELDS
from matching.engine.errors import EngineError, refuse
from matching.engine.text import count_words


@dataclass(frozen=True)
class Item:
    """One offer or one need. Readiness and stage are carried, not scored.

    `trl` is (lowest, highest) technology readiness level, each 1 to 9. `stated` is
    False when the register derived the item. Checked by the profile that holds it.
    """

    key: int
    kind: str
    topics: tuple[str, ...]
    stated: bool = True
    stage: str | None = None
    trl: tuple[int, int] | None = None


@dataclass(frozen=True)
class ProfileInput:
    """One partner candidate, or an idea typed into a search box.

    `region` is a code of the RegionSpace, or "" for an idea that belongs nowhere.
    `texts` maps title, summary and keywords to their text; any may be missing.
    `months_unconfirmed` counts whole months since its owner confirmed it, or since it
    came into the register if nobody ever did; None if that is not known. Raises
    EngineError naming the profile's key and the field.
    """

    key: int
    region: str
    is_cluster: bool = False
    topics: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    offers: tuple[Item, ...] = ()
    needs: tuple[Item, ...] = ()
    stages: tuple[str, ...] = ()
    confidence: str = "confirmed"
    months_unconfirmed: int | None = None

    def __post_init__(self) -> None:
        owner = f"profile {self.key}"
        if not isinstance(self.key, int) or self.key < 0:
            raise EngineError(f"{owner}, field 'key': must be a whole number from 0")
        _check_names(owner, "texts", self.texts, TEXT_FIELDS)
        for name, text in self.texts.items():
            if not isinstance(text, str):
                raise refuse(owner, "texts", f"{name} is not text")
        _check_names(owner, "stages", self.stages, STAGES)
        _check_names(owner, "confidence", (self.confidence,), tuple(CONFIDENCE))
        months = self.months_unconfirmed
        if months is not None and not months >= 0:
            raise refuse(owner, "months_unconfirmed", f"{months} is not 0 or more")
        for side in ("offers", "needs"):
            _check_items(owner, side, getattr(self, side))

    @cached_property
    def words(self) -> Counter[str]:
        """Its words, counted once for all that is said of it.

        An index, which needs them once, counts for itself and keeps less.
        """
        return count_words(self.texts)

    @cached_property
    def words_of_fields(self) -> dict[str, frozenset[str]]:
        """The words of each of its texts."""
        return {
            name: frozenset(count_words({name: self.texts[name]}))
            for name in self.texts
        }


def _check_items(owner: str, side: str, items: tuple[Item, ...]) -> None:
    for item in items:
        _check_names(owner, side, (item.kind,), ITEM_KINDS)
        if item.stage is not None:
            _check_names(owner, side, (item.stage,), STAGES)
        if item.trl is not None and not 1 <= item.trl[0] <= item.trl[1] <= 9:
            raise refuse(owner, side, f"readiness {item.trl} is not within 1 to 9")
    keys = [item.key for item in items]
    if len(set(keys)) != len(keys):
        raise refuse(owner, side, "two items have the same key")


def _check_names(
    owner: str, name: str, values: Iterable[str], allowed: tuple[str, ...]
) -> None:
    for value in values:
        if value not in allowed:
            raise refuse(owner, name, f"{value!r} is none of {', '.join(allowed)}")
