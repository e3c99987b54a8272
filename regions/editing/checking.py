"""What a document may hold. Faults are named by field, in words people can act on."""

from collections.abc import Callable, Container
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from regions.editing.documents import (
    ITEM_FIELDS,
    LINKS,
    SIDES,
    Document,
    fields_of,
)
from regions.editing.visibility import CHOSEN_FIELDS
from regions.models import ItemKind, RecordKind, Stage, Visibility
from regions.models.cluster_words import LANGUAGES, ClusterService
from regions.queries.vocabulary import Vocabulary, vocabulary

MOST_KEYWORDS, LONGEST_KEYWORD = 30, 60
MOST_TOPICS, MOST_ITEMS, LONGEST_ITEM = 20, 20, 500
LONGEST_TEXT = 5_000

Faults = dict[str, list[str]]


def check_document(
    kind: str, document: Document, words: Vocabulary | None = None
) -> None:
    """Raise ValidationError with the faults of each field; what models check is left.

    Faults of an offer or need are named `offers-2-text`: side, place from 0, field.
    Who checks many documents gives the `words` of the register that he has read.
    """
    faults: Faults = {}
    words = words or vocabulary()
    unknown = document.keys() - set(fields_of(kind))
    if unknown:
        raise ValidationError({sorted(unknown)[0]: _("There is no such field.")})
    for name, check in _CHECKS.items():
        if name in document:
            _note(faults, name, check, document[name])
    for name in LINKS[kind]:
        _note(faults, name, _check_codes(name, words), document.get(name, []))
    _check_cluster(kind, document, faults, words)
    for side in SIDES:
        if side in document:
            _check_items(side, document[side], faults, words)
    if "visibility" in document:
        _note(faults, "visibility", _visibility_check(kind), document["visibility"])
    if faults:
        raise ValidationError(faults)


def _note(faults: Faults, name: str, check: Callable[[Any], None], value: Any) -> None:
    try:
        check(value)
    except ValidationError as error:
        faults.setdefault(name, []).extend(error.messages)


def _check_keywords(values: list[str]) -> None:
    if len(values) > MOST_KEYWORDS:
        raise ValidationError(_("At most %(most)d keywords.") % {"most": MOST_KEYWORDS})
    for value in values:
        if len(value) > LONGEST_KEYWORD:
            raise ValidationError(
                _("“%(word)s…” is longer than %(most)d characters.")
                % {"word": value[:20], "most": LONGEST_KEYWORD}
            )


def _check_summary(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise ValidationError(
            _("At most %(most)d characters; these are %(count)d.")
            % {"most": LONGEST_TEXT, "count": len(text)}
        )


def _one_of(choices: Container[str]) -> Callable[[list[str]], None]:
    def check(values: list[str]) -> None:
        for value in values:
            if value not in choices:
                raise ValidationError(
                    _("“%(value)s” is not one of the choices.") % {"value": value}
                )

    return check


_CHECKS: dict[str, Callable[[Any], None]] = {
    "keywords": _check_keywords,
    "summary": _check_summary,
    "access_terms": _check_summary,
    "stages": _one_of(Stage.values),
    "services": _one_of(ClusterService.values),
    "languages": _one_of(LANGUAGES),
}


def _check_codes(name: str, words: Vocabulary) -> Callable[[list[str]], None]:
    def check(codes: list[str]) -> None:
        if len(codes) > MOST_TOPICS:
            raise ValidationError(_("At most %(most)d.") % {"most": MOST_TOPICS})
        _one_of(words.places if name == "target_regions" else words.topics)(codes)

    return check


def _check_cluster(
    kind: str, document: Document, faults: Faults, words: Vocabulary
) -> None:
    """The seat is a region, and parts of the members are not more than all of them."""
    if kind in (RecordKind.CLUSTER, RecordKind.FACILITY):
        code = document.get("region", "")
        if code not in words.places:
            faults.setdefault("region", []).append(_("Choose a region."))
    total = document.get("members_total")
    names = ("sme_members", "large_members", "research_members", "public_members")
    parts = sum(document.get(name) or 0 for name in names)
    if total is not None and parts > total:
        faults.setdefault("members_total", []).append(
            _("The kinds of members add up to %(parts)d, more than all members.")
            % {"parts": parts}
        )


def _check_items(
    side: str, items: list[Document], faults: Faults, words: Vocabulary
) -> None:
    if len(items) > MOST_ITEMS:
        text = _("At most %(most)d.") % {"most": MOST_ITEMS}
        faults.setdefault(side, []).append(text)
    for place, item in enumerate(items):
        for field, check in _ITEM_CHECKS.items():
            _note(faults, f"{side}-{place}-{field}", check, item)
        codes = _check_codes("topics", words)
        _note(faults, f"{side}-{place}-topics", codes, item.get("topics", []))


def _check_item_text(item: Document) -> None:
    text = item.get("text", "")
    if not text and not item.get("derivation"):
        raise ValidationError(_("Say in a few words what it is."))
    if len(text) > LONGEST_ITEM:
        raise ValidationError(
            _("At most %(most)d characters; these are %(count)d.")
            % {"most": LONGEST_ITEM, "count": len(text)}
        )
    unknown = item.keys() - set(ITEM_FIELDS)
    if unknown:
        raise ValidationError(_("There is no such field."))


def _check_item_trl(item: Document) -> None:
    low, high = item.get("trl_min"), item.get("trl_max")
    if any(one is not None and not 1 <= one <= 9 for one in (low, high)):
        raise ValidationError(_("A technology readiness level is from 1 to 9."))
    if low and high and low > high:
        raise ValidationError(_("The lowest level is above the highest."))


_ITEM_CHECKS: dict[str, Callable[[Document], None]] = {
    "text": _check_item_text,
    "kind": lambda item: _one_of(ItemKind.values)([item.get("kind", "")]),
    "trl_max": _check_item_trl,
    "stage": lambda item: _one_of(["", *Stage.values])([item.get("stage", "")]),
}


def _visibility_check(kind: str) -> Callable[[dict[str, str]], None]:
    def check(chosen: dict[str, str]) -> None:
        _one_of(CHOSEN_FIELDS[kind])(list(chosen))
        _one_of(Visibility.values)(list(chosen.values()))

    return check
