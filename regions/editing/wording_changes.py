"""What differs between two versions, in words: field by field, and word by word."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from regions.editing.comparing import Difference, differences
from regions.editing.documents import SIDES, Document
from regions.editing.forgetting import forgotten_in
from regions.editing.wording_fields import (
    LIST_FIELDS,
    ItemWords,
    field_label,
    list_words,
    plain_words,
    word_item_document,
)
from regions.queries.vocabulary import Vocabulary

# Texts that share less than this are shown as one taken out and one put in.
ALIKE = 0.4
# Offers whose texts share less than this are two different ones.
SAME_ITEM = 0.5
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """A run of words; `state` is same, added or removed."""

    state: str
    text: str


@dataclass(frozen=True)
class ItemChange:
    """One offer or need that was added, removed or changed.

    Of a changed one, `pieces` are its text and `gained` and `lost` its particulars.
    """

    state: str
    words: ItemWords
    pieces: tuple[Piece, ...] = ()
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


@dataclass(frozen=True)
class FieldChange:
    """One field that changed. `form` is text, values, items, hidden or forgotten."""

    field: str
    label: str
    form: str
    pieces: tuple[Piece, ...] = ()
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    items: tuple[ItemChange, ...] = ()
    note: str = ""

    @property
    def is_woven(self) -> bool:
        """Whether it is a text of which something stayed: it reads as one text."""
        return any(piece.state == "same" for piece in self.pieces)


def word_changes(
    kind: str,
    before: Document,
    after: Document,
    words: Vocabulary,
    hidden: Container[str] = (),
) -> list[FieldChange]:
    """The fields that differ, in words; of those in `hidden` only that they do.

    So it is of contact data that were taken out of one of the two.
    """
    forgotten = {*forgotten_in(before), *forgotten_in(after)}
    return [
        FieldChange(one.field, field_label(kind, one.field), "hidden")
        if one.field in hidden
        else FieldChange(one.field, field_label(kind, one.field), "forgotten")
        if one.field in forgotten
        else _word_change(kind, one, words)
        for one in differences(kind, before, after)
    ]


def _word_change(kind: str, one: Difference, words: Vocabulary) -> FieldChange:
    name, before, after = one.field, one.before, one.after
    label = field_label(kind, name)
    if name in SIDES:
        items = tuple(item_changes(before or [], after or [], words))
        note = "" if items else _("Only the order has changed.")
        return FieldChange(name, label, "items", items=items, note=note)
    if name in LIST_FIELDS or name == "visibility":
        gained, lost = _gains(
            list_words(kind, name, before, words), list_words(kind, name, after, words)
        )
        note = "" if gained or lost else _("Only the order has changed.")
        return FieldChange(name, label, "values", gained=gained, lost=lost, note=note)
    pieces = text_pieces(
        plain_words(name, before, words), plain_words(name, after, words)
    )
    return FieldChange(name, label, "text", pieces=pieces)


def _gains(
    before: Sequence[str], after: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    gained = tuple(one for one in after if one not in before)
    return gained, tuple(one for one in before if one not in after)


def text_pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Both texts as one, with the words that were taken out and put in."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if not old or not new or _share_of_words(old, new) < ALIKE:
        whole = (Piece("removed", before), Piece("added", after))
        return tuple(piece for piece in whole if piece.text)
    found: list[Piece] = []
    for act, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if act == "equal":
            found.append(Piece("same", "".join(old[old_from:old_to])))
            continue
        if old_to > old_from:
            found.append(Piece("removed", "".join(old[old_from:old_to])))
        if new_to > new_from:
            found.append(Piece("added", "".join(new[new_from:new_to])))
    return tuple(found)


def _share_of_words(old: list[str], new: list[str]) -> float:
    """How much of two texts is the same; the spaces between words do not count."""
    before, after = (
        [piece for piece in text if not piece.isspace()] for text in (old, new)
    )
    return SequenceMatcher(None, before, after, autojunk=False).ratio()


def item_changes(
    before: list[Document], after: list[Document], words: Vocabulary
) -> list[ItemChange]:
    """What became of each offer or need; one that only moved is not named."""
    old, new = list(before), []
    for item in after:
        if item in old:
            old.remove(item)
        else:
            new.append(item)
    found = []
    for item in new:
        twin = _twin(item, old)
        if twin is None:
            found.append(ItemChange("added", word_item_document(item, words)))
        else:
            old.remove(twin)
            found.append(_changed_item(twin, item, words))
    removed = [ItemChange("removed", word_item_document(item, words)) for item in old]
    return found + removed


def _twin(item: Document, among: list[Document]) -> Document | None:
    """What this item was before: the one whose text is most like its own."""
    scored = [(_likeness(item, other), place) for place, other in enumerate(among)]
    best = max(scored, key=lambda one: (one[0], -one[1]), default=(0.0, 0))
    return among[best[1]] if best[0] >= SAME_ITEM else None


def _likeness(item: Document, other: Document) -> float:
    text, another = item.get("text", ""), other.get("text", "")
    if not text and not another:
        same = item.get("derivation") == other.get("derivation")
        return 1.0 if same and item.get("topics") == other.get("topics") else 0.0
    return SequenceMatcher(None, text, another, autojunk=False).ratio()


def _changed_item(before: Document, after: Document, words: Vocabulary) -> ItemChange:
    old, new = word_item_document(before, words), word_item_document(after, words)
    gained, lost = _gains(_facts(old), _facts(new))
    pieces = text_pieces(old.text, new.text)
    return ItemChange("changed", new, pieces, gained, lost)


def _facts(words: ItemWords) -> list[str]:
    openness = _("Confidential") if words.is_confidential else _("Not confidential")
    return [*words.facts, openness]
