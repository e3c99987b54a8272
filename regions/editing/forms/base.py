"""What the forms of all kinds of records share."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from regions.editing.checking import check_document
from regions.editing.documents import Document
from regions.editing.forms.fields import (
    CodesField,
    PlaceField,
    PlacesField,
    item_fields,
    visibility_field,
)
from regions.editing.forms.items import (
    NEW,
    ItemSide,
    first,
    item_sides,
    row_title,
    side_title,
)
from regions.editing.places import place_choice
from regions.editing.topics import TopicChoice, topic_choice
from regions.editing.values import Row, Values, rows_of, without_blank_rows
from regions.editing.visibility import CHOSEN_FIELDS
from regions.models import Visibility
from regions.queries.vocabulary import Vocabulary, vocabulary

VISIBILITY = "visibility-"


class RecordForm(forms.Form):
    """A form made from values: bound it checks them, else it shows them as they are.

    A kind of record names its `kind`, its fields, and its `sides` of offers and needs.
    What fields do not know is left to `check_document`; the page gives the faults that
    the model finds to `add_faults`. A loose form is only read, not checked.
    """

    kind: ClassVar[str]
    sides: ClassVar[tuple[str, ...]] = ()
    use_required_attribute = False

    def __init__(
        self,
        values: Values,
        *,
        is_bound: bool = False,
        is_loose: bool = False,
        searches: dict[str, str] | None = None,
        words: Vocabulary | None = None,
    ) -> None:
        self.is_loose = is_loose
        self.values = without_blank_rows(values) if is_bound else values
        self.words: Vocabulary = words or vocabulary()
        self.searches = searches or {}
        super().__init__(MultiValueDict(self.values) if is_bound else None)
        self.rows: dict[str, list[Row]] = {}
        for side in self.sides:
            # Somebody who begins sees where to write.
            rows = rows_of(self.values, side) or ([] if is_bound else [{}])
            self.rows[side] = rows
            for number in range(len(rows)):
                self._add_row(f"{side}-{number}", row_title(side, number + 1))
            self._add_row(f"{side}-{NEW}", side_title(side))
        for name in CHOSEN_FIELDS[self.kind]:
            self.fields[VISIBILITY + name] = visibility_field(self.label_of(name))
        if not is_bound:
            shown = {name: self._shown(name) for name in self.fields}
            self.initial = {name: one for name, one in shown.items() if one is not None}

    def _add_row(self, key: str, label: str) -> None:
        made = item_fields(label)
        self.fields |= {f"{key}-{name}": field for name, field in made.items()}

    def _shown(self, name: str) -> Any:
        texts = self.values.get(name)
        if texts is None:
            return None
        if isinstance(self.fields[name], forms.MultipleChoiceField):
            return texts
        return texts[0] if texts else ""

    # --- for templates ---------------------------------------------------------------

    @property
    def topics_choice(self) -> TopicChoice:
        """The choice of topics of the record itself."""
        return self.topic_choice("topics")

    def topic_choice(self, name: str) -> TopicChoice:
        """The topics or regions of a field, with the answer to a search beside them."""
        codes, query = self.values.get(name, []), self.searches.get(name)
        field = self.fields.get(name)
        if isinstance(field, PlaceField | PlacesField):
            is_single = isinstance(field, PlaceField)
            return place_choice(name, codes, self.words, query, is_single=is_single)
        return topic_choice(name, codes, self.words, query)

    def item_sides(self) -> Iterator[ItemSide]:
        return item_sides(self)

    def visibility_fields(self) -> list[forms.BoundField]:
        """The choices of who sees what."""
        return [self[VISIBILITY + name] for name in CHOSEN_FIELDS[self.kind]]

    def error_lines(self) -> list[dict[str, str]]:
        """All faults for the top of the page: what field, where it stands, what."""
        return [
            {
                "label": self.label_of(name),
                "target": self.target_of(name),
                "text": str(text),
            }
            for name, errors in self.errors.items()
            for text in errors
        ]

    def target_of(self, name: str) -> str:
        """The id on the page at which a field is filled in; none for all of it."""
        if name == "__all__":
            return ""
        field = self.fields.get(name)
        groups = (CodesField, PlaceField, forms.MultipleChoiceField)
        is_group = field is None or isinstance(field, groups)
        return f"field-{name}" if is_group else f"id_{name}"

    def label_of(self, name: str) -> str:
        """What people call a field: in a row with the row's name."""
        if name in self.sides:
            return side_title(name)
        if name not in self.fields:
            return ""
        label = str(self.fields[name].label or "")
        side, _dash, rest = name.partition("-")
        if side not in self.sides or rest.endswith("-text"):
            return label
        row = self.fields[f"{side}-{rest.partition('-')[0]}-text"]
        return f"{row.label}, {label}"

    # --- what was typed, as a document -----------------------------------------------

    def document(self) -> Document:
        """What a valid form says."""
        data = self.cleaned_data
        document: Document = {name: data[name] for name in self.base_fields}
        if CHOSEN_FIELDS[self.kind]:
            # What everybody sees need not be said.
            levels = {one: data[VISIBILITY + one] for one in CHOSEN_FIELDS[self.kind]}
            document["visibility"] = {
                name: level
                for name, level in levels.items()
                if level not in ("", Visibility.PUBLIC)
            }
        for side, rows in self.rows.items():
            document[side] = [self._item(f"{side}-{n}") for n in range(len(rows))]
        return document

    def _item(self, key: str) -> Document:
        item = {name: self.cleaned_data[f"{key}-{name}"] for name in item_fields("")}
        for name in ("trl_min", "trl_max"):
            item[name] = int(item[name]) if item[name] else None
        return item

    def loose_document(self) -> Document:
        """What a bound form says so far, valid or not: to be counted meanwhile."""
        # Reading the errors cleans the form; doing it again would forget faults.
        assert self.errors is not None
        fine = self.cleaned_data
        document = {name: fine[name] for name in self.base_fields if name in fine}
        for side, rows in self.rows.items():
            document[side] = [{"text": first(row, "text")} for row in rows]
        return document

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not self.is_loose:
            try:
                check_document(self.kind, self.document())
            except ValidationError as error:
                self.add_faults(error)
        return data

    def add_faults(self, error: ValidationError) -> None:
        """Put what a check or the model says beside the fields that it is about."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, messages in error.message_dict.items():
            if name in self.sides:
                self.errors.setdefault(name, self.error_class()).extend(messages)
            else:
                self.add_error(name if name in self.fields else None, messages)
