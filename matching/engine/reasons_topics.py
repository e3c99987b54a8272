"""Reasons from what both are about: topics and words."""

from collections.abc import Iterator

from matching.engine.constants import SCHEMES, TEXT_FIELDS
from matching.engine.results import Reason
from matching.engine.spaces import TopicSpace
from matching.engine.text import dampened
from matching.engine.topics import spread
from matching.engine.types import ProfileInput

BOTH, YOU, THEY = "both", "you", "they"


def focus_reasons(
    source: ProfileInput, target: ProfileInput, space: TopicSpace
) -> Iterator[Reason]:
    """Shared topics by scheme; then, of the others, common branches and relations."""
    for scheme in SCHEMES:
        mine = {t for t in source.topics if space.schemes[t] == scheme}
        theirs = {t for t in target.topics if space.schemes[t] == scheme}
        if shared := _rarest_first(mine & theirs, space):
            yield Reason("shared_topics", "focus", BOTH, "topics", shared)
        yield from _near_reasons(mine - theirs, theirs - mine, space)


def _near_reasons(
    mine: set[str], theirs: set[str], space: TopicSpace
) -> Iterator[Reason]:
    branches, own, other = set(), set(), set()
    for code in spread(mine, space).keys() & spread(theirs, space).keys():
        if _above(code, mine, space) and _above(code, theirs, space):
            branches.add(code)
        else:
            own |= {topic for topic in mine if code in space.credits[topic]}
            other |= {topic for topic in theirs if code in space.credits[topic]}
    if branches:
        subjects = _rarest_first(branches, space)
        yield Reason("same_branch", "focus", BOTH, "topics", subjects)
    for side, found in ((YOU, own), (THEY, other)):
        if found:
            subjects = _rarest_first(found, space)
            yield Reason("related_topics", "focus", side, "topics", subjects)


def _above(code: str, stated: set[str], space: TopicSpace) -> bool:
    return any(code in space.branch(topic) for topic in stated)


def _rarest_first(codes: set[str], space: TopicSpace) -> tuple[str, ...]:
    return tuple(sorted(codes, key=lambda code: (-space.idf[code], code)))


def word_reasons(source: ProfileInput, target: ProfileInput) -> Iterator[Reason]:
    """Shared words, under the first field that has them on both sides, or on one."""
    mine, theirs = source.words, target.words
    fields: dict[str, list[str]] = {}
    for word in mine.keys() & theirs.keys():
        fields.setdefault(_field_of(word, source, target), []).append(word)

    def weight(word: str) -> tuple[float, str]:
        return -dampened(mine[word]) * dampened(theirs[word]), word

    for name in TEXT_FIELDS:
        if name in fields:
            words = tuple(sorted(fields[name], key=weight))
            yield Reason("shared_words", "words", BOTH, name, words)


def _field_of(word: str, source: ProfileInput, target: ProfileInput) -> str:
    mine, theirs = _fields_with(word, source), _fields_with(word, target)
    either = [name for name in TEXT_FIELDS if name in mine or name in theirs]
    return next((name for name in either if name in mine and name in theirs), either[0])


def _fields_with(word: str, profile: ProfileInput) -> set[str]:
    return {name for name, words in profile.words_of_fields.items() if word in words}
