"""A document in words: labels of fields, and values as people read them.

All words are in the reader's language at the time of the call; `words` are those of the
register, asked for once (regions.queries.vocabulary.vocabulary).
"""

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.web.text import labelled
from regions.editing.documents import MODELS, SIDES, Document, fields_of
from regions.models import (
    FacilityKind,
    ItemKind,
    RecordKind,
    Stage,
    Visibility,
)
from regions.models.cluster_words import ClusterService, language_name
from regions.queries.vocabulary import (
    Vocabulary,
    kept_cluster_titles,
    kept_facility_names,
)
from regions.wording import DERIVATIONS

# Where the model's own word is not the reader's.
_LABELS = {
    "stages": gettext_lazy("value-chain stages"),
    "offers": gettext_lazy("offers"),
    "needs": gettext_lazy("needs"),
    "visibility": gettext_lazy("who sees which field"),
}
LIST_FIELDS = frozenset(
    {"keywords", "topics", "target_regions", "stages", "services", "languages"}
)


@dataclass(frozen=True)
class ItemWords:
    """One offer or need in words: what it is, and its particulars."""

    text: str
    facts: tuple[str, ...]
    is_confidential: bool


@dataclass(frozen=True)
class FieldWords:
    """One field in words. `form` is text, values, items, or hidden from the reader."""

    field: str
    label: str
    form: str
    text: str = ""
    values: tuple[str, ...] = ()
    items: tuple[ItemWords, ...] = ()

    @property
    def is_empty(self) -> bool:
        return self.form != "hidden" and not (self.text or self.values or self.items)


def word_document(
    kind: str, document: Document, words: Vocabulary, hidden: Container[str] = ()
) -> list[FieldWords]:
    """All fields of a document in words; of those in `hidden` only the label."""
    return [
        word_field(kind, name, document.get(name), words, is_hidden=name in hidden)
        for name in fields_of(kind)
    ]


def word_field(
    kind: str, name: str, value: Any, words: Vocabulary, *, is_hidden: bool = False
) -> FieldWords:
    """One field and its value in words."""
    label = field_label(kind, name)
    if is_hidden:
        return FieldWords(name, label, "hidden")
    if name in SIDES:
        items = tuple(word_item_document(item, words) for item in value or [])
        return FieldWords(name, label, "items", items=items)
    if name in LIST_FIELDS or name == "visibility":
        values = tuple(list_words(kind, name, value, words))
        return FieldWords(name, label, "values", values=values)
    return FieldWords(name, label, "text", text=plain_words(name, value, words))


def field_label(kind: str, name: str) -> str:
    """What people call a field, with a capital letter."""
    if name in _LABELS:
        return capfirst(str(_LABELS[name]))
    field: Any = MODELS[kind]._meta.get_field(name)
    return capfirst(str(field.verbose_name))


def list_words(kind: str, name: str, value: Any, words: Vocabulary) -> list[str]:
    """The members of a list in words, in their order."""
    if name == "visibility":
        return [
            labelled(field_label(kind, field), _choice(Visibility, level))
            for field, level in sorted((value or {}).items())
        ]
    return [_member(name, one, words) for one in value or []]


def _member(name: str, value: str, words: Vocabulary) -> str:
    if name == "topics":
        return words.topics[value].label if value in words.topics else value
    if name == "target_regions":
        return _region(value, words)
    if name == "stages":
        return _choice(Stage, value)
    if name == "services":
        return _choice(ClusterService, value)
    return language_name(value) if name == "languages" else value


def plain_words(name: str, value: Any, words: Vocabulary) -> str:
    """The value of a field that holds one thing; "" where nothing is given."""
    if value in (None, ""):
        return ""
    if name == "region":
        return _region(value, words)
    if name == "cluster":
        return kept_cluster_titles(words.version).get(value, value)
    return _choice(FacilityKind, value) if name == "kind" else str(value)


def _region(code: str, words: Vocabulary) -> str:
    return f"{words.region_label(code)} ({code})"


def _choice(choices: Any, value: str) -> str:
    return str(dict(choices.choices).get(value, value))


def word_item_document(item: Document, words: Vocabulary) -> ItemWords:
    """One offer or need in words, from its part of a document."""
    topics = [_member("topics", code, words) for code in item.get("topics", [])]
    text = item.get("text") or ", ".join(topics)
    facts = [capfirst(_choice(ItemKind, item.get("kind", "")))]
    if item.get("text"):
        facts += topics
    facts += [one for one in map(str, _particulars(item, words)) if one]
    return ItemWords(text, tuple(facts), bool(item.get("is_confidential")))


def _particulars(item: Document, words: Vocabulary) -> list[Any]:
    stage, slug = item.get("stage", ""), item.get("facility", "")
    return [
        trl_words(item),
        capfirst(_choice(Stage, stage)) if stage else "",
        kept_facility_names(words.version).get(slug, slug) if slug else "",
        DERIVATIONS.get(item.get("derivation", ""), ""),
    ]


def trl_words(item: Document) -> str:
    """The range of technology readiness; "" where none is given."""
    low, high = item.get("trl_min"), item.get("trl_max")
    if low and high and low != high:
        return _("TRL %(low)s to %(high)s") % {"low": low, "high": high}
    return _("TRL %(level)s") % {"level": low or high} if low or high else ""


def title_field(kind: str) -> str:
    """The field that names a record of this kind."""
    return "name" if kind == RecordKind.FACILITY else "title"
