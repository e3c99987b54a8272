"""Questions about a group: whose offers meet whose needs, and who outside would."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from matching.engine import ProfileInput
from matching.engine.exchange import supply, worth
from matching.features.current import current_index
from matching.features.ideas import idea_input, match_idea
from matching.features.profiles import load_profiles
from matching.features.register import kept_spaces
from portal.web.versioned import data_version
from regions.models import Profile

# An idea's own need, and nothing of it is looked up.
NEED_KEY = 1


@dataclass(frozen=True)
class Exchange:
    """One offer that meets one need, whose they are, and what it is worth."""

    giver: int
    taker: int
    offer: int
    need: int
    worth: float


@dataclass(frozen=True)
class Sought:
    """What somebody outside is asked for, within a theme of topics and words.

    A need is its kind and topics. Who seeks stages states those that it has. Only who
    brings something in each of the `components` of the score counts.
    """

    components: tuple[str, ...]
    topics: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    need: tuple[str, tuple[str, ...]] | None = None
    stages: tuple[str, ...] = ()


def exchanges_among(givers: Sequence[int], takers: Sequence[int]) -> list[Exchange]:
    """Every offer of a giver that meets a need of another taker, the best first.

    As the score sees it: see docs/scoring.md. Four queries however many there are.
    """
    wanted = Profile.objects.filter(pk__in={*givers, *takers})
    loaded = {one.key: one for one in load_profiles(wanted)}
    found = _exchanges(
        [loaded[key] for key in givers if key in loaded],
        [loaded[key] for key in takers if key in loaded],
    )
    return sorted(found, key=lambda one: (-one.worth, one.offer, one.need))


def _exchanges(
    givers: Sequence[ProfileInput], takers: Sequence[ProfileInput]
) -> Iterable[Exchange]:
    topics, _ = kept_spaces(data_version())
    needs = [(one.key, need) for one in takers for need in one.needs]
    for giver in givers:
        for offer in giver.offers:
            given = supply((offer,), topics)
            for taker, need in needs:
                if taker != giver.key and (value := worth(given, need, topics)):
                    yield Exchange(giver.key, taker, offer.key, need.key, value)


def who_could_fill(
    sought: Sequence[Sought], most: int, weights: Mapping
) -> list[list[int]]:
    """For each thing sought the keys of published profiles that bring it, best first.

    They are ranked as for an idea of this theme, and left out where they bring nothing
    of what is sought. Ask `can_score_now` first; no query once the index is kept.
    """
    index = current_index()
    found = []
    for one in sought:
        needs = [(NEED_KEY, *one.need)] if one.need else []
        idea = idea_input(one.words, one.topics, needs=needs, stages=one.stages)
        scores = match_idea(idea, most, weights, index)
        found.append(
            [
                score.key
                for score in scores
                if all(score.contributions[name] > 0 for name in one.components)
            ]
        )
    return found
