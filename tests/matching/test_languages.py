"""Words of three languages as English ones, without a register."""

import pytest

from matching.features import all_words_of, words_of
from matching.languages import (
    Lexicon,
    cognates,
    languages_of,
    stem_english,
    stem_french,
    stem_german,
)
from regions.register.lexicon import Entry

ALL = ("en", "de", "fr")
ENTRIES = (
    Entry(("hydrogen",), ("Wasserstoff",), ("hydrogène",)),
    Entry(("technology",), ("Technologie",), ("technologie",)),
    Entry(("recycling",), ("Recycling", "Verwertung"), ("recyclage",)),
    Entry(("textiles", "fabrics"), ("Textil",), ("textile",)),
    Entry(("forest",), ("Wald", "Wälder"), ("forêt",)),
    Entry(("smes", "small firms"), ("KMU",), ("PME", "petites entreprises")),
    Entry(("security",), ("Sicherheit",), ("sécurité",)),
    Entry(("safety",), ("Sicherheit",), ("sécurité",)),
    Entry(("internet of things", "IoT"), ("Internet der Dinge",), ()),
    Entry(("wood",), ("Holz",), ("bois",)),
    Entry(("timber construction",), ("Holzbau",), ("construction bois",)),
)
LEXICON = Lexicon.of(ENTRIES, words_of)


def english(text: str, languages=ALL) -> list[str]:
    return [
        " ".join(one.english or one.words)
        for one in LEXICON.read(words_of(text), languages)
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Wasserstoff", ["hydrogen"]),
        ("l'hydrogène", ["hydrogen"]),
        ("Waelder Wälder WALD", ["forest"] * 3),
        ("bois et forêts", ["wood", "forest"]),
        ("small firms", ["smes"]),
        ("petites entreprises", ["smes"]),
        ("Internet der Dinge", ["internet things"]),
        ("IoT", ["internet things"]),
        ("fabrics", ["textiles"]),
        ("construction bois", ["timber construction"]),
        ("Sicherheit", ["security safety"]),
        ("xylophone", ["xylophone"]),
    ],
)
def test_words_and_phrases_are_read_in_english(text, words):
    assert english(text) == words


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("Wasserstofftechnologie", "hydrogen technology"),
        ("Textilrecycling", "textiles recycling"),
        ("Textilverwertung", "textiles recycling"),
        ("Waldholz", "forest wood"),
        ("Sicherheitstechnologien", "security safety technology"),
        ("Holzbau", "timber construction"),
        ("Wasserstoffwirtschaft", "hydrogen"),
        ("Grundwasserstoffe", "grundwasserstoffe"),
        ("Donaudampfschiff", "donaudampfschiff"),
    ],
)
def test_german_compounds_are_split_by_their_known_parts(word, meaning):
    assert english(word) == [meaning]


def test_compounds_are_split_in_german_only():
    assert english("Wasserstofftechnologie", ("en", "fr")) == ["wasserstofftechnologie"]


def test_word_of_a_language_that_the_text_is_not_in_stays():
    assert english("KMU", ("en", "fr")) == ["kmu"]


@pytest.mark.parametrize(
    ("stem", "words"),
    [
        (stem_english, ["recycle", "recycled", "recycling", "recycles"]),
        (stem_english, ["battery", "batteries"]),
        (stem_english, ["bus", "buses"]),
        (stem_english, ["digitalisation", "digitalization"]),
        (stem_german, ["maschine", "maschinen"]),
        (stem_german, ["technisch", "technischen", "technische"]),
        (stem_french, ["industriel", "industrielle", "industriels", "industrielles"]),
        (stem_french, ["regional", "regionaux", "regionale"]),
    ],
)
def test_forms_of_a_word_have_one_stem(stem, words):
    assert len({stem(word) for word in words}) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [("training", "train"), ("cars", "care"), ("glass", "gla"), ("mining", "minute")],
)
def test_other_words_have_other_stems(first, second):
    assert stem_english(first) != stem_english(second)


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("We look for partners for the recycling of wood", ("en",)),
        ("Wir suchen Partner für Wasserstoff und Holz", ("de",)),
        ("Nous cherchons des partenaires pour le bois", ("fr",)),
        ("hydrogen", ALL),
        ("the wood of the forest und der Wald mit dem Holz", ("en", "de")),
    ],
)
def test_language_is_told_by_its_function_words(text, languages):
    assert languages_of(all_words_of(text)) == languages


def test_words_may_be_english_with_another_ending():
    assert "insect" in set(cognates("insekten", ["de"]))
    assert "intermodal" in set(cognates("intermodaux", ["fr"]))
    assert set(cognates("insekten", ["en"])) == set()
