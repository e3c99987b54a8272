"""The real texts: all there, each language like the others, and easy to read."""

import pytest

from portal.guide.chapters import CHAPTERS
from portal.guide.chapters.checking import languages, text_problems
from portal.guide.chapters.loading import FOLDER, read_texts


@pytest.mark.parametrize("language", languages())
def test_all_chapters_and_cards_are_there(language):
    found = read_texts(FOLDER, language)
    assert tuple(one.slug for one in found.chapters) == CHAPTERS
    assert len(found.cards) == 16


def test_nothing_is_to_mend():
    assert list(map(str, text_problems())) == []
