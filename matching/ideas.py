"""From an idea in plain words to its partners. Nothing of it is stored or logged."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from matching import queries, services
from matching.candidates import FIGURES, CandidateList
from matching.features import component_names, idea_input, match_idea
from matching.models import POINT, Match, MatchRun
from matching.ordering import Standing
from matching.reader import ReadText, kept_reader
from portal.web.versioned import data_version
from regions.models import Profile, Region
from regions.queries.vocabulary import Vocabulary, vocabulary

# What one idea may hold; the form and the API refuse more with a sentence.
MOST_WORDS = 1_000
MOST_CHARACTERS = 10_000
MOST_TOPICS = 20
MOST_ITEMS = 10
LONGEST_ITEM = 500
# The list of an idea ends here.
MOST_PARTNERS = 100
# Read beyond the end, for profiles withdrawn since the index was made.
SPARE = 50

READ, STATED = "read", "stated"


@dataclass(frozen=True)
class IdeaItem:
    """One offer or need. Its key is below 0, so that it is none of the register's."""

    key: int
    kind: str
    text: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Idea:
    """What somebody wants to do. `topics` is None where they are read from the text."""

    text: str
    topics: tuple[str, ...] | None = None
    offers: tuple[IdeaItem, ...] = ()
    needs: tuple[IdeaItem, ...] = ()
    stages: tuple[str, ...] = ()
    region: str = ""


@dataclass(frozen=True)
class IdeaPartners(CandidateList):
    """The partners of an idea that one person may see.

    `topics` are (code, "stated" or "read"); `matches` look like stored ones, by score.
    """

    topics: tuple[tuple[str, str], ...]
    matches: tuple[Match, ...]
    words: Vocabulary
    run: MatchRun | None = None
    profile: Any = None
    items: dict[int, IdeaItem] = field(default_factory=dict)
    region: Region = field(default_factory=Region)

    @cached_property
    def weights(self) -> Mapping[str, float]:
        return weights_of(self.run)["weights"]

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        return [
            {name: getattr(one, name) for name in (*FIGURES, *component_names())}
            | _facts(one.partner)
            for one in self.matches
        ]

    def matches_of(self, standings: Iterable[Standing]) -> list[Match]:
        """The matches of these candidates, in their order."""
        found = {one.partner_id: one for one in self.matches}
        return [found[one.partner] for one in standings]


def partners_for(user: Any, idea: Idea) -> IdeaPartners:
    """Find the partners of an idea, with the weights of the run that readers see."""
    found = understood(idea)
    if found.profile is None:
        return found
    return replace(found, matches=tuple(_matches(user, found.profile, found.run)))


def understood(idea: Idea) -> IdeaPartners:
    """What an idea says to the engine, without partners; no profile if nothing."""
    words, reader = vocabulary(), kept_reader(data_version())
    read = reader.read(idea.text)
    topics = read.topics if idea.topics is None else idea.topics
    items = {
        side: [_with_topics(one, reader.read(one.text), topics) for one in given]
        for side, given in (("offers", idea.offers), ("needs", idea.needs))
    }
    source = READ if idea.topics is None else STATED
    run = queries.current_run()
    named = tuple((code, source) for code in topics)
    if not _says_something(read, topics, items, idea):
        return IdeaPartners(named, (), words, run)
    profile = idea_input(
        read.words,
        topics,
        **{
            side: [(one.key, one.kind, one.codes) for one in given]
            for side, given in items.items()
        },
        stages=idea.stages,
        region=idea.region,
    )
    return IdeaPartners(
        topics=named,
        matches=(),
        words=words,
        run=run,
        profile=profile,
        items={one.key: one for given in items.values() for one in given},
        region=_region(idea.region),
    )


def _with_topics(item: IdeaItem, read: ReadText, topics: Sequence[str]) -> IdeaItem:
    """An item without topics has those of its own text, else those of the idea."""
    codes = item.codes or read.topics or tuple(topics)
    return IdeaItem(item.key, item.kind, item.text, codes)


def _says_something(read: ReadText, topics, items, idea: Idea) -> bool:
    """Whether there is anything to be matched: a region alone fits everybody."""
    return bool(read.words or topics or idea.stages or any(items.values()))


def weights_of(run: MatchRun | None) -> Mapping[str, Any]:
    """The weights of the lists that readers see; before the first, the portal's own."""
    return (run and run.weights) or services.read_weights().as_mapping()


def _matches(user: Any, profile: Any, run: MatchRun | None) -> Iterable[Match]:
    """Unsaved matches with their partners, by score; ranks without gaps."""
    scored = match_idea(profile, MOST_PARTNERS + SPARE, weights_of(run))
    listed = Profile.objects.listed().visible_to(user)
    partners = listed.select_related(*queries.SIDE).in_bulk([one.key for one in scored])
    seen = [one for one in scored if one.key in partners][:MOST_PARTNERS]
    for rank, one in enumerate(seen, start=1):
        # Rounded like stored rows, so that the parts add up to the score exactly.
        parts = {n: round(one.contributions[n] * POINT) for n in component_names()}
        yield Match(
            run=run,
            partner=partners[one.key],
            rank=rank,
            score=sum(parts.values()),
            kind=one.kind,
            known=one.known,
            freshness=round(one.fresh * POINT),
            **parts,
        )


def _region(code: str) -> Region:
    return Region.objects.get(code=code) if code else Region()


def _facts(partner: Profile) -> dict[str, Any]:
    """What filters ask about a partner."""
    return {
        "region": partner.region_id,
        "country": partner.region.country,
        "cohesion": partner.region.cohesion_category,
        "type": partner.type,
        "confidence": partner.confidence,
        "stage_bits": partner.stage_bits,
    }
