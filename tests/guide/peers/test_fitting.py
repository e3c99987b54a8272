"""How near a practice is to a question."""

import pytest

from portal.guide.peers.fitting import Text, rarity, relevance


def text(words: str, *, topics=(), chapters=()) -> Text:
    return Text(frozenset(words.split()), frozenset(topics), frozenset(chapters))


PRACTICES = [
    text("cluster voucher firm", topics=["20"], chapters=["instruments"]),
    text("cluster evaluate survey", topics=["62"]),
    text("cluster school"),
]
WEIGHTS = rarity(PRACTICES)


def near(question: Text, practice: Text = PRACTICES[0], **more) -> float:
    return relevance(question, practice, WEIGHTS, **{"is_named": False} | more)


def test_the_practice_that_is_named_is_nearest():
    assert near(text("nothing"), is_named=True) == 1.0


def test_rare_words_say_more_than_those_of_all():
    rare, common = near(text("voucher cluster")), near(text("cluster school"))
    assert rare > common > 0


def test_words_that_nobody_uses_do_not_count():
    assert near(text("voucher")) == near(text("voucher unheard")) == 0.5


def test_topics_and_chapter_add_up_with_words():
    question = text("voucher", topics=["20", "21"], chapters=["instruments"])
    assert near(question) == pytest.approx(0.5 + 0.1 + 0.3)


def test_chapter_of_others_says_nothing():
    assert near(text("school", chapters=["financing"])) == 0.0


def test_faint_likeness_is_none():
    practices = [text("cluster a"), *(text("cluster") for _ in range(9))]
    weights = rarity(practices)
    question = text("cluster a b c d e f", topics=["1", "2", "3", "4", "5", "6"])
    faint = text("", topics=["1"])
    assert relevance(question, faint, weights, is_named=False) == 0.0
