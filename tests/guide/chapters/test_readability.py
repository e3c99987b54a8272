"""Reading ease after Flesch, Amstad, and Kandel and Moles."""

import pytest

from portal.guide.chapters.readability import (
    count_sentences,
    count_syllables,
    reading_ease,
)

# Counted by ear.
EN = {"cluster": 2, "region": 2, "policy": 3, "cooperation": 5, "value": 2, "make": 1}
EN |= {"table": 2, "needed": 2, "helped": 1, "idea": 3, "evaluation": 5, "business": 2}
EN |= {"companies": 3, "infrastructure": 4, "client": 2, "science": 2, "every": 3}
DE = {"Abend": 2, "Strategie": 3, "Strategien": 4, "Region": 3, "Museum": 3, "neue": 2}
DE |= {"Ideen": 3, "beenden": 3, "geeignet": 3, "finanziell": 4, "Quelle": 2, "Wien": 1}
DE |= {"Zusammenarbeit": 5, "Europa": 3, "Industrien": 4, "die": 1, "Effizienz": 4}
FR = {"région": 2, "entreprise": 3, "politique": 3, "que": 1, "guide": 1, "créer": 2}
FR |= {"réalité": 4, "client": 2, "moyen": 2, "pays": 2, "l’industrie": 3, "elles": 1}
FR |= {"coopération": 5, "européenne": 4, "eau": 1, "idées": 2, "filière": 2}


@pytest.mark.parametrize(("language", "words"), [("en", EN), ("de", DE), ("fr", FR)])
def test_syllables_are_those_that_are_spoken(language, words):
    found = {word: count_syllables(word, language) for word in words}
    assert found == words


def test_compounds_add_up_and_numbers_have_a_syllable_a_digit():
    assert count_syllables("long-term", "en") == 2
    assert count_syllables("2026", "en") == 4


def test_formulas_are_those_of_the_papers():
    # Two sentences, six words, seven syllables in each of the three.
    en = reading_ease(["The cat sat. The dog slept today."[:-1] + "."], "en")
    assert (en.words, en.sentences, en.syllables) == (7, 2, 8)
    assert en.score == pytest.approx(206.835 - 1.015 * 7 / 2 - 84.6 * 8 / 7)
    de = reading_ease(["Der Hund ist da. Er schläft."], "de")
    assert (de.words, de.sentences, de.syllables) == (6, 2, 6)
    assert de.score == pytest.approx(180 - 3 - 58.5)
    fr = reading_ease(["Le chat est là. Il dort."], "fr")
    assert (fr.words, fr.sentences, fr.syllables) == (6, 2, 6)
    assert fr.score == pytest.approx(207 - 1.015 * 3 - 73.6)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three?", 3),
        ("No stop at the end", 1),
        ("See e.g. the list. It is long.", 2),
        ("Das gilt z. B. im Mai. Sonst nicht.", 2),
        ("Am 3. Mai begann es.", 1),
        ("He said “yes.” She left.", 2),
        ("It grew by 3.5 per cent.", 1),
    ],
)
def test_sentences_end_where_they_do(text, count):
    assert count_sentences(text) == count


def test_each_point_of_a_list_ends_a_sentence():
    assert reading_ease(["Ask firms", "Plan early"], "en").sentences == 2


def test_no_words_have_no_score():
    assert reading_ease(["", "…"], "en").score == 0
