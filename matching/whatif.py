"""What a list would be if its profile stated more: who comes, and who leaves.

Each change is scored as a whole row against the register as it is now, with the words
and topics counted as for the lists of now, and put in the order in which readers see
lists. So counts and places hold when it is done.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings

from matching.candidates import kept_bonuses
from matching.features import (
    Change,
    Index,
    ProfileInput,
    Standing,
    index_and_profiles,
    kept_spaces,
    listed,
    standings_of,
)
from matching.models import MatchRun
from matching.ordering import shown_order
from matching.whynot import FIRST
from portal.web.versioned import data_version
from regions.models import ExchangeItem, Profile, Side
from regions.queries.vocabulary import Vocabulary, vocabulary

MOST_TOPICS = 8
MOST_NEEDS = 4
# Candidates that are scored to find the best proposals.
TRIED_TOPICS = 40
TRIED_NEEDS = 20


# A row of scores, and the keys of its list as readers see them.
Shown = tuple[Standing, Sequence[int]]


@dataclass(frozen=True)
class Place:
    """Where a partner stands after the change, in the fair order of the list."""

    partner: int
    rank: int
    score: float


@dataclass(frozen=True)
class Outcome:
    """What one change does to a list; everybody in the order of the new list.

    `first` are new among the first 20, `appear` new in the list, `leave` no longer in
    it, with the place that they had.
    """

    change: Change
    first: tuple[Place, ...]
    appear: tuple[Place, ...]
    leave: tuple[Place, ...]

    @property
    def partners(self) -> set[int]:
        return {one.partner for one in (*self.first, *self.appear, *self.leave)}

    def among(self, visible: Iterable[int]) -> "Outcome":
        """The same for somebody who may see these partners only."""
        seen = set(visible)

        def kept(places: tuple[Place, ...]) -> tuple[Place, ...]:
            return tuple(one for one in places if one.partner in seen)

        return Outcome(
            self.change, kept(self.first), kept(self.appear), kept(self.leave)
        )


def outcome_of(profile_id: int, change: Change, run: MatchRun) -> Outcome | None:
    """What this change would do to the list; None if the profile is gone."""
    index, found = index_and_profiles([profile_id])
    if profile_id not in found:
        return None
    profile = found[profile_id]
    rows = standings_of(index, profile, [Change(), change], run.weights)
    return _outcomes([change], rows, run)[0]


def proposals_for(profile_id: int, run: MatchRun) -> tuple[Outcome, ...]:
    """Topics and needs that would bring most new partners, topics first.

    Not kept: visitors get the kept page, and all outcomes of all profiles are large.
    """
    index, asked = index_and_profiles([profile_id])
    if profile_id not in asked:
        return ()
    return proposals_of(index, asked[profile_id], run)


def proposals_of(
    index: Index, profile: ProfileInput, run: MatchRun
) -> tuple[Outcome, ...]:
    """The same for a profile that need not be in the index, such as a draft."""
    (before,) = standings_of(index, profile, [Change()], run.weights)
    words = vocabulary()
    topics = _topics_to_try(profile, before, words)
    needs = _needs_to_try(profile, topics)
    changes = [Change(topics=(code,)) for code in topics]
    changes += [Change(needs=(pair,)) for pair in needs]
    rows = standings_of(index, profile, changes, run.weights)
    found = _outcomes(changes, [before, *rows], run)
    split = len(topics)
    return _best(found[:split], MOST_TOPICS) + _best(found[split:], MOST_NEEDS)


def _outcomes(
    changes: Sequence[Change], rows: Sequence[Standing], run: MatchRun
) -> list[Outcome]:
    """What each change does, from the row before them and the rows after each."""
    bonuses = kept_bonuses(run)
    kept = settings.MATCHES_PER_PROFILE
    was, *now = ((row, shown_order(listed(row, kept), bonuses)) for row in rows)
    return [
        _outcome(change, was, after) for change, after in zip(changes, now, strict=True)
    ]


def _outcome(change: Change, was: Shown, now: Shown) -> Outcome:
    (before, old), (after, new) = was, now
    return Outcome(
        change,
        first=_places(after, new[:FIRST], old[:FIRST]),
        appear=_places(after, new, old),
        leave=_places(before, old, new),
    )


def _places(
    standing: Standing, keys: Sequence[int], without: Sequence[int]
) -> tuple[Place, ...]:
    """Those of the first keys that are not among the others."""
    others = set(without)
    return tuple(
        Place(key, rank, standing.score(key))
        for rank, key in enumerate(keys, start=1)
        if key not in others
    )


def _best(found: Iterable[Outcome], most: int) -> tuple[Outcome, ...]:
    """The outcomes that bring most partners among the first, then into the list."""
    useful = [one for one in found if one.first or one.appear]
    useful.sort(key=lambda one: (-len(one.first), -len(one.appear)))
    return tuple(useful[:most])


def _topics_to_try(
    profile: ProfileInput, standing: Standing, words: Vocabulary
) -> list[str]:
    """Topics near its own: related, of the same branch, or of its best partners.

    Those that most of the partners state come first.
    """
    spaces = kept_spaces(data_version())[0]
    links = Profile.topics.through.objects.filter(
        profile_id__in=standing.best[: settings.MATCHES_PER_PROFILE]
    )
    common = Counter(links.order_by().values_list("topic_id", flat=True))
    if not profile.topics:
        # Its partners are there by their words and regions alone: ask everybody.
        common = Counter({code: n for code, n in spaces.uses.items() if n})
    near = {code for topic in profile.topics for code in spaces.credits[topic]}
    for topic in profile.topics:
        above = words.topics[topic].parent_id
        near |= words.descendants[above] if above else {topic}
    stated = {up for topic in profile.topics for up in words.lineage(topic)}
    tried = (near | set(common)) - stated
    return sorted(tried, key=lambda code: (-common[code], code))[:TRIED_TOPICS]


def _needs_to_try(
    profile: ProfileInput, topics: Sequence[str]
) -> list[tuple[str, str]]:
    """Kinds and topics that listed offers elsewhere hold, nearest topics first."""
    wanted = list(dict.fromkeys((*profile.topics, *topics)))
    stated = {
        (item.kind, topic)
        for item in profile.needs
        if item.stated
        for topic in item.topics
    }
    offers = (
        ExchangeItem.objects.filter(
            side=Side.OFFER, profile__in=Profile.objects.listed(), topics__in=wanted
        )
        .exclude(profile__region=profile.region)
        .order_by()
        .values_list("kind", "topics")
    )
    counted = Counter(pair for pair in offers if pair[1] in wanted)
    own = set(profile.topics)
    found = [pair for pair in counted if pair not in stated]
    found.sort(key=lambda pair: (pair[1] not in own, -counted[pair], pair))
    return found[:TRIED_NEEDS]
