"""What a document's field says, in lines that people read beside each other."""

from collections.abc import Callable
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.web.text import labelled
from regions.editing.documents import Document
from regions.models import ItemKind, Stage, Visibility
from regions.models.cluster_words import LANGUAGES, ClusterService, language_name
from regions.queries.vocabulary import Vocabulary, vocabulary
from regions.wording import DERIVATIONS


def said_lines(field: str, value: Any) -> list[str]:
    """The value of a field in the reader's language, a line a thing; none is empty."""
    if value in (None, "", [], {}):
        return []
    worded = _WORDED.get(field)
    if worded:
        return worded(value, vocabulary())
    if isinstance(value, list):
        return [str(one) for one in value]
    return str(value).split("\n")


def _topics(codes: list[str], words: Vocabulary) -> list[str]:
    return [
        f"{words.topics[code].label} ({code})" if code in words.topics else code
        for code in codes
    ]


def _stages(values: list[str], words: Vocabulary) -> list[str]:
    return [_of(Stage, one) for one in values]


def _items(items: list[Document], words: Vocabulary) -> list[str]:
    return [_item(item, words) for item in items]


def _item(item: Document, words: Vocabulary) -> str:
    text = item["text"] or str(DERIVATIONS.get(item["derivation"], ""))
    details = [_of(ItemKind, item["kind"]), *_topics(item["topics"], words)]
    levels = [str(one) for one in (item["trl_min"], item["trl_max"]) if one]
    if levels:
        details.append("TRL " + "–".join(dict.fromkeys(levels)))
    if item["stage"]:
        details.append(_of(Stage, item["stage"]))
    if item["is_confidential"]:
        details.append(_("confidential"))
    return f"{text} ({', '.join(details)})"


def _visibility(chosen: dict[str, str], words: Vocabulary) -> list[str]:
    return [labelled(name, _of(Visibility, who)) for name, who in chosen.items()]


def _places(codes: list[str], words: Vocabulary) -> list[str]:
    return [words.region_label(code) for code in codes]


def _services(codes: list[str], words: Vocabulary) -> list[str]:
    return [_of(ClusterService, one) for one in codes]


def _languages(codes: list[str], words: Vocabulary) -> list[str]:
    return [capfirst(language_name(one)) for one in codes if one in LANGUAGES]


def _place(code: str, words: Vocabulary) -> list[str]:
    return _places([code], words)


def _of(choices: Any, value: str) -> str:
    return str(capfirst(choices(value).label)) if value in choices.values else value


_WORDED: dict[str, Callable[[Any, Vocabulary], list[str]]] = {
    "topics": _topics,
    "stages": _stages,
    "offers": _items,
    "needs": _items,
    "visibility": _visibility,
    "target_regions": _places,
    "region": _place,
    "services": _services,
    "languages": _languages,
}
