"""A profile that somebody is writing, as the engine's input."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.engine import COMPONENTS, Item, ProfileInput, Standing
from matching.features.ideas import IDEA_KEY

FOCUS = COMPONENTS.index("focus")


@dataclass(frozen=True)
class DraftItem:
    """An offer or need as it is written; `is_derived`: the portal's, not adopted."""

    kind: str
    topics: tuple[str, ...] = ()
    is_derived: bool = False


@dataclass(frozen=True)
class DraftInput:
    """What matching reads of a profile; `key` is that of the record, if it has one."""

    region: str
    is_cluster: bool = False
    title: str = ""
    summary: str = ""
    keywords: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    offers: tuple[DraftItem, ...] = ()
    needs: tuple[DraftItem, ...] = ()
    stages: tuple[str, ...] = ()
    key: int = IDEA_KEY

    @property
    def says_something(self) -> bool:
        """Whether there is anything to be matched: a region alone fits everybody."""
        texts = self.title or self.summary or self.keywords
        return bool(texts or self.topics or self.offers or self.needs or self.stages)


def draft_profile(draft: DraftInput) -> ProfileInput:
    """The profile as matching would read it once it is saved and published.

    Its owner has just written it, so it counts as confirmed today.
    """
    return ProfileInput(
        key=draft.key,
        region=draft.region,
        is_cluster=draft.is_cluster,
        topics=tuple(sorted(draft.topics)),
        texts={
            "title": draft.title,
            "summary": draft.summary,
            "keywords": "; ".join(draft.keywords),
        },
        offers=_items(draft.offers, 1),
        needs=_items(draft.needs, 1 + len(draft.offers)),
        stages=draft.stages,
        confidence="confirmed",
        months_unconfirmed=0,
    )


def _items(items: Sequence[DraftItem], first: int) -> tuple[Item, ...]:
    """Numbered by themselves: what is only scored is never looked up."""
    return tuple(
        Item(
            key=number,
            kind=item.kind,
            topics=tuple(sorted(item.topics)),
            stated=not item.is_derived,
        )
        for number, item in enumerate(items, start=first)
    )


def alike(standing: Standing, least: float) -> list[int]:
    """The keys of eligible profiles whose topics are alike by at least this share.

    The share is the component "focus", from 0 to 1 (docs/scoring.md).
    """
    with np.errstate(invalid="ignore"):
        near = standing.eligible & (standing.values[FOCUS] >= least)
    return standing.keys[near].tolist()
