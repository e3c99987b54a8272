"""Why a practice fits a profile, in words: topics and keywords that both have."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from portal.guide.practices.models import Practice, PracticeMatch
from portal.web.text import folded_words, stems
from regions.models import Profile
from regions.queries.vocabulary import Vocabulary, vocabulary

MOST_REASONS = 3
# So many times as many are read, as some may have no reason in words.
SPARE = 4


@dataclass(frozen=True)
class Fit:
    """A practice and a profile, with what they share: topics, or keywords."""

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
    """Published practices for a profile, the best first; one query if there is none.

    One of which nobody could say why it fits is left out.
    """
    rows = PracticeMatch.objects.visible_to(user).of_profile(profile)
    rows = rows.select_related("practice__region", "practice__cluster")
    found = list(rows.prefetch_related("practice__topics")[: most * SPARE])
    if not found:
        return []
    words, topics = vocabulary(), {topic.pk for topic in profile.topics.all()}
    fits = [_fit(one, one.practice, profile, topics, words) for one in found]
    return _with_reasons(fits, most)


def profiles_it_fits(user: Any, practice: Practice, most: int = 5) -> list[Fit]:
    """Priorities and clusters that everybody sees for a practice, the best first."""
    seen = Profile.objects.listed().visible_to(user).order_by()
    rows = practice.matches.filter(profile__in=seen).order_by("rank")
    rows = rows.select_related("profile__region").prefetch_related("profile__topics")
    words, fits = vocabulary(), []
    for match in rows[: most * SPARE]:
        topics = {topic.pk for topic in match.profile.topics.all()}
        fits.append(_fit(match, practice, match.profile, topics, words))
    return _with_reasons(fits, most)


def _with_reasons(fits: list[Fit], most: int) -> list[Fit]:
    return [one for one in fits if one.topics or one.words][:most]


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
    present = set(folded_words(text))

    def holds(stem: str) -> bool:
        return any(word.startswith(stem) for word in present)

    return [one for one in keywords if stems(one) and all(map(holds, stems(one)))]
