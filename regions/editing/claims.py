"""What an offer or need may say of itself: that the portal derived it, and from what.

Forms and files carry both along, so both are checked again when they come back.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from regions.editing.documents import SIDES, Document
from regions.models import Facility

_SAME_DERIVED = ("derivation", "kind", "topics", "facility")


def untrue_claims(
    document: Document, known: Iterable[Document], visible: Collection[str]
) -> Iterator[tuple[str, int, str]]:
    """Side, place and field of each claim that does not hold.

    An item is derived only if one of `known`, what the record says now, holds the same;
    it may name a facility that one of them names, or that the person sees (`visible`).
    """
    known = list(known)
    for side in SIDES:
        present = [item for one in known for item in one.get(side, [])]
        derived = [_derived(item) for item in present if item.get("derivation")]
        facilities = {item.get("facility") for item in present}
        for place, item in enumerate(document.get(side, [])):
            slug = item.get("facility")
            if slug and slug not in facilities and slug not in visible:
                yield side, place, "facility"
            if item.get("derivation") and _derived(item) not in derived:
                yield side, place, "derivation"


def _derived(item: Document) -> tuple[Any, ...]:
    topics = sorted(set(item.get("topics") or []))
    return tuple(
        topics if name == "topics" else item.get(name, "") for name in _SAME_DERIVED
    )


def named_facilities(documents: Iterable[Document]) -> set[str]:
    """The addresses of the facilities that offers and needs name."""
    items = (item for one in documents for side in SIDES for item in one.get(side, []))
    return {item["facility"] for item in items if item.get("facility")}


def check_claims(document: Document, known: Iterable[Document], by: Any) -> None:
    """Raise ValidationError with what a person's document claims and may not."""
    slugs = named_facilities([document])
    seen = Facility.objects.visible_to(by).filter(slug__in=slugs) if slugs else None
    visible = set(seen.values_list("slug", flat=True)) if seen is not None else set()
    words = {
        "facility": _("There is no facility of this address."),
        "derivation": _(
            "The portal does not suggest this any more. Remove it, or write it in"
            " words of your own."
        ),
    }
    faults = {
        f"{side}-{place}-{field}": [words[field]]
        for side, place, field in untrue_claims(document, known, visible)
    }
    if faults:
        raise ValidationError(faults)
