"""Text as search sees it, and the small words that join texts."""

import re
import secrets
import unicodedata
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

SHORTEST_STEM = 4
_WORD = re.compile(r"[^\W_]+")
# Letters that Unicode does not take apart into a base letter and a mark.
_SPECIAL = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"}
)


def labelled(label: Any, value: Any) -> str:
    """A value behind its label; languages differ in the space before the colon."""
    return _("%(label)s: %(value)s") % {"label": label, "value": value}


def signed(size: str, number: float) -> str:
    """The size of a number, as it is written, behind the sign of the number."""
    return ("+" if number > 0 else "−" if number < 0 else "") + size


def address_for(title: str, otherwise: str) -> str:
    """An address that tells what it is about; the ending makes it the only one.

    `otherwise` is the word for a title of which no letter can stand in an address.
    """
    stem = slugify(title)[:100].strip("-")
    return f"{stem or otherwise}-{secrets.token_hex(4)}"


def fold(text: str) -> str:
    """Lower case without accents: "Île-de-France" becomes "ile-de-france"."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_SPECIAL))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def folded_words(text: str) -> list[str]:
    """The words of a text, folded, in their order."""
    return _WORD.findall(fold(text))


def stems(text: str) -> list[str]:
    """Beginnings of the words that carry a meaning: "recycle blades" gives recyc, blad.

    Rough on purpose and the same for every language: short words are left out, and
    longer ones lose the two letters that endings mostly change.
    """
    return [
        word[: max(SHORTEST_STEM, len(word) - 2)]
        for word in dict.fromkeys(folded_words(text))
        if len(word) >= SHORTEST_STEM
    ]
