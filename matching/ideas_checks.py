"""What an idea may be: the same rules for the page and for the API."""

from collections.abc import Iterable
from itertools import count

from django.utils.translation import gettext as _

from matching.features import all_words_of
from matching.ideas import MOST_WORDS, IdeaItem

# Kind and text, and its topics where they are stated.
Given = tuple[str, str] | tuple[str, str, tuple[str, ...]]


def check_text(text: str) -> str:
    """What is wrong with a text, in a sentence; "" where it can be read."""
    words = len(all_words_of(text))
    if not words:
        return _("There is no word in this text. Describe the idea in a few words.")
    if words > MOST_WORDS:
        return _(
            "This text has %(words)s words; at most %(most)s can be read. A paragraph "
            "about what you want to do works best."
        ) % {"words": words, "most": MOST_WORDS}
    return ""


def numbered_items(
    offers: Iterable[Given], needs: Iterable[Given]
) -> tuple[tuple[IdeaItem, ...], ...]:
    """Offers and needs, each with a key of its own that no stored item has."""
    keys = count(-1, -1)
    return tuple(
        tuple(IdeaItem(next(keys), *one) for one in given) for given in (offers, needs)
    )
