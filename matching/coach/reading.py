"""The values of an editing form as the engine's input; what is not valid is left out.

The names are those of the documents in `regions.editing`: title, summary, keywords,
topics, stages, a cluster's region, and `offers-0-kind`, `offers-0-text`,
`offers-0-topics` with their place, `needs-…` likewise. Somebody is still typing, so
nothing here is an error.
"""

import re
from collections.abc import Container

from django.http import QueryDict

from matching.features import DraftInput, DraftItem
from regions.models import ItemKind, Profile, ProfileType, Stage
from regions.queries.vocabulary import Vocabulary

MOST_CHARACTERS = 10_000
MOST_VALUES = 40
_ITEM = re.compile(r"(offers|needs)-(\d{1,3})-kind")
_BETWEEN = re.compile(r"[,;\n]")


def read_draft(
    data: QueryDict, words: Vocabulary, about: QueryDict, own: Profile | None
) -> DraftInput:
    """What the form says now.

    `about` says what no field does: the `type` of a new record and, for a priority, its
    `region`. `own` is the record that is edited, if there is one.
    """
    type_ = own.type if own else about.get("type", ProfileType.PRIORITY)
    region = data.get("region") or about.get("region") or (own and own.region_id) or ""
    return DraftInput(
        key=own.pk if own else 0,
        region=region if region in words.places else "",
        is_cluster=type_ == ProfileType.CLUSTER,
        title=_text(data, "title"),
        summary=_text(data, "summary"),
        keywords=_keywords(data),
        topics=_among(data, "topics", words.topics),
        offers=_items(data, "offers", words),
        needs=_items(data, "needs", words),
        stages=tuple(one for one in Stage.values if one in data.getlist("stages")),
    )


def _text(data: QueryDict, name: str) -> str:
    # A browser counts the end of a line once, and sends two characters for it.
    text = data.get(name, "").replace("\r\n", "\n").replace("\x00", "")
    return text.strip()[:MOST_CHARACTERS]


def _keywords(data: QueryDict) -> tuple[str, ...]:
    """Keywords come one by one, or as one text with commas or lines between them."""
    text = "\n".join(data.getlist("keywords"))[:MOST_CHARACTERS].replace("\x00", "")
    found = (part.strip() for part in _BETWEEN.split(text))
    return tuple(dict.fromkeys(part for part in found if part))[:MOST_VALUES]


def _among(data: QueryDict, name: str, known: Container[str]) -> tuple[str, ...]:
    values = dict.fromkeys(data.getlist(name))
    return tuple(value for value in values if value in known)[:MOST_VALUES]


def _items(data: QueryDict, side: str, words: Vocabulary) -> tuple[DraftItem, ...]:
    """Items that say something and are not confidential: those that are matched."""
    places = sorted(
        int(found[2])
        for name in data
        if (found := _ITEM.fullmatch(name)) and found[1] == side
    )
    found = (_item(data, f"{side}-{place}", words) for place in places[:MOST_VALUES])
    return tuple(item for item in found if item)


def _item(data: QueryDict, name: str, words: Vocabulary) -> DraftItem | None:
    kind = data[f"{name}-kind"]
    is_derived = bool(data.get(f"{name}-derivation"))
    says = is_derived or data.get(f"{name}-text", "").strip()
    if kind not in ItemKind.values or not says or data.get(f"{name}-is_confidential"):
        return None
    topics = _among(data, f"{name}-topics", words.topics)
    return DraftItem(kind, topics, is_derived)
