"""The files of terms: complete, alike in all languages, and refused with a reason."""

import pytest
import yaml

from portal.guide.chapters import CHAPTERS
from portal.guide.glossary import TermFault, is_outdated, term, terms_of
from portal.guide.glossary.loading import FOLDER, read_terms

LANGUAGES = ("en", "de", "fr")


@pytest.fixture
def folder(tmp_path):
    """English and German files of two terms, to be spoiled."""
    english = {
        "terms": {
            "nuts": {"word": "NUTS", "meaning": "Areas.", "see": ["region"]},
            "region": {"word": "region", "forms": ["regions"], "meaning": "A place."},
        }
    }
    german = {
        "source_digest": "old",
        "terms": {
            "nuts": {"word": "NUTS", "meaning": "Gebiete."},
            "region": {"word": "Region", "meaning": "Ein Ort."},
        },
    }
    for language, said in (("en", english), ("de", german)):
        write(tmp_path, language, said)
    return tmp_path


def write(folder, language: str, said: object) -> None:
    text = said if isinstance(said, str) else yaml.safe_dump(said)
    (folder / f"{language}.yaml").write_text(text, encoding="utf-8")


def spoil(folder, language: str, change) -> None:
    """Change the read file, and write it again."""
    said = yaml.safe_load((folder / f"{language}.yaml").read_text())
    change(said)
    write(folder, language, said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_all_terms_in_its_order(language):
    terms = list(terms_of(language))
    assert {one.key for one in terms} == {one.key for one in terms_of("en")}
    assert len(terms) == 85
    assert terms == sorted(terms, key=lambda one: one.alphabetical)


@pytest.mark.parametrize(
    ("language", "earlier", "later"),
    [
        ("de", "alike", "offer"),  # ähnlich before Angebot
        ("de", "transition-region", "entrepreneurial-discovery"),  # Ü is U
        ("fr", "value-chain-stage", "eurocluster"),  # étape before Eurocluster
    ],
)
def test_accents_do_not_change_the_place(language, earlier, later):
    keys = [one.key for one in terms_of(language)]
    assert keys.index(earlier) < keys.index(later)


@pytest.mark.parametrize("language", LANGUAGES)
def test_meanings_are_one_to_three_sentences(language):
    """Four, where the third says what the word is not."""
    lengths = {
        one.key: len([part for part in one.meaning.split(". ") if part])
        for one in terms_of(language)
    }
    assert {key for key, count in lengths.items() if count > 3} <= {"policy-objective"}


def test_no_spelling_belongs_to_two_terms():
    for language in LANGUAGES:
        seen: dict[str, str] = {}
        for one in terms_of(language):
            for spelling in {text.casefold() for text in one.spellings}:
                assert seen.setdefault(spelling, one.key) == one.key


def test_chapters_that_are_named_exist():
    assert {one.chapter for one in terms_of("en") if one.chapter} <= set(CHAPTERS)


@pytest.mark.parametrize("language", ["de", "fr"])
def test_translations_are_of_the_present_english(language):
    assert not is_outdated(language)


def test_a_translation_older_than_its_source_is_told(folder):
    assert is_outdated("de", folder)
    digest = read_terms(folder, "en").digest
    spoil(folder, "de", lambda said: said.update(source_digest=digest))
    assert read_terms(folder, "de").source_digest == digest


def test_an_unknown_key_is_named():
    with pytest.raises(KeyError, match="no term 'nonsense'"):
        term("en", "nonsense")


def _drop(said):
    del said["terms"]["region"]


@pytest.mark.parametrize(
    ("language", "change", "told"),
    [
        ("de", _drop, "de.yaml, region: It is missing."),
        (
            "de",
            lambda said: said["terms"].update(more={"word": "x", "meaning": "y"}),
            "de.yaml, more: en.yaml has no such term.",
        ),
        (
            "de",
            lambda said: said["terms"]["nuts"].update(see=["region"]),
            "de.yaml, nuts, see: There is no such field.",
        ),
        (
            "en",
            lambda said: said["terms"]["nuts"].update(see=["nothing"]),
            "en.yaml, nuts, see: 'nothing' is no other term.",
        ),
        (
            "en",
            lambda said: said["terms"]["nuts"].update(meaning=" "),
            "en.yaml, nuts, meaning: It is a text and not empty.",
        ),
        (
            "en",
            lambda said: said["terms"]["nuts"].update(forms="x"),
            "en.yaml, nuts, forms: It is a list of texts.",
        ),
        (
            "en",
            lambda said: said["terms"]["nuts"].update(
                source={"title": "x", "confidence": "read"}
            ),
            "en.yaml, nuts, source: What was read has a url and a day (read_on).",
        ),
        ("en", lambda said: said.pop("terms"), "en.yaml: It holds no terms"),
    ],
)
def test_a_bad_file_is_refused_with_file_term_and_field(folder, language, change, told):
    spoil(folder, language, change)
    with pytest.raises(TermFault) as fault:
        read_terms(folder, language)
    assert str(fault.value).startswith(told)


def test_a_key_that_stands_twice_is_refused(folder):
    write(folder, "en", "terms:\n  a: {word: x, meaning: y}\n  a: {word: z}\n")
    with pytest.raises(TermFault, match="'a' stands twice"):
        read_terms(folder, "en")


def test_files_are_there_for_each_language():
    assert sorted(one.stem for one in FOLDER.glob("*.yaml")) == ["de", "en", "fr"]
