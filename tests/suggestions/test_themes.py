"""Which words of profiles make a theme."""

from matching.partnerships.suggestions.reading import title_of
from matching.partnerships.suggestions.themes import specific_terms


def terms(*keywords: list[str]):
    return specific_terms(dict(enumerate(keywords)))


def test_inflected_words_are_one_term():
    found = terms(["Textiles"], ["textile"], ["textiles"], [" textiles "])
    assert found.of == dict.fromkeys(range(4), frozenset(["textil"]))
    assert found.written["textil"] == "textiles"


def test_part_of_a_keyword_counts_where_others_use_it_alone():
    found = terms(*[["textiles"]] * 3, ["smart textiles"])
    assert found.of[3] == {"textil"}
    found = terms(*[["textiles"]] * 2, *[["smart textiles"]] * 2)
    assert found.of[3] == frozenset()


def test_rare_and_broad_words_are_no_terms():
    found = terms(*[["quarks", "technology", "wine"]] * 3, ["wine", "technology"])
    assert found.of[0] == {"wine"}


def test_word_of_too_many_profiles_is_no_term():
    many = [["wine"]] * 13 + [["cheese"]] * 4
    assert set(terms(*many).uses) == {"chees"}


def test_keywords_of_others_are_read_in_the_same_terms():
    found = terms(*[["wine"]] * 4)
    assert found.read(["Red wine", "cheese", ""]) == frozenset(["wine"])


def test_rarity_goes_from_all_to_one():
    found = terms(*[["wine"]] * 4)
    assert found.rarity("wine") == 0
    assert specific_terms({}).of == {}


def test_title_is_made_of_two_different_words():
    assert title_of(["wine"]) == "Wine"
    assert title_of(["smart grids", "grids", "storage"]) == "Smart grids and storage"
