"""What the curators' pages of suggestions read."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from matching.models import POINT, Match
from matching.partnerships.conditions import unit_of
from matching.partnerships.suggestions.models import (
    PartnershipSuggestion,
    State,
    SuggestionRound,
    SuggestionSeat,
)
from matching.partnerships.suggestions.themes import stem_of
from matching.partnerships.suggestions.wording import word_reasons
from matching.queries import topic_sets
from regions.models import CohesionCategory, Profile, Topic
from regions.queries.vocabulary import Vocabulary

# As matching/partnerships/data/conditions.csv has them, with their sources.
LEAST_COUNTRIES = 3
LEAST_REGIONS = 3


@dataclass(frozen=True)
class Pair:
    """Two members: the score in the list of each, and what both speak of."""

    first: Profile
    second: Profile
    there: float | None
    back: float | None
    exchanges: bool
    keywords: list[str]
    topics: list[Topic]

    @property
    def is_mutual(self) -> bool:
        return self.there is not None and self.back is not None

    @property
    def mean(self) -> float:
        return ((self.there or 0) + (self.back or 0)) / 2


@dataclass(frozen=True)
class SuggestionPage:
    """All that the page of one suggestion shows."""

    members: list[SuggestionSeat]
    supporters: list[SuggestionSeat]
    pairs: list[Pair]
    reasons: list[str]
    topics: list[Topic]
    countries: list[tuple[str, int]]
    categories: list[tuple[str, int]]
    conditions: list[tuple[str, bool]]


def suggestion_rows() -> Any:
    """All suggestions as rows of a list, with what is counted of their members."""
    return PartnershipSuggestion.objects.for_rows().select_related(
        "partnership", "decided_by"
    )


def suggestion_numbers() -> dict[str, int]:
    """How many there are in each state; one query."""
    states = PartnershipSuggestion.objects.order_by().values_list("state", flat=True)
    found = Counter(states)
    return {state: found.get(state, 0) for state in State.values}


def last_round() -> SuggestionRound | None:
    return SuggestionRound.objects.first()


def seats_of(one: PartnershipSuggestion) -> list[SuggestionSeat]:
    """Who could be invited: members and supporters that are in the lists today."""
    return list(one.seats.listed().with_whom())


def suggestion_page(one: PartnershipSuggestion, words: Vocabulary) -> SuggestionPage:
    """Read one suggestion; a fixed number of queries, however many members it has."""
    seats = seats_of(one)
    members = [seat for seat in seats if seat.role == "member"]
    places = [seat.profile.region for seat in members]
    labels = dict(CohesionCategory.choices)
    countries = Counter(words.country_label(place.country) for place in places)
    categories = Counter(
        str(labels[place.cohesion_category])
        for place in places
        if place.cohesion_category in labels
    )
    return SuggestionPage(
        members=members,
        supporters=[seat for seat in seats if seat.role != "member"],
        pairs=_pairs([seat.profile for seat in members], words),
        reasons=word_reasons(one.reasons, words),
        topics=sorted(one.topics.all(), key=lambda topic: topic.pk),
        countries=sorted(countries.items(), key=lambda row: (-row[1], row[0])),
        categories=sorted(categories.items(), key=lambda row: (-row[1], row[0])),
        conditions=_conditions(places),
    )


def _pairs(profiles: Sequence[Profile], words: Vocabulary) -> list[Pair]:
    """Every pair of these, the best first; two queries."""
    keys = [one.pk for one in profiles]
    rows = Match.objects.current().filter(profile__in=keys, partner__in=keys)
    columns = ("profile_id", "partner_id", "score", "receive", "give")
    found = {(one, other): rest for one, other, *rest in rows.values_list(*columns)}
    topics = dict(zip(keys, topic_sets(keys), strict=True))
    pairs = []
    for place, second in enumerate(profiles):
        for first in profiles[:place]:
            there = found.get((first.pk, second.pk))
            back = found.get((second.pk, first.pk))
            common = topics[first.pk] & topics[second.pk]
            pairs.append(
                Pair(
                    first,
                    second,
                    there[0] / POINT if there else None,
                    back[0] / POINT if back else None,
                    any(sum(one[1:]) for one in (there, back) if one),
                    _common_keywords(first, second),
                    [words.topics[code] for code in sorted(common)],
                )
            )
    return sorted(pairs, key=lambda one: (-one.mean, one.first.pk, one.second.pk))


def _common_keywords(first: Profile, second: Profile) -> list[str]:
    theirs = {stem_of(word) for word in second.keywords}
    return [word for word in first.keywords if stem_of(word) in theirs]


def _conditions(places: Sequence[Any]) -> list[tuple[str, bool]]:
    """The entry conditions of a partnership, and whether the members meet them.

    What only people can give is open as long as there is no partnership.
    """
    regions = {unit_of(place.code) for place in places if place.in_eu}
    in_eu = {place.country for place in places if place.in_eu}
    categories = {place.cohesion_category for place in places} - {None, ""}
    return [
        (_("At least three regions"), len(regions) >= LEAST_REGIONS),
        (_("From at least three member states"), len(in_eu) >= LEAST_COUNTRIES),
        (_("The theme is in a strategy of each region"), True),
        (_("Regions of different cohesion categories"), len(categories) > 1),
        (_("Leads are named, two or more if possible"), False),
        (_("Each lead has a commitment letter for two years"), False),
    ]
