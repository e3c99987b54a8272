"""Why a practice fits a profile, in words: topics and keywords that both have."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from portal.guide.practices.models import Practice, PracticeMatch
from portal.web.text import stems
from regions.models import Profile
from regions.queries.vocabulary import Vocabulary, vocabulary

MOST_REASONS = 3


@dataclass(frozen=True)
class Fit:
    """A practice and a profile, with what they share; both lists may be empty."""

    match: PracticeMatch
    topics: list[str]
    words: list[str]

    @property
    def practice(self) -> Practice:
        return self.match.practice

    @property
    def profile(self) -> Profile:
        return self.match.profile


def practices_that_fit(user: Any, profile: Profile, most: int = 3) -> list[Fit]:
    """Published practices for a profile, the best first; one query if there is none."""
    rows = PracticeMatch.objects.visible_to(user).of_profile(profile)
    rows = rows.select_related("practice__region", "practice__cluster")
    found = list(rows.prefetch_related("practice__topics")[:most])
    if not found:
        return []
    words, topics = vocabulary(), {topic.pk for topic in profile.topics.all()}
    return [_fit(match, match.practice, profile, topics, words) for match in found]


def profiles_it_fits(user: Any, practice: Practice, most: int = 5) -> list[Fit]:
    """Priorities and clusters that everybody sees for a practice, the best first."""
    seen = Profile.objects.listed().visible_to(user).order_by()
    rows = practice.matches.filter(profile__in=seen).order_by("rank")
    rows = rows.select_related("profile__region").prefetch_related("profile__topics")
    words = vocabulary()
    return [
        _fit(
            match,
            practice,
            match.profile,
            {topic.pk for topic in match.profile.topics.all()},
            words,
        )
        for match in rows[:most]
    ]


def _fit(
    match: PracticeMatch,
    practice: Practice,
    profile: Profile,
    topics: set[str],
    words: Vocabulary,
) -> Fit:
    codes = {topic.pk for topic in practice.topics.all()}
    shared = shared_topics(codes, topics, words)
    labels = [words.topics[code].label for code in shared[:MOST_REASONS]]
    text = f"{practice.title} {practice.challenge} {practice.action} {practice.result}"
    return Fit(match, labels, shared_words(profile.keywords, text)[:MOST_REASONS])


def shared_topics(
    mine: Iterable[str], theirs: Iterable[str], words: Vocabulary
) -> list[str]:
    """Topics of both, the narrower of each pair: one may be a part of the other."""
    found = set()
    known = [code for code in theirs if code in words.topics]
    for own in (code for code in mine if code in words.topics):
        for other in known:
            if own in words.lineage(other):
                found.add(other)
            elif other in words.lineage(own):
                found.add(own)
    return sorted(found)


def shared_words(keywords: Sequence[str], text: str) -> list[str]:
    """Those keywords of which every word that carries a meaning is in the text."""
    present = set(stems(text))
    return [one for one in keywords if stems(one) and set(stems(one)) <= present]
