"""Offers and needs of a form: rows that can be added, moved, adopted and removed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.forms import BoundField
from django.utils.translation import gettext as _

from regions.editing.checking import MOST_ITEMS
from regions.editing.topics import TopicChoice
from regions.editing.values import Row
from regions.models import Facility
from regions.queries.vocabulary import Vocabulary
from regions.wording import DERIVATIONS

if TYPE_CHECKING:
    from regions.editing.forms.base import RecordForm

# Stands for the number in the row that the page copies for a new one.
NEW = "NEW"
BOUND = ("kind", "text", "trl_min", "trl_max", "stage", "is_confidential")


@dataclass(frozen=True)
class ItemRow:
    """One offer or need, with all that its template asks for."""

    side: str
    key: str
    number: str
    fields: dict[str, BoundField]
    topics: TopicChoice
    topic_errors: list[str]
    derivation: str
    facility: str
    wording: str
    reason: Any

    @property
    def has_details(self) -> bool:
        """Whether more than kind and text is filled in, or wrong."""
        details = [self.fields[name] for name in BOUND[2:]]
        return bool(
            self.topics.chosen
            or self.topics.is_searched
            or self.topic_errors
            or any(one.value() or one.errors for one in details)
        )


@dataclass(frozen=True)
class ItemSide:
    """The offers, or the needs, of a form."""

    name: str
    title: str
    rows: list[ItemRow]
    blank: ItemRow
    errors: list[str]
    is_full: bool


def side_title(side: str) -> str:
    return _("Offers") if side == "offers" else _("Needs")


def row_title(side: str, number: int) -> str:
    """What a row is called: Offer 3."""
    words = _("Offer %(n)d") if side == "offers" else _("Need %(n)d")
    return words % {"n": number}


def item_sides(form: "RecordForm") -> Iterator[ItemSide]:
    """Offers and needs with their rows, in the order of the form."""
    errors = form.errors if form.is_bound else {}
    for side in form.sides:
        rows = form.rows[side]
        yield ItemSide(
            name=side,
            title=side_title(side),
            rows=[
                _item_row(form, side, str(number), row)
                for number, row in enumerate(rows)
            ],
            blank=_item_row(form, side, NEW, {}),
            errors=[str(one) for one in errors.get(side, [])],
            is_full=len(rows) >= MOST_ITEMS,
        )


def _item_row(form: "RecordForm", side: str, number: str, row: Row) -> ItemRow:
    key = f"{side}-{number}"
    derivation = first(row, "derivation")
    errors = form.errors if form.is_bound else {}
    return ItemRow(
        side=side,
        key=key,
        number=number if number == NEW else str(int(number) + 1),
        fields={name: form[f"{key}-{name}"] for name in BOUND},
        topics=form.topic_choice(f"{key}-topics"),
        topic_errors=[str(one) for one in errors.get(f"{key}-topics", [])],
        derivation=derivation,
        facility=first(row, "facility"),
        wording=wording_of(row, form.words) if derivation else "",
        reason=DERIVATIONS.get(derivation, ""),
    )


def wording_of(row: Row, words: Vocabulary) -> str:
    """How a derived item reads; adopted, it becomes the owner's own text.

    The row is what a browser sent: of a facility that is not public it tells nothing.
    """
    slug = first(row, "facility")
    public = Facility.objects.published()
    facility = public.filter(slug=slug).first() if slug else None
    if facility:
        return facility.name
    codes = [code for code in row.get("topics", []) if code in words.topics]
    return ", ".join(words.topics[code].label for code in codes)


def first(row: Row, name: str) -> str:
    """The first text of a field, or none."""
    return "".join(row.get(name, [])[:1])
