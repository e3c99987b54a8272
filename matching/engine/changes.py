"""What a profile could state beside what it states: a changed copy to be scored."""

from dataclasses import dataclass, replace

from matching.engine.types import Item, ProfileInput

Pair = tuple[str, str]  # (kind, topic)


@dataclass(frozen=True)
class Change:
    """Additions to a profile; needs and offers are (kind, topic), stated by the owner.

    `confirmed`: its owner confirms the profile now.
    """

    topics: tuple[str, ...] = ()
    needs: tuple[Pair, ...] = ()
    offers: tuple[Pair, ...] = ()
    stages: tuple[str, ...] = ()
    confirmed: bool = False

    def __bool__(self) -> bool:
        return self != Change()

    def __add__(self, other: "Change") -> "Change":
        """Return both changes in one, nothing twice."""
        return Change(
            topics=_joined(self.topics, other.topics),
            needs=_joined(self.needs, other.needs),
            offers=_joined(self.offers, other.offers),
            stages=_joined(self.stages, other.stages),
            confirmed=self.confirmed or other.confirmed,
        )


def changed(profile: ProfileInput, change: Change) -> ProfileInput:
    """Return the profile as it would be; EngineError for kinds or stages unknown.

    New items get keys below 0, which no stored item has.
    """
    if change.confirmed:
        profile = replace(profile, confidence="confirmed", months_unconfirmed=0)
    return replace(
        profile,
        topics=_joined(profile.topics, change.topics),
        needs=profile.needs + _items(change.needs),
        offers=profile.offers + _items(change.offers),
        stages=_joined(profile.stages, change.stages),
    )


def _joined(first: tuple, second: tuple) -> tuple:
    return tuple(dict.fromkeys((*first, *second)))


def _items(pairs: tuple[Pair, ...]) -> tuple[Item, ...]:
    return tuple(
        Item(key=-number, kind=kind, topics=(topic,))
        for number, (kind, topic) in enumerate(pairs, start=1)
    )
